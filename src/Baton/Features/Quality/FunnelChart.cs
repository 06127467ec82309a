using Baton.Client;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Quality;

/// <summary>Tells teams that stand out from those that chance explains.</summary>
internal static class FunnelChart
{
    private const int MostNamed = 8;

    /// <summary>What is said where there is too little to draw.</summary>
    internal static string? Instead(SendersReport report, Catalog catalog)
    {
        var rows = report.Items.Where(row => row.Handoffs > 0).ToList();
        if (rows.Count > 1 && report.Handoffs >= Charts.Fewest)
            return null;
        return rows.Count == 1
            ? T(
                "{0} handed over {1, plural, one {# handoff} other {# handoffs}}, {2, number} of them with a defect.",
                catalog.NameOfTeam(rows[0].Team),
                rows[0].Handoffs,
                rows[0].Defective
            )
            : T(
                "{0, plural, one {# handoff} other {# handoffs}} in this period, {1, number} of them with a defect.",
                report.Handoffs,
                report.Defective
            );
    }

    /// <summary>A dot for each team: handoffs along, rate up, with the limits that chance allows.</summary>
    internal static object Of(SendersReport report, Catalog catalog, Func<SenderRow, string> link)
    {
        var rows = report.Items.Where(row => row.Handoffs > 0).ToList();
        var rate = report.DefectRate ?? 0;
        var funnel = new Funnel(report.DefectRate ?? 0);
        var most = rows.Max(row => row.Handoffs);
        var sizes = Enumerable.Range(1, 60).Select(i => (int)Math.Ceiling(most * 1.05 * i / 60)).Distinct().ToList();
        var named = rows.Where(row => row.Signal is FunnelSignal.High or FunnelSignal.Low)
            .OrderByDescending(row => row.Handoffs)
            .Take(MostNamed)
            .Select(row => row.Team)
            .ToHashSet();
        return new
        {
            grid = new
            {
                left = 8,
                right = 56,
                top = 16,
                bottom = 8,
                containLabel = true,
            },
            tooltip = new { trigger = "item", formatter = Charts.Sentence },
            xAxis = new
            {
                type = "value",
                min = 0,
                max = Math.Ceiling(most * 1.05),
                name = "",
                minInterval = 1,
                splitLine = new { show = false },
            },
            yAxis = new
            {
                type = "value",
                min = 0,
                max = Highest(Math.Max(rate * 2.5, rows.Max(row => row.DefectRate ?? 0)) * 110),
                axisLabel = new { formatter = ReaderNumbers.Percent("{value}") },
            },
            series = new object[]
            {
                Limit(limits => limits.Low95, "dashed"),
                Limit(limits => limits.High95, "dashed"),
                Limit(limits => limits.Low998, "solid"),
                Limit(limits => limits.High998, "solid"),
                new
                {
                    type = "scatter",
                    symbolSize = 10,
                    cursor = "pointer",
                    data = rows.Select(row => Dot(row, named.Contains(row.Team), row.Handoffs > most * 0.6)),
                    markLine = new
                    {
                        silent = true,
                        symbol = "none",
                        lineStyle = new { color = "--ink-3", type = "solid" },
                        label = new { formatter = SendersWords.Percent(rate), color = "--ink-2" },
                        data = new[] { new { yAxis = rate * 100 } },
                    },
                },
            },
        };

        object Limit(Func<FunnelLimits, double> read, string line) =>
            new
            {
                type = "line",
                silent = true,
                showSymbol = false,
                lineStyle = new
                {
                    color = "--line-2",
                    type = line,
                    width = 1.5,
                },
                tooltip = new { show = false },
                data = sizes.Select(n => new[] { n, read(funnel.LimitsOf(n)!) * 100 }),
            };

        object Dot(SenderRow row, bool isNamed, bool isRight) =>
            new
            {
                name = T(
                    "{0}: {1} of {2}, {3}",
                    catalog.NameOfTeam(row.Team),
                    row.Defective,
                    row.Handoffs,
                    SendersWords.Percent(row.DefectRate)
                ),
                value = new[] { row.Handoffs, row.DefectRate!.Value * 100 },
                href = link(row),
                itemStyle = new { color = ColorOf(row), opacity = 1 },
                label = new
                {
                    show = isNamed,
                    position = isRight ? "left" : "right",
                    formatter = catalog.NameOfTeam(row.Team),
                    color = ColorOf(row),
                    fontWeight = "bold",
                },
            };
    }

    /// <summary>A full number of per cent, in fives or tens where that is possible.</summary>
    private static double Highest(double percent) =>
        Math.Min(100, percent > 20 ? Math.Ceiling(percent / 10) * 10 : Math.Max(5, Math.Ceiling(percent / 5) * 5));

    private static string ColorOf(SenderRow row) =>
        SendersWords.Of(row.Signal).Kind is { } kind ? $"--{kind}" : "--ink-2";
}

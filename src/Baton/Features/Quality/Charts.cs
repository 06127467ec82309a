using System.Globalization;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Web.Pages;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Quality;

/// <summary>The charts of the reports, as options of ECharts.</summary>
internal static class Charts
{
    private const int MostNamed = 8;
    private const int MostWeeks = 60;
    private const string Sentence = "{b}";

    /// <summary>A dot for each team: handoffs along, rate up, with the limits that chance allows.</summary>
    internal static object Funnel(SendersReport report, Catalog catalog, Func<SenderRow, string> link)
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
            tooltip = new { trigger = "item", formatter = Sentence },
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
                axisLabel = new { formatter = "{value}%" },
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

    /// <summary>
    /// The share with something missing by week: of all together, and of the teams that stand out or send most.
    /// </summary>
    internal static object Trend(SendersReport report, Catalog catalog)
    {
        var weeks = TrendWeeks(report);
        var teams = TrendTeams(report);
        var days = Mondays(weeks.Select(week => week.Week));
        return new
        {
            grid = new
            {
                left = 8,
                right = 36,
                top = 56,
                bottom = 8,
                containLabel = true,
            },
            legend = new
            {
                top = 0,
                left = 0,
                type = "scroll",
                textStyle = new { color = "--ink-2" },
            },
            tooltip = new { trigger = "axis" },
            xAxis = Days(days),
            yAxis = new
            {
                type = "value",
                min = 0,
                max = 100,
                axisLabel = new { formatter = "{value}%" },
            },
            series = teams
                .Select(
                    (team, i) =>
                        Line(
                            catalog.NameOfTeam(team.Team),
                            Palette[i].Color,
                            Palette[i].Mark,
                            1.5,
                            team.Weeks.ToDictionary(week => week.Week)
                        )
                )
                .Prepend(Line(T("All teams"), "--ink", "circle", 3, weeks.ToDictionary(week => week.Week))),
        };

        object Line(string name, string color, string mark, double width, Dictionary<DateOnly, SenderWeek> own) =>
            new
            {
                name,
                type = "line",
                symbol = mark,
                symbolSize = 7,
                itemStyle = new { color },
                lineStyle = new { color, width },
                data = days.Select(day =>
                    own.TryGetValue(day, out var one)
                        ? Math.Round(one.Defective * 100.0 / one.Handoffs, 1)
                        : (double?)null
                ),
            };
    }

    /// <summary>All teams together.</summary>
    internal static List<SenderWeek> TrendWeeks(SendersReport report) =>
        [
            .. report
                .Items.SelectMany(row => row.Weeks)
                .GroupBy(week => week.Week)
                .OrderBy(group => group.Key)
                .Select(group => new SenderWeek(
                    group.Key,
                    group.Sum(week => week.Handoffs),
                    group.Sum(week => week.Defective)
                )),
        ];

    private static List<SenderRow> TrendTeams(SendersReport report) =>
        [
            .. report
                .Items.Where(row => row.Handoffs > 0)
                .OrderByDescending(row => row.Signal is FunnelSignal.High or FunnelSignal.Low)
                .ThenByDescending(row => row.Handoffs)
                .Take(Palette.Length),
        ];

    /// <summary>A bar for each week: handoffs, and of them those ever sent back.</summary>
    internal static object Weeks(IReadOnlyList<FlowWeek> weeks)
    {
        var days = Mondays(weeks.Select(week => week.Week));
        var known = weeks.ToDictionary(week => week.Week);
        return new
        {
            grid = new
            {
                left = 8,
                right = 36,
                top = 40,
                bottom = 8,
                containLabel = true,
            },
            legend = new
            {
                top = 0,
                left = 0,
                textStyle = new { color = "--ink-2" },
            },
            tooltip = new { trigger = "axis" },
            xAxis = Days(days),
            yAxis = new
            {
                type = "value",
                min = 0,
                minInterval = 1,
            },
            series = new[]
            {
                Bar(T("Handoffs"), "--mine", week => week.Handoffs),
                Bar(T("Returned"), "--warn", week => week.Returned),
            },
        };

        object Bar(string name, string color, Func<FlowWeek, int> read) =>
            new
            {
                name,
                type = "bar",
                barGap = "-100%",
                barMaxWidth = 40,
                itemStyle = new { color },
                data = days.Select(day => known.TryGetValue(day, out var week) ? read(week) : 0),
            };
    }

    /// <summary>One bar, split by who had to act.</summary>
    internal static object Holders(IEnumerable<(string Words, string Color, double Hours)> parts) =>
        new
        {
            grid = new
            {
                left = 0,
                right = 0,
                top = 0,
                bottom = 0,
            },
            tooltip = new { trigger = "item", formatter = Sentence },
            xAxis = new
            {
                type = "value",
                show = false,
                max = "dataMax",
            },
            yAxis = new
            {
                type = "category",
                show = false,
                data = new[] { "" },
            },
            series = parts.Select(part => new
            {
                type = "bar",
                stack = "all",
                barWidth = "100%",
                itemStyle = new { color = part.Color },
                data = new[] { new { name = $"{part.Words}: {SendersWords.Hours(part.Hours)}", value = part.Hours } },
            }),
        };

    /// <summary>
    /// Colours of teams have no meaning but to tell them apart; so do the marks, for whoever does not see colours.
    /// </summary>
    private static readonly (string Color, string Mark)[] Palette =
    [
        ("--mine", "rect"),
        ("--good", "triangle"),
        ("--warn", "diamond"),
        ("--bad", "pin"),
        ("--ink-3", "arrow"),
    ];

    /// <summary>A full number of per cent, in fives or tens where that is possible.</summary>
    private static double Highest(double percent) =>
        Math.Min(100, percent > 20 ? Math.Ceiling(percent / 10) * 10 : Math.Max(5, Math.Ceiling(percent / 5) * 5));

    private static string ColorOf(SenderRow row) =>
        SendersWords.Of(row.Signal).Kind is { } kind ? $"--{kind}" : "--ink-2";

    /// <summary>The newest weeks, those without a handoff too.</summary>
    private static List<DateOnly> Mondays(IEnumerable<DateOnly> weeks)
    {
        var first = weeks.Min();
        var last = weeks.Max();
        return
        [
            .. Enumerable
                .Range(0, ((last.DayNumber - first.DayNumber) / 7) + 1)
                .Select(i => first.AddDays(7 * i))
                .TakeLast(MostWeeks),
        ];
    }

    private static object Days(IEnumerable<DateOnly> days) =>
        new
        {
            type = "category",
            data = days.Select(Day),
            axisTick = new { show = false },
        };

    internal static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

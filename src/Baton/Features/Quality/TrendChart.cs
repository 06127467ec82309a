using Baton.Client;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Quality;

/// <summary>The share with something missing by week.</summary>
internal static class TrendChart
{
    /// <summary>
    /// The share with something missing by week: of all together, and of the teams that stand out or send most.
    /// </summary>
    internal static object Of(SendersReport report, Catalog catalog)
    {
        var weeks = Weeks(report);
        var teams = TeamsOf(report);
        var days = Charts.Mondays(weeks.Select(week => week.Week));
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
            xAxis = Charts.Days(days),
            yAxis = new
            {
                type = "value",
                min = 0,
                max = 100,
                axisLabel = new { formatter = ReaderNumbers.Percent("{value}") },
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
    internal static List<SenderWeek> Weeks(SendersReport report) =>
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

    private static List<SenderRow> TeamsOf(SendersReport report) =>
        [
            .. report
                .Items.Where(row => row.Handoffs > 0)
                .OrderByDescending(row => row.Signal is FunnelSignal.High or FunnelSignal.Low)
                .ThenByDescending(row => row.Handoffs)
                .Take(Palette.Length),
        ];

    /// <summary>
    /// Colours of teams have no meaning but to tell them apart; so do the marks, for whoever does not see colours.
    /// </summary>
    private static readonly (string Color, string Mark)[] Palette =
    [
        ("--accent", "rect"),
        ("--good", "triangle"),
        ("--warn", "diamond"),
        ("--bad", "pin"),
        ("--ink-3", "arrow"),
    ];
}

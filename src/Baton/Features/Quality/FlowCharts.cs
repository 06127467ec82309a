using Baton.Client;

namespace Baton.Features.Quality;

/// <summary>The charts of the flow report.</summary>
internal static class FlowCharts
{
    /// <summary>A bar for each week: handoffs, and of them those ever sent back.</summary>
    internal static object Weeks(IReadOnlyList<FlowWeek> weeks)
    {
        var days = Charts.Mondays(weeks.Select(week => week.Week));
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
            xAxis = Charts.Days(days),
            yAxis = new
            {
                type = "value",
                min = 0,
                minInterval = 1,
            },
            series = new[]
            {
                Bar(T("Handoffs"), "--accent", week => week.Handoffs),
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
            tooltip = new { trigger = "item", formatter = Charts.Sentence },
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
}

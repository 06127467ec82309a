using Baton.Web.Pages;

namespace Baton.Features.Quality;

/// <summary>What the charts of the reports share. A chart is an option of ECharts.</summary>
internal static class Charts
{
    private const int MostWeeks = 60;

    /// <summary>Fewer handoffs are said, not drawn.</summary>
    internal const int Fewest = 5;

    internal const string Sentence = "{b}";

    /// <summary>The newest weeks, those without a handoff too.</summary>
    internal static List<DateOnly> Mondays(IEnumerable<DateOnly> weeks)
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

    internal static object Days(IEnumerable<DateOnly> days) =>
        new
        {
            type = "category",
            data = days.Select(Day),
            axisTick = new { show = false },
        };

    internal static string Day(DateOnly day) => Dates.DayOfDate(day);
}

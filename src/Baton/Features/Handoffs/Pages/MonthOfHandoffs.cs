using Baton.Features.Handoffs.Reading;
using Baton.Features.Organization;
using Baton.Storage;
using NodaTime;

namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// The handoffs that are due in a month, by day, in whole weeks. Public because Razor makes components public.
/// </summary>
public sealed class MonthOfHandoffs
{
    /// <summary>More than these nobody reads in a month.</summary>
    private const int Most = 400;

    public required YearMonth Month { get; init; }

    public required LocalDate Today { get; init; }

    public required IReadOnlyList<LocalDate> Days { get; init; }

    public required ILookup<LocalDate, HandoffRow> Rows { get; init; }

    public required bool HasMore { get; init; }

    internal static async Task<Outcome<MonthOfHandoffs>> ReadAsync(
        BatonDb db,
        ChangesUnderWay underWay,
        RequestContext context,
        HandoffFilter filter,
        YearMonth month,
        CancellationToken cancellationToken
    )
    {
        var days = DaysOf(month);
        var end = HandoffPageQuery.StartOf(days[^1].PlusDays(1), context);
        var start = HandoffPageQuery.StartOf(days[0], context);
        var due = filter with
        {
            DueFrom = filter.DueFrom > start ? filter.DueFrom : start,
            DueBefore = filter.DueBefore < end ? filter.DueBefore : end,
            Sort = HandoffSort.Due,
            Limit = Most,
            After = null,
        };
        var outcome = await ListHandoffs.FindAsync(db, underWay, context, due, cancellationToken);
        if (outcome.Refused(out var refusal, out var found))
            return refusal;
        return new MonthOfHandoffs
        {
            Month = month,
            Today = HandoffPageQuery.TodayOf(context),
            Days = days,
            Rows = found.Handoffs.ToLookup(
                handoff => HandoffPageQuery.DayOf(handoff.DueAt!.Value, context),
                handoff => HandoffRow.Of(handoff, context)
            ),
            HasMore = found.NextCursor is not null,
        };
    }

    /// <summary>From the Monday before its first day to the Sunday after its last one.</summary>
    private static List<LocalDate> DaysOf(YearMonth month)
    {
        var first = month.OnDayOfMonth(1);
        var last = first.PlusMonths(1).PlusDays(-1);
        var from = first.PlusDays(1 - (int)first.DayOfWeek);
        var until = last.PlusDays(7 - (int)last.DayOfWeek);
        return [.. Enumerable.Range(0, Period.DaysBetween(from, until) + 1).Select(from.PlusDays)];
    }
}

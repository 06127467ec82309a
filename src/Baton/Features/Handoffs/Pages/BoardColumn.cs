using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Pages;

/// <summary>A state of the board, with its first handoffs. Public because Razor makes components public.</summary>
/// <param name="Status">The state.</param>
/// <param name="Cards">What has room.</param>
/// <param name="Count">How many there are; 100 for more than 99.</param>
public sealed record BoardColumn(HandoffStatus Status, IReadOnlyList<BoardCard> Cards, int Count)
{
    private const int Room = 12;

    private static readonly HandoffStatus[] Shown =
    [
        HandoffStatus.Draft,
        HandoffStatus.Initiated,
        HandoffStatus.Returned,
        HandoffStatus.Accepted,
        HandoffStatus.Completed,
    ];

    /// <summary>The states that are shown where nothing else is asked for, and those that are.</summary>
    private static IReadOnlyList<HandoffStatus> ShownOf(HandoffFilter filter) =>
        filter.Status is { } only ? [only]
        : filter.Closed ? HandoffFilter.ClosedStates
        : Shown;

    internal static async Task<Outcome<IReadOnlyList<BoardColumn>>> ReadAsync(
        BatonDb db,
        ChangesUnderWay underWay,
        RequestContext context,
        HandoffFilter filter,
        CancellationToken cancellationToken
    )
    {
        var columns = new List<BoardColumn>();
        foreach (var status in ShownOf(filter))
        {
            var sort = filter.Sort ?? (status == HandoffStatus.Completed ? HandoffSort.Updated : HandoffSort.Due);
            var column = filter with { Status = status, Sort = sort, Limit = Room, After = null };
            var outcome = await ListHandoffs.FindAsync(db, underWay, context, column, cancellationToken);
            if (outcome.Refused(out var refusal, out var found))
                return refusal;
            var cards = found.Handoffs.Select(handoff => BoardCard.Of(handoff, context)).ToList();
            var count =
                found.NextCursor is null || filter.Search is not null
                    ? cards.Count
                    : await PickHandoffs.CountAsync(db, context, column, [], cancellationToken, ListCounts.Most);
            columns.Add(new BoardColumn(status, cards, count) { HasMore = found.NextCursor is not null });
        }

        return columns;
    }

    internal bool HasMore { get; private init; }
}

/// <summary>A handoff on the board. Public because Razor makes components public.</summary>
/// <param name="Row">What it says.</param>
/// <param name="ContextRevision">The revision that was seen.</param>
public sealed record BoardCard(HandoffRow Row, int ContextRevision)
{
    internal static BoardCard Of(Handoff handoff, RequestContext context) =>
        new(HandoffRow.Of(handoff, context), handoff.ContextRevision);
}

using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands.FanningOut;

/// <summary>Handoffs that went to several teams at once.</summary>
internal static class FanOuts
{
    internal static EventDescriptor AllAccepted { get; } =
        new EventDescriptor<AllTeamsAccepted>(AllTeamsAccepted.EventName)
        {
            Timeline = (all, _) => new(T("All {0, number} teams have accepted", all.Teams)),
            Hears = (_, _) => Hearing.Sender,
            Tone = "done",
            Name = () => T("Accepted by all teams"),
            Notice = about =>
                new(
                    T("Accepted by all teams"),
                    T("{0} was the last to accept {1}: every team has.", about.Who, about.About)
                ),
        };

    /// <summary>The others, to be changed.</summary>
    internal static Task<IReadOnlyList<Handoff>> SiblingsAsync(
        BatonDb db,
        Handoff handoff,
        CancellationToken cancellationToken
    ) =>
        db
            .Handoffs.Where(row => row.FanOut == handoff.FanOut && row.Id != handoff.Id)
            .OrderBy(row => row.Id)
            .ToChangeAsync(db, cancellationToken);

    /// <summary>
    /// Once the last has accepted, the sender is told, in the same commit. Of two that accept at the same time the
    /// later one waits for the first, so that one of them is the last. What was withdrawn is not waited for.
    /// </summary>
    internal static async Task TellAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        CancellationToken cancellationToken
    )
    {
        var first = await db
            .Handoffs.Where(row => row.FanOut == handoff.FanOut)
            .MinAsync(row => row.Id, cancellationToken);
        await ChainIds.LockAsync(db, first, cancellationToken);
        var states = await db
            .Handoffs.Where(row => row.FanOut == handoff.FanOut && row.Status != HandoffStatus.Withdrawn)
            .Select(row => row.Status)
            .ToListAsync(cancellationToken);
        if (states.Exists(state => state is not (HandoffStatus.Accepted or HandoffStatus.Completed)))
            return;
        var all = handoff.Record(new AllTeamsAccepted(states.Count), context.Now, context.Caller, handoff.ToTeam);
        await HandoffWrite.Changed(context, handoff, all).UpdateAsync(db, context, all.Kind, cancellationToken);
    }
}

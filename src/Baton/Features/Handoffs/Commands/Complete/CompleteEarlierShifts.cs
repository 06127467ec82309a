using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands.Complete;

/// <summary>
/// A shift ends when the next one is accepted: from then on its items are in that one. In the same commit, so that no
/// item is looked after twice.
/// </summary>
internal static class CompleteEarlierShifts
{
    internal static async Task RunAsync(
        BatonDb db,
        RequestContext context,
        Handoff next,
        CancellationToken cancellationToken
    )
    {
        var earlier = await db
            .Handoffs.Where(handoff => handoff.FromTeam == next.FromTeam && handoff.Status == HandoffStatus.Accepted)
            .Where(handoff => handoff.Template == next.Template && handoff.Id < next.Id)
            .OrderBy(handoff => handoff.Id)
            .ToChangeAsync(db, cancellationToken);
        foreach (var shift in earlier.Where(handoff => handoff.Shift is not null))
        {
            var completed = shift.Record(
                new HandoffCompleted { NextShift = next.Id },
                context.Now,
                context.Caller,
                shift.ToTeam
            );
            await HandoffWrite
                .Changed(context, shift, completed)
                .UpdateAsync(db, context, completed.Kind, cancellationToken);
        }
    }
}

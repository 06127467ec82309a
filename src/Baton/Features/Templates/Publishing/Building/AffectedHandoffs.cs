using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>How many handoffs have a template now; all of them keep the version that they began with.</summary>
public sealed record AffectedHandoffs(int UnderWay, int Drafts)
{
    internal static async Task<AffectedHandoffs> ReadAsync(
        BatonDb db,
        string template,
        CancellationToken cancellationToken
    )
    {
        var live = db.Handoffs.AsNoTracking().Where(handoff => handoff.Template == template);
        var counts = await live.Where(handoff =>
                handoff.Status == HandoffStatus.Draft
                || handoff.Status == HandoffStatus.Initiated
                || handoff.Status == HandoffStatus.Returned
                || handoff.Status == HandoffStatus.Accepted
            )
            .GroupBy(handoff => handoff.Status == HandoffStatus.Draft)
            .Select(group => new { IsDraft = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        return new AffectedHandoffs(
            counts.Where(count => !count.IsDraft).Sum(count => count.Count),
            counts.Where(count => count.IsDraft).Sum(count => count.Count)
        );
    }
}

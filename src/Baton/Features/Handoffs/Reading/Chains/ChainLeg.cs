using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading.Chains;

/// <summary>What is asked of every handoff of a chain, be there thousands.</summary>
internal sealed record ChainLeg(
    long Id,
    string FromTeam,
    string ToTeam,
    HandoffStatus Status,
    DateTime? InitiatedAt,
    DateTime? CompletedAt
)
{
    internal bool IsOpen => Status is HandoffStatus.Initiated or HandoffStatus.Returned or HandoffStatus.Accepted;

    /// <summary>
    /// Those that the caller may see, oldest first. Who may is decided here, not by the store: with so many numbers to
    /// look up it would rather go through all that the team ever had.
    /// </summary>
    internal static async Task<IReadOnlyList<ChainLeg>> SeenAsync(
        BatonDb db,
        Caller caller,
        List<long> ids,
        CancellationToken cancellationToken
    )
    {
        var all = await db
            .Handoffs.AsNoTracking()
            .Where(row => EF.Parameter(ids).Contains(row.Id))
            .Select(row => new ChainLeg(row.Id, row.FromTeam, row.ToTeam, row.Status, row.InitiatedAt, row.CompletedAt))
            .ToListAsync(cancellationToken);
        var others = all.Where(leg => !leg.IsOf(caller) && leg.InitiatedAt is not null).Select(leg => leg.Id).ToList();
        var passed = others.Count == 0 ? [] : await PassedAsync(db, caller, others, cancellationToken);
        return [.. all.Where(leg => leg.IsOf(caller) || passed.Contains(leg.Id)).OrderBy(leg => leg.Id)];
    }

    private bool IsOf(Caller caller) => caller.Is(FromTeam) || (InitiatedAt is not null && caller.Is(ToTeam));

    private static async Task<HashSet<long>> PassedAsync(
        BatonDb db,
        Caller caller,
        List<long> ids,
        CancellationToken cancellationToken
    )
    {
        var teams = caller.Teams.Keys.ToList();
        return await db
            .PassedTeams.Where(passed => EF.Parameter(ids).Contains(passed.HandoffId) && teams.Contains(passed.TeamKey))
            .Select(passed => passed.HandoffId)
            .ToHashSetAsync(cancellationToken);
    }
}

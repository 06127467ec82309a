using Baton.Features.Handoffs.State;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands;

/// <summary>Keeps for the store which teams beside its two may see a handoff.</summary>
internal static class OtherTeams
{
    internal static async Task KeepAsync(BatonDb db, Handoff handoff, CancellationToken cancellationToken)
    {
        var id = handoff.Id;
        var now = handoff.OtherTeams.ToList();
        var before = await db
            .PassedTeams.Where(passed => passed.HandoffId == id)
            .Select(passed => passed.TeamKey)
            .ToListAsync(cancellationToken);
        var gone = before.Except(now).ToList();
        if (gone.Count > 0)
            await db
                .PassedTeams.Where(passed => passed.HandoffId == id && gone.Contains(passed.TeamKey))
                .ExecuteDeleteAsync(cancellationToken);
        var insert = RowInsert.For<PassedTeam>(db.Model);
        foreach (var team in now.Except(before))
            await insert.SendAsync(
                db,
                insert.ValuesOf(new PassedTeam { TeamKey = team, HandoffId = id }),
                cancellationToken
            );
    }
}

using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Teams;

/// <summary>
/// Changes of a team's settings what somebody changed on its page, and leaves what others changed since the page was
/// read. Where both changed the same, nothing is changed and the later one is told.
/// </summary>
internal sealed class ChangeSettings(PutTeam putTeam)
{
    internal async Task<Outcome<Team>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        TeamSettings typed,
        TeamSettings? seen,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindForChangeAsync(context, key, "it", cancellationToken)).Refused(out var refusal, out var team))
            return refusal;
        var now = TeamSettings.Of(team);
        var (merged, conflicts) = now.With(typed, seen);
        if (conflicts.Count > 0)
            return Refusal.Stale(string.Join(" ", conflicts.Select(conflict => conflict.Message))) with
            {
                Errors = conflicts,
            };
        return await putTeam.RunAsync(db, context, key, merged.ToRequest(now), cancellationToken);
    }
}

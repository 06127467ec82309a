using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.State;

/// <summary>What <see cref="Handoff.IsVisibleTo"/> says, as a question to the store.</summary>
internal static class VisibleHandoffs
{
    internal static IQueryable<Handoff> VisibleTo(this IQueryable<Handoff> handoffs, BatonDb db, Caller caller)
    {
        if (caller.IsAdmin)
            return handoffs;
        var teams = caller.Teams.Keys.ToList();
        return handoffs.Where(handoff =>
            teams.Contains(handoff.FromTeam)
            || (
                handoff.InitiatedAt != null
                && (
                    teams.Contains(handoff.ToTeam)
                    || db.Set<PassedTeam>()
                        .Any(passed => passed.HandoffId == handoff.Id && teams.Contains(passed.TeamKey))
                )
            )
        );
    }

    /// <summary>
    /// From or to these teams, or passed through one of them. Not a question of who may see it: a draft is its sender's
    /// alone.
    /// </summary>
    internal static IQueryable<Handoff> Touching(
        this IQueryable<Handoff> handoffs,
        BatonDb db,
        IReadOnlyList<string> teams
    ) =>
        handoffs.Where(handoff =>
            teams.Contains(handoff.FromTeam)
            || teams.Contains(handoff.ToTeam)
            || db.Set<PassedTeam>().Any(passed => passed.HandoffId == handoff.Id && teams.Contains(passed.TeamKey))
        );
}

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

    /// <summary>As <see cref="VisibleTo"/>, of handoffs none of which is a draft.</summary>
    internal static IQueryable<Handoff> PassedTo(this IQueryable<Handoff> handoffs, BatonDb db, Caller caller)
    {
        var teams = caller.Teams.Keys.ToList();
        return handoffs.Where(handoff =>
            teams.Contains(handoff.FromTeam)
            || teams.Contains(handoff.ToTeam)
            || db.Set<PassedTeam>().Any(passed => passed.HandoffId == handoff.Id && teams.Contains(passed.TeamKey))
        );
    }
}

using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Escalation.Orphans;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Reroute;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Teams;

/// <summary>
/// Closes a team: nothing is handed over to it or by it any more. What waits for it is offered to its successor,
/// where one is named; of the rest the admins and the other teams are told, and it stands among the orphans until it
/// moves.
/// </summary>
internal static class CloseTeam
{
    internal static async Task<Outcome<Team>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        CloseTeamRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindForChangeAsync(context, key, "it", cancellationToken)).Refused(out var refusal, out var team))
            return refusal;
        if (!context.Caller.IsAdmin)
            return Refusal.Forbidden(T("Only admins can close teams."));
        if (team.ClosedAt is not null)
            return new Refusal(409, "closed", T("Closed already"), T("{0} is already closed.", key));
        if (
            request.Successor is { } named
            && (
                named == key
                || context.Catalog.Teams.GetValueOrDefault(named)?.Team.ClosedAt is not null
                || !context.Catalog.Teams.ContainsKey(named)
            )
        )
            return Refusal.Invalid(
                "successor",
                "unknown",
                T("There is no other open team {0}. Name one that is not closed.", named)
            );
        team.ClosedAt = context.Now;
        team.Version++;
        await db.SaveChangesAsync(cancellationToken);
        if (request.Successor is { } successor)
            await OfferAsync(db, context, key, context.Catalog.Teams[successor], cancellationToken);
        await Leaving.AlarmAllAsync(db, context, key, Alarm.TeamClosed, Key("{0} was closed."), cancellationToken);
        return team;
    }

    private static async Task OfferAsync(
        BatonDb db,
        RequestContext context,
        string key,
        KnownTeam successor,
        CancellationToken cancellationToken
    )
    {
        var waiting = await db
            .Handoffs.Where(handoff =>
                handoff.ToTeam == key && handoff.Status == HandoffStatus.Initiated && handoff.FromTeam != successor.Key
            )
            .ToChangeAsync(db, cancellationToken);
        foreach (var handoff in waiting)
            await RerouteHandoff.RerouteAsync(
                db,
                context,
                handoff,
                successor,
                Key("{0} was closed."),
                cancellationToken
            );
    }
}

using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands;

/// <summary>A lead sends it on to another team.</summary>
internal static class RerouteHandoff
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        RerouteRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.Reroute, context.Caller) is { } refused)
            return refused;
        if (Texts.Refusal(Texts.Required("note", request.Note)) is { } faults)
            return faults;
        if (!context.Catalog.Teams.TryGetValue(request.Team, out var team) || team.Team.ClosedAt is not null)
            return Refusal.Invalid("team", "unknown", $"There is no open team {request.Team}.");
        return await SendOnAsync(db, context, handoff, team, request.Note, cancellationToken);
    }

    internal static async Task<Outcome<Handoff>> SendOnAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        KnownTeam team,
        string note,
        CancellationToken cancellationToken
    )
    {
        var id = handoff.Id;
        var from = handoff.ToTeam;
        var rerouted = handoff.Reroute(
            team.Key,
            note,
            team.After(context.Now, context.TemplateOf(handoff).AcceptWithin),
            context.Caller,
            context.Now
        );
        if (
            rerouted.Refusal is null
            && !await db.PassedTeams.AnyAsync(
                passed => passed.TeamKey == from && passed.HandoffId == id,
                cancellationToken
            )
        )
            db.PassedTeams.Add(new PassedTeam { TeamKey = from, HandoffId = id });
        return await db.KeepAsync(context, handoff, rerouted, cancellationToken);
    }
}

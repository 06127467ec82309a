using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>Names the person of the receiving team who works on it.</summary>
internal static class AssignHandoff
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        AssignRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.Assign, context.Caller) is { } refused)
            return refused;
        if (context.Catalog.CallerOf(request.Person) is not { } person || !person.Teams.ContainsKey(handoff.ToTeam))
            return Refusal.Invalid("person", "unknown", $"There is no {request.Person} in {handoff.ToTeam}.");
        var substitute = context.Catalog.Absences.SubstituteFor(request.Person, context.Now, handoff.ToTeam);
        return await db.KeepAsync(
            context,
            handoff,
            handoff.Assign(request.Person, context.Caller, context.Now, substitute),
            cancellationToken
        );
    }
}

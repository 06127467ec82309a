using Baton.Client;
using Baton.Storage;

namespace Baton.Features.Handoffs;

/// <summary>Names the person of the receiving team who works on it.</summary>
internal static class AssignHandoff
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        Act act,
        long id,
        AssignRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(act, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.Assign, act.Caller) is { } refused)
            return refused;
        if (act.Catalog.CallerOf(request.Person) is not { } person || !person.Teams.ContainsKey(handoff.ToTeam))
            return Refusal.Invalid("person", "unknown", $"There is no {request.Person} in {handoff.ToTeam}.");
        var substitute = act.Catalog.Absences.SubstituteFor(request.Person, act.Now, handoff.ToTeam);
        return await db.KeepAsync(
            act,
            handoff,
            handoff.Assign(request.Person, act.Caller, act.Now, substitute),
            cancellationToken
        );
    }
}

using Baton.Client;
using Baton.Storage;

namespace Baton.Features.Handoffs;

/// <summary>The receiving team takes it over; from now on it is responsible.</summary>
internal static class AcceptHandoff
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        Act act,
        long id,
        AcceptRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(act, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (Texts.Refusal(Texts.Optional("read_back", request.ReadBack)) is { } tooLong)
            return tooLong;
        var template = act.TemplateOf(handoff);
        var completeBy = act.Catalog.Teams.GetValueOrDefault(handoff.ToTeam)?.After(act.Now, template.CompleteWithin);
        var accepted = handoff.Accept(
            request.ContextRevision,
            request.ReadBack,
            template.ReadBack,
            completeBy,
            act.Caller,
            act.Now,
            act.Catalog.Absences.SubstituteFor(act.Caller.Person, act.Now, handoff.ToTeam)
        );
        return await db.KeepAsync(act, handoff, accepted, cancellationToken);
    }
}

using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>The receiving team takes it over; from now on it is responsible.</summary>
internal static class AcceptHandoff
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        AcceptRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (Texts.Refusal(Texts.Optional("read_back", request.ReadBack)) is { } tooLong)
            return tooLong;
        var template = context.TemplateOf(handoff);
        var completeBy = context
            .Catalog.Teams.GetValueOrDefault(handoff.ToTeam)
            ?.After(context.Now, template.CompleteWithin);
        var accepted = handoff.Accept(
            request.ContextRevision,
            request.ReadBack,
            template.ReadBack,
            completeBy,
            context.Caller,
            context.Now,
            context.Catalog.Absences.SubstituteFor(context.Caller.Person, context.Now, handoff.ToTeam)
        );
        return await db.KeepAsync(context, handoff, accepted, cancellationToken);
    }
}

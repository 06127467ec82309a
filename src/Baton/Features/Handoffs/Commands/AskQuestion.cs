using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>Asks the other team.</summary>
internal static class AskQuestion
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        AskRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.Ask, context.Caller) is { } refused)
            return refused;
        var field = request.Field is { } named
            ? Texts.KnownField("field", named, context.TemplateOf(handoff), handoff)
            : [];
        if (Texts.Refusal(Texts.Required("text", request.Text), field) is { } faults)
            return faults;
        var asked = handoff.Ask(
            request.Text,
            request.Field,
            request.Blocking,
            AnswerBy(context, handoff),
            context.Caller,
            context.Now
        );
        return await db.KeepAsync(context, handoff, asked, cancellationToken);
    }

    /// <summary>The other team has as long to answer as the template gives it for its own part.</summary>
    private static DateTime? AnswerBy(RequestContext context, Handoff handoff)
    {
        var template = context.TemplateOf(handoff);
        var bySender = handoff.AskingTeam(context.Caller) != handoff.FromTeam;
        return context
            .Catalog.Teams.GetValueOrDefault(bySender ? handoff.FromTeam : handoff.ToTeam)
            ?.After(context.Now, bySender ? template.ResubmitWithin : template.AcceptWithin);
    }
}

using Baton.Client;
using Baton.Storage;

namespace Baton.Features.Handoffs;

/// <summary>Asks the other team.</summary>
internal static class AskQuestion
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        Act act,
        long id,
        AskRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(act, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.Ask, act.Caller) is { } refused)
            return refused;
        var field = request.Field is { } named
            ? Texts.KnownField("field", named, act.TemplateOf(handoff), handoff)
            : [];
        if (Texts.Refusal(Texts.Required("text", request.Text), field) is { } faults)
            return faults;
        var asked = handoff.Ask(
            request.Text,
            request.Field,
            request.Blocking,
            AnswerBy(act, handoff),
            act.Caller,
            act.Now
        );
        return await db.KeepAsync(act, handoff, asked, cancellationToken);
    }

    /// <summary>The other team has as long to answer as the template gives it for its own part.</summary>
    private static DateTime? AnswerBy(Act act, Handoff handoff)
    {
        var template = act.TemplateOf(handoff);
        var bySender = handoff.AskingTeam(act.Caller) != handoff.FromTeam;
        return act
            .Catalog.Teams.GetValueOrDefault(bySender ? handoff.FromTeam : handoff.ToTeam)
            ?.After(act.Now, bySender ? template.ResubmitWithin : template.AcceptWithin);
    }
}

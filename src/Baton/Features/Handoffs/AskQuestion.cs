using Baton.Client;
using Baton.Storage;

namespace Baton.Features.Handoffs;

/// <summary>Asks the other team.</summary>
internal static class AskQuestion
{
    internal static async Task<Outcome<Handoff>> RunAsync(BatonDb db, Act act, long id, AskRequest request, CancellationToken cancellationToken)
    {
        if ((await db.FindAsync(act, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.Ask, act.Caller) is { } refused)
            return refused;
        var field = request.Field is { } named ? Texts.KnownField("field", named, act.TemplateOf(handoff), handoff) : [];
        if (Texts.Refusal(Texts.Required("text", request.Text), field) is { } faults)
            return faults;
        return await db.KeepAsync(handoff, handoff.Ask(request.Text, request.Field, request.Blocking, act.Caller, act.Now), cancellationToken);
    }
}

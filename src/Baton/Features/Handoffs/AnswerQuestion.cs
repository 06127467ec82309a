using Baton.Client;
using Baton.Storage;

namespace Baton.Features.Handoffs;

/// <summary>Answers a question of the other team.</summary>
internal static class AnswerQuestion
{
    internal static async Task<Outcome<Handoff>> RunAsync(BatonDb db, Act act, long id, int number, AnswerRequest request, CancellationToken cancellationToken)
    {
        if ((await db.FindAsync(act, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (Texts.Refusal(Texts.Required("text", request.Text)) is { } faults)
            return handoff.Refuse(Command.Ask, act.Caller) ?? faults;
        return await db.KeepAsync(handoff, handoff.Answer(number, request.Text, act.Caller, act.Now), cancellationToken);
    }
}

using Baton.Client;
using Baton.Storage;

namespace Baton.Features.Handoffs;

/// <summary>Answers a question of the other team.</summary>
internal static class AnswerQuestion
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        Act act,
        long id,
        int number,
        AnswerRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(act, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (Texts.Refusal(Texts.Required("text", request.Text)) is { } faults)
            return handoff.Refuse(Command.Ask, act.Caller) ?? faults;
        var holder = handoff.Status == HandoffStatus.Returned ? handoff.FromTeam : handoff.ToTeam;
        var dueAt = handoff.StoppedUntil(number) is { } stopped
            ? act.Catalog.Teams.GetValueOrDefault(holder)?.Resume(stopped.Since, stopped.Due, act.Now)
            : null;
        return await db.KeepAsync(
            act,
            handoff,
            handoff.Answer(number, request.Text, dueAt, act.Caller, act.Now),
            cancellationToken
        );
    }
}

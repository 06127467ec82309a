using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>Answers a question of the other team.</summary>
internal static class AnswerQuestion
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        int number,
        AnswerRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (Texts.Refusal(Texts.Required("text", request.Text)) is { } faults)
            return handoff.Refuse(Command.Ask, context.Caller) ?? faults;
        var holder = handoff.Status == HandoffStatus.Returned ? handoff.FromTeam : handoff.ToTeam;
        var dueAt = handoff.StoppedUntil(number) is { } stopped
            ? context.Catalog.Teams.GetValueOrDefault(holder)?.Resume(stopped.Since, stopped.Due, context.Now)
            : null;
        return await db.KeepAsync(
            context,
            handoff,
            handoff.Answer(number, request.Text, dueAt, context.Caller, context.Now),
            cancellationToken
        );
    }
}

using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>A lead of the receiving team upholds what the sender disputes, or drops it.</summary>
internal static class DecideDispute
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        int number,
        DecisionRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.DecideDispute, context.Caller) is { } refused)
            return refused;
        if (Texts.Refusal(Texts.Optional("answer", request.Answer)) is { } faults)
            return faults;
        return await db.KeepAsync(
            context,
            handoff,
            handoff.Decide(number, request.Upheld, request.Answer, context.Caller, context.Now),
            cancellationToken
        );
    }
}

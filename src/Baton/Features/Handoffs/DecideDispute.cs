using Baton.Client;
using Baton.Storage;

namespace Baton.Features.Handoffs;

/// <summary>A lead of the receiving team upholds what the sender disputes, or drops it.</summary>
internal static class DecideDispute
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        Act act,
        long id,
        int number,
        DecisionRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(act, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.DecideDispute, act.Caller) is { } refused)
            return refused;
        if (Texts.Refusal(Texts.Optional("answer", request.Answer)) is { } faults)
            return faults;
        return await db.KeepAsync(
            act,
            handoff,
            handoff.Decide(number, request.Upheld, request.Answer, act.Caller, act.Now),
            cancellationToken
        );
    }
}

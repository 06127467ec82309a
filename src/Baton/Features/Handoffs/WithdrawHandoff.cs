using Baton.Client;
using Baton.Storage;

namespace Baton.Features.Handoffs;

/// <summary>The sending team takes it back before it is accepted.</summary>
internal static class WithdrawHandoff
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        Act act,
        long id,
        WithdrawRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(act, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.Withdraw, act.Caller) is { } refused)
            return refused;
        if (Texts.Refusal(Texts.Required("reason", request.Reason)) is { } faults)
            return faults;
        return await db.KeepAsync(
            act,
            handoff,
            handoff.Withdraw(request.Reason, act.Caller, act.Now),
            cancellationToken
        );
    }
}

using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>The sending team takes it back before it is accepted.</summary>
internal static class WithdrawHandoff
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        WithdrawRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.Withdraw, context.Caller) is { } refused)
            return refused;
        if (Texts.Refusal(Texts.Required("reason", request.Reason)) is { } faults)
            return faults;
        return await db.KeepAsync(
            context,
            handoff,
            handoff.Withdraw(request.Reason, context.Caller, context.Now),
            cancellationToken
        );
    }
}

using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>
/// The sender objects to a finding or a late gap. From then on it does not count, until a lead of the receiving team
/// upholds it.
/// </summary>
internal static class DisputeDefect
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        int number,
        DisputeRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (handoff.Refuse(Command.Dispute, context.Caller) is { } refused)
            return refused;
        if (Texts.Refusal(Texts.Required("note", request.Note)) is { } faults)
            return faults;
        return await db.KeepAsync(
            context,
            handoff,
            handoff.Dispute(number, request.Note, context.Caller, context.Now),
            cancellationToken
        );
    }
}

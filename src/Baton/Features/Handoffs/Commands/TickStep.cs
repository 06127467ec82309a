using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>Ticks, unticks or skips a step of the checklist.</summary>
internal static class TickStep
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        string key,
        TickRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (request is { Done: true, Skipped: true })
            return Refusal.Invalid("skipped", "rule", "A step is either done or skipped, not both.");
        if (Texts.Refusal(Texts.Optional("note", request.Note)) is { } faults)
            return faults;
        var ticked = handoff.Tick(key, request.Done, request.Skipped, request.Note, context.Caller, context.Now);
        return await db.KeepAsync(context, handoff, ticked, cancellationToken);
    }
}

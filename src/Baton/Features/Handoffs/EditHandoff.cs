using System.Text.Json;
using Baton.Client;
using Baton.Storage;

namespace Baton.Features.Handoffs;

/// <summary>Changes values of the context while the sending team holds it.</summary>
internal static class EditHandoff
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        Act act,
        long id,
        EditRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(act, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (request.Context.ValueKind != JsonValueKind.Object)
            return Refusal.Invalid("context", "type", "context must be an object.");
        var template = act.TemplateOf(handoff);
        var edited = handoff.Edit(ContextValues.NamedAs(template, request.Context), template, act.Caller, act.Now);
        if (edited.Refusal is { } refused)
            return refused;
        return edited.Value is { } happened ? await db.KeepAsync(act, handoff, happened, cancellationToken) : handoff;
    }
}

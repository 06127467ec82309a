using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands;

/// <summary>Changes values of the context while the sending team holds it.</summary>
internal static class EditHandoff
{
    internal static async Task<Outcome<Handoff>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        EditRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (request.Context.ValueKind != JsonValueKind.Object)
            return Refusal.Invalid("context", "type", "context must be an object.");
        var template = context.TemplateOf(handoff);
        var edited = handoff.Edit(
            ContextValues.NamedAs(template, request.Context),
            template,
            context.Caller,
            context.Now
        );
        if (edited.Refusal is { } refused)
            return refused;
        return edited.Value is { } happened
            ? await db.KeepAsync(context, handoff, happened, cancellationToken)
            : handoff;
    }
}

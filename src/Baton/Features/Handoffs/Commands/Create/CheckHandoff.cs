using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands.Create;

/// <summary>Asks the gate. Nothing is stored, not even that somebody asked.</summary>
internal static class CheckHandoff
{
    internal static async Task<Outcome<CheckRecord>> RunAsync(
        BatonDb db,
        RequestContext context,
        CheckRequest request,
        CancellationToken cancellationToken
    )
    {
        if (!context.Catalog.Templates.TryGetValue(request.Template, out var template))
            return Refusal.Invalid(Named.Template(context.Catalog, "template", request.Template));
        if (request.Context.ValueKind != JsonValueKind.Object)
            return Refusal.Invalid("context", "type", T("context must be an object."));
        var values = ContextValues.NamedAs(template, request.Context);
        var gate = Gate.Check(template, values, CreateHandoff.WaiversOf(request.Waivers, context.Caller.Person));
        return new CheckRecord(gate.Complete, gate.Errors)
        {
            Similar = await SimilarHandoffs.OfAsync(db, context, template, values, null, cancellationToken),
        };
    }
}

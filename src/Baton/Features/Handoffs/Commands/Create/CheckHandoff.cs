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
        if (
            (await FillAsync(db, context, template, request, cancellationToken)).Refused(
                out var refusal,
                out var values
            )
        )
            return refusal;
        var gate = Gate.Check(template, values, CreateHandoff.WaiversOf(request.Waivers, context.Caller.Person));
        return new CheckRecord(gate.Complete, gate.Errors)
        {
            Similar = await SimilarHandoffs.OfAsync(db, context, template, values, null, cancellationToken),
        };
    }

    /// <summary>With what it would carry, as a create fills it in.</summary>
    private static async Task<Outcome<JsonElement>> FillAsync(
        BatonDb db,
        RequestContext context,
        Template template,
        CheckRequest request,
        CancellationToken cancellationToken
    )
    {
        var values = ContextValues.NamedAs(template, request.Context);
        if (template.Kind == TemplateKind.Shift)
            values = (await CarriedItems.ReadAsync(db, template, cancellationToken)).Fill(template, values);
        if (request.ParentId is not { } id)
            return values;
        if (await CreateHandoff.ParentAsync(db, context, id) is not { } parent)
            return CreateHandoff.NoParent(id);
        var carried = await CarriedValues.ReadAsync(db, context.Caller, template, parent);
        return CarriedValues.Fill(values, carried, null, ProvenanceKind.Typed).Context;
    }
}

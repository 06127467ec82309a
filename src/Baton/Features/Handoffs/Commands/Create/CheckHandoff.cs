using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;

namespace Baton.Features.Handoffs.Commands.Create;

/// <summary>Asks the gate. Nothing is stored, not even that somebody asked.</summary>
internal static class CheckHandoff
{
    internal static Outcome<CheckRecord> Run(RequestContext context, CheckRequest request)
    {
        if (!context.Catalog.Templates.TryGetValue(request.Template, out var template))
            return Refusal.Invalid(Named.Template(context.Catalog, "template", request.Template));
        if (request.Context.ValueKind != JsonValueKind.Object)
            return Refusal.Invalid("context", "type", "context must be an object.");
        var gate = Gate.Check(
            template,
            ContextValues.NamedAs(template, request.Context),
            CreateHandoff.WaiversOf(request.Waivers, context.Caller.Person)
        );
        return new CheckRecord(gate.Complete, gate.Errors);
    }
}

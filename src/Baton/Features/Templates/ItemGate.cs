using System.Text.Json;
using Baton.Client;

namespace Baton.Features.Templates;

/// <summary>What the gate says of the items of a shift: each is judged as a context of its own.</summary>
internal static class ItemGate
{
    internal static IEnumerable<FieldError> Faults(Template template, JsonElement context, PatternTime time)
    {
        if (template.Item is not { } definition)
            return [];
        if (ContextItems.FormFaults(template, context).ToList() is { Count: > 0 } form)
            return form;
        var items = ContextItems.Of(context);
        var nothing = ContextItems.SaysNothing(context);
        if (items.Count == 0)
            return nothing
                ? []
                :
                [
                    new FieldError(
                        ContextItems.Items,
                        "missing",
                        T(
                            "The list is empty. Add what is handed over ({0}), or say that there is nothing to hand "
                                + "over.",
                            definition.Name
                        )
                    ),
                ];
        return nothing
            ?
            [
                new FieldError(
                    ContextItems.Nothing,
                    "rule",
                    T(
                        "It says that there is nothing to hand over, but the list has {0, plural, one {# entry} other "
                            + "{# entries}}.",
                        items.Count
                    )
                ),
            ]
            : items.SelectMany(item => FaultsOf(definition, item, time));
    }

    private static IEnumerable<FieldError> FaultsOf(ItemDefinition definition, ContextItem item, PatternTime time)
    {
        if (item.Severity is null)
            yield return Of(
                item,
                ContextItems.Severity,
                item.Value.TryGetProperty(ContextItems.Severity, out _) ? "rule" : "missing",
                T("severity must be stable, watcher or unstable.")
            );
        foreach (var fault in Gate.Check(ContextItems.AsTemplate(definition), item.Value, [], time).Errors)
            yield return Of(item, fault.Field, fault.Code, fault.Message);
    }

    private static FieldError Of(ContextItem item, string field, string code, string message) =>
        new($"{ContextItems.Items}.{item.Key}.{field}", code, $"{item.Key}: {message}");
}

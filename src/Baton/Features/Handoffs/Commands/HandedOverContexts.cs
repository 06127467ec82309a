using System.Text.Json;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Edit;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands;

/// <summary>What the receiving team was given each time, from the history.</summary>
internal static class HandedOverContexts
{
    /// <summary>
    /// The context as it was handed over the time before; null where it was handed over once at most.
    /// </summary>
    internal static JsonElement? BeforeLast(IReadOnlyList<HandoffEvent> events)
    {
        var handedOver = new List<JsonElement>();
        JsonElement? context = null;
        foreach (var change in events.Select(happened => happened.Change))
        {
            context = change switch
            {
                HandoffCreated created => created.Context,
                HandoffInitiated { Created: { } created } => created.Context,
                HandoffEdited edited when context is { } old => ContextValues.Merge(old, edited.Values),
                HandoffCorrected corrected when context is { } old => ContextValues.Merge(old, corrected.Values),
                _ => context,
            };
            if (change is HandoffInitiated or HandoffResubmitted && context is { } given)
                handedOver.Add(given);
        }

        return handedOver.Count < 2 ? null : handedOver[^2];
    }

    /// <summary>The fields that differ from what it was given the time before, in the order of the context.</summary>
    internal static IReadOnlyList<string> ChangedFields(IReadOnlyList<HandoffEvent> events, JsonElement now) =>
        BeforeLast(events) is { } before
            ?
            [
                .. now.EnumerateObject()
                    .Concat(before.EnumerateObject())
                    .Select(member => member.Name)
                    .Distinct()
                    .Where(field => ContextValues.Differs(before, now, field)),
            ]
            : [];
}

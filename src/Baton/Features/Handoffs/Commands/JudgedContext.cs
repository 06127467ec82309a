using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Templates;

namespace Baton.Features.Handoffs.Commands;

/// <summary>What the gate judged outside of the transaction, and what it said.</summary>
internal sealed record JudgedContext(JsonElement Context, IReadOnlyList<Waiver> Before, GateResult Gate)
{
    internal static JudgedContext Of(Template template, JsonElement context, IReadOnlyList<Waiver> waivers) =>
        new(context, waivers, Templates.Gate.Check(template, context, waivers));

    /// <summary>Whether this is what it would be with that context now.</summary>
    internal bool IsOf(JsonElement context, Handoff handoff) =>
        JsonElement.DeepEquals(Context, context) && Before.SequenceEqual(handoff.Waivers);
}

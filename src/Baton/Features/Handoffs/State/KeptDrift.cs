using System.Text.Json;

namespace Baton.Features.Handoffs.State;

/// <summary>A carried value that is not what its source has now.</summary>
/// <param name="Field">The field that carries it.</param>
/// <param name="Was">The value, as it was carried.</param>
/// <param name="Now">The value at its source; null where it was emptied there.</param>
/// <param name="At">When it changed.</param>
/// <param name="Source">
/// The handoff that was changed: be there others between, this decides who may know the new value.
/// </param>
internal sealed record KeptDrift(string Field, JsonElement? Was, JsonElement? Now, DateTime At, SourceHandoff Source)
{
    /// <summary>Whether this context has what the source has.</summary>
    internal bool IsGone(JsonElement context) => ContextValues.IsSame(ContextValues.Find(context, Field), Now);
}

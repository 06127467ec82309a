using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Client;

/// <summary>A value that was carried over, and that its source no longer has.</summary>
/// <param name="Field">The field that carries it.</param>
/// <param name="Was">The value, as it was carried.</param>
/// <param name="Now">
/// The value at its source now; null where it was emptied there, and where you cannot see the source.
/// </param>
/// <param name="At">When it changed, UTC.</param>
public sealed record Drift(string Field, JsonElement? Was, JsonElement? Now, DateTime At)
{
    /// <summary>The page of the handoff that was changed; null where you cannot see it.</summary>
    public string? Ref { get; init; }

    /// <summary>Whether you cannot see the source, so that the new value is not said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Hidden { get; init; }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Client;

/// <summary>How a value came into a context.</summary>
public enum ProvenanceKind
{
    /// <summary>A person wrote it.</summary>
    Typed,

    /// <summary>It was taken from an ancestor.</summary>
    Carried,

    /// <summary>Another system posted it.</summary>
    Hook,

    /// <summary>It was imported.</summary>
    Import,

    /// <summary>An agent wrote it.</summary>
    Agent,

    /// <summary>It was copied from an earlier handoff.</summary>
    Previous,
}

/// <summary>Where a value of a context came from.</summary>
public sealed record Provenance
{
    /// <summary>How it came.</summary>
    public required ProvenanceKind Kind { get; init; }

    /// <summary>The page of the handoff that it came from; null where there is none, or you cannot see it.</summary>
    public string? Ref { get; init; }

    /// <summary>When it came, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>The key of the person who brought it.</summary>
    public string? By { get; init; }

    /// <summary>
    /// Of a value that was carried and then changed: what was carried; null elsewhere, and where you cannot see the
    /// handoff that it came from.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CarriedValue? Before { get; init; }
}

/// <summary>A value that was carried.</summary>
/// <param name="Value">The value.</param>
/// <param name="Ref">The page of the handoff that it was carried from.</param>
/// <param name="Field">The key of the field there.</param>
/// <param name="At">When it was carried, UTC.</param>
public sealed record CarriedValue(JsonElement? Value, string Ref, string Field, DateTime At);

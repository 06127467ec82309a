using System.Text.Json.Serialization;

namespace Baton.Client;

/// <summary>A step of a handoff's checklist.</summary>
public sealed record ChecklistStep
{
    /// <summary>The step's key.</summary>
    public required string Key { get; init; }

    /// <summary>What is to be done.</summary>
    public required string Text { get; init; }

    /// <summary>Whether the handoff cannot be completed without it.</summary>
    public required bool Required { get; init; }

    /// <summary>Whether it was done.</summary>
    public bool Done { get; init; }

    /// <summary>Whether it was skipped.</summary>
    public bool Skipped { get; init; }

    /// <summary>Who did or skipped it.</summary>
    public string? By { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime? At { get; init; }

    /// <summary>A note; for a skipped step the reason.</summary>
    public string? Note { get; init; }

    /// <summary>What must be given with the step when it is done; left out: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EvidenceKind? Evidence { get; init; }

    /// <summary>The unit of the number that is given; left out: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>The team that may do it while it assists; left out: none beside the receiving team.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Team { get; init; }

    /// <summary>What was given when it was done; left out while nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GivenEvidence? EvidenceGiven { get; init; }
}

/// <summary>What is given as evidence of a step: the one member that the step asks for.</summary>
/// <param name="File">The number of a file of the handoff.</param>
/// <param name="Url">An address of the web, for example <c>https://example.org/report</c>.</param>
/// <param name="Text">A text.</param>
/// <param name="Number">A number, in the unit of the step.</param>
public sealed record GivenEvidence(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? File = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Number = null
);

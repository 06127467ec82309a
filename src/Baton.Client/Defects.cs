using System.Text.Json.Serialization;

namespace Baton.Client;

/// <summary>How a defect of the context came to light.</summary>
public enum DefectKind
{
    /// <summary>A required field was waived.</summary>
    Waiver,

    /// <summary>It was returned for it.</summary>
    Return,

    /// <summary>It was found after accepting.</summary>
    LateGap,
}

/// <summary>
/// Something that the context of a handoff lacked. It counts in the reports unless the sender disputes it and it is
/// not upheld.
/// </summary>
/// <param name="Number">Its number within the handoff, from 1.</param>
/// <param name="Kind">How it came to light.</param>
/// <param name="Field">The field.</param>
/// <param name="Code">What is wrong with it; null for a waiver.</param>
/// <param name="Note">What the receiver said; for a waiver the reason.</param>
/// <param name="MinutesLost">What it cost, in minutes.</param>
/// <param name="Dispute">The sender's objection; null when there is none.</param>
public sealed record Defect(
    int Number,
    DefectKind Kind,
    string Field,
    FindingCode? Code = null,
    string? Note = null,
    int? MinutesLost = null,
    Dispute? Dispute = null
)
{
    /// <summary>
    /// Whether it counts in the reports: it was never disputed, or the dispute ended with its being upheld.
    /// </summary>
    [JsonIgnore]
    public bool Counts => Dispute is null or { Upheld: true };
}

/// <summary>
/// The sender's objection to a finding or a late gap, and what a lead of the receiving team said to it.
/// </summary>
/// <param name="Note">Why it is no defect, in the sender's words.</param>
/// <param name="By">The person of the sending team who disputed it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Upheld">True: the defect stands; false: it was dropped; null while nobody has decided.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="DecidedAt">When, UTC.</param>
/// <param name="Answer">What they said.</param>
public sealed record Dispute(
    string Note,
    string By,
    DateTime At,
    bool? Upheld = null,
    string? DecidedBy = null,
    DateTime? DecidedAt = null,
    string? Answer = null
);

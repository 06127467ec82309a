namespace Baton.Client;

/// <summary>What the sending team says of a read-back.</summary>
/// <param name="Confirmed">Whether the receiving team understood it right.</param>
/// <param name="Correction">What it got wrong, where it is not confirmed.</param>
/// <param name="By">Who answered.</param>
/// <param name="At">When, UTC.</param>
public sealed record ReadBackAnswer(bool Confirmed, string? Correction, string By, DateTime At);

/// <summary>What a receiver says of one field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Code"><c>missing</c>, <c>wrong</c>, <c>outdated</c> or <c>unclear</c>.</param>
/// <param name="Note">What is wrong, in plain words.</param>
/// <param name="Reply">The sender's reply, where the value stayed as it was.</param>
/// <param name="Changed">Whether the sender changed the value since.</param>
public sealed record Finding(
    string Field,
    FindingCode Code,
    string? Note = null,
    string? Reply = null,
    bool Changed = false
);

/// <summary>What may be wrong with a field.</summary>
public enum FindingCode
{
    /// <summary>There is no value.</summary>
    Missing,

    /// <summary>The value is not right.</summary>
    Wrong,

    /// <summary>The value was right once.</summary>
    Outdated,

    /// <summary>The value cannot be understood.</summary>
    Unclear,
}

/// <summary>A defect of the context that was found after accepting.</summary>
/// <param name="Field">The field.</param>
/// <param name="Code">What is wrong with it.</param>
/// <param name="MinutesLost">What it cost, in minutes.</param>
/// <param name="Note">A note.</param>
/// <param name="By">The person who flagged it.</param>
/// <param name="At">When, UTC.</param>
public sealed record Gap(string Field, FindingCode Code, int? MinutesLost, string? Note, string By, DateTime At);

/// <summary>What one person of the receiving team says of a handover.</summary>
/// <param name="Rating">1 (poor) to 5 (nothing to ask).</param>
/// <param name="Missing">The fields that were missing; may be none.</param>
/// <param name="Comment">A comment.</param>
/// <param name="By">The person.</param>
/// <param name="At">When, UTC.</param>
public sealed record Feedback(int Rating, IReadOnlyList<string> Missing, string? Comment, string By, DateTime At);

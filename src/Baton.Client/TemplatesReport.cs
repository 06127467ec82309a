namespace Baton.Client;

/// <summary>
/// What templates are missing, and which fields nobody uses: over the handoffs of a window that the caller may see,
/// those that one person handed to themselves left out.
/// </summary>
public sealed record TemplatesReport
{
    /// <summary>The length of the window, in days.</summary>
    public required int Days { get; init; }

    /// <summary>Handoffs initiated later than this, UTC.</summary>
    public required DateTime Since { get; init; }

    /// <summary>When the report was created, UTC.</summary>
    public required DateTime Until { get; init; }

    /// <summary>The one template that it is about; null: all.</summary>
    public string? Template { get; init; }

    /// <summary>Each field of the newest version of each template that was used, in the template's order.</summary>
    public required IReadOnlyList<TemplateFieldRow> Items { get; init; }

    /// <summary>Each template that was used.</summary>
    public required IReadOnlyList<TemplateRow> Templates { get; init; }

    /// <summary>
    /// What keeps being asked though no field holds it: at least three of the last ten handoffs of a template.
    /// </summary>
    public required IReadOnlyList<AskedAgain> Asked { get; init; }
}

/// <summary>A template that was used.</summary>
/// <param name="Template">Its key.</param>
/// <param name="TemplateVersion">Its newest version.</param>
/// <param name="Handoffs">Handoffs initiated with any version of it.</param>
/// <param name="RejectedAttempts">Attempts that the gate refused.</param>
/// <param name="Defective">Handoffs with a return, a waiver or a late gap that counts.</param>
/// <param name="DefectRate">defective / handoffs, 0 to 1; null when there are none.</param>
/// <param name="NeverLookedAt">
/// Handoffs that were accepted although nobody in the receiving team had opened them.
/// </param>
public sealed record TemplateRow(
    string Template,
    int TemplateVersion,
    int Handoffs,
    int RejectedAttempts,
    int Defective,
    double? DefectRate,
    int NeverLookedAt
);

/// <summary>How a field fares.</summary>
public sealed record TemplateFieldRow
{
    /// <summary>The key of the template.</summary>
    public required string Template { get; init; }

    /// <summary>The key of the field.</summary>
    public required string Field { get; init; }

    /// <summary>Whether the newest version requires it.</summary>
    public required bool Required { get; init; }

    /// <summary>Handoffs of this template in the window.</summary>
    public required int Handoffs { get; init; }

    /// <summary>Refused attempts without a value for it, and handoffs in which it was waived.</summary>
    public required int Missing { get; init; }

    /// <summary>Refused attempts in which it held only a placeholder.</summary>
    public required int Placeholder { get; init; }

    /// <summary>Handoffs returned for it.</summary>
    public required int Returned { get; init; }

    /// <summary>Handoffs in which the receiving side asked about it.</summary>
    public required int Asked { get; init; }

    /// <summary>Handoffs in which a gap in it was found after accepting.</summary>
    public required int LateGaps { get; init; }

    /// <summary>Handoffs whose feedback names it as missing.</summary>
    public required int MissingInFeedback { get; init; }

    /// <summary>Handoffs in which the receiving side never spoke of it.</summary>
    public required int NeverMentioned { get; init; }

    /// <summary>Of how many of the newest handoffs the next three are told, ten at most.</summary>
    public required int Latest { get; init; }

    /// <summary>The latest in which the receiving side asked about it.</summary>
    public required int LatestAsked { get; init; }

    /// <summary>The latest in which it had no value, or only a placeholder.</summary>
    public required int LatestEmpty { get; init; }

    /// <summary>What to do about it.</summary>
    public required FieldAdvice Advice { get; init; }
}

/// <summary>What to do about a field.</summary>
public enum FieldAdvice
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Require it: it is optional, and was asked about in at least three of the latest handoffs.</summary>
    Require,

    /// <summary>
    /// Explain it better: it is required, and was returned or asked about in at least three of the latest handoffs
    /// all the same.
    /// </summary>
    Explain,

    /// <summary>
    /// Drop it: it was empty in all of the ten latest handoffs, and nobody of the receiving side spoke of it in the
    /// window.
    /// </summary>
    Drop,
}

/// <summary>What keeps being asked though no field holds it.</summary>
/// <param name="Template">The key of the template.</param>
/// <param name="Question">The question, as it was asked last.</param>
/// <param name="Asked">In how many of the latest handoffs.</param>
/// <param name="Latest">Of so many.</param>
/// <param name="LastHandoffId">The newest of them.</param>
public sealed record AskedAgain(string Template, string Question, int Asked, int Latest, long LastHandoffId);

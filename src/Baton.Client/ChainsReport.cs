namespace Baton.Client;

/// <summary>
/// What arrives of the values that handoffs carry over from what they follow from: over the handoffs that the caller
/// may see and that were first handed over in the window. A value is unchanged while it is what was carried, or what
/// its source has now where it was updated; emptied when it was taken away; else corrected.
/// </summary>
public sealed record ChainsReport
{
    /// <summary>The length of the window, in days.</summary>
    public required int Days { get; init; }

    /// <summary>Its beginning, UTC.</summary>
    public required DateTime Since { get; init; }

    /// <summary>Its end, UTC.</summary>
    public required DateTime Until { get; init; }

    /// <summary>The one template that took over; null: all.</summary>
    public string? Template { get; init; }

    /// <summary>Handoffs that carried anything over.</summary>
    public required int Handoffs { get; init; }

    /// <summary>All values.</summary>
    public required Retention Values { get; init; }

    /// <summary>
    /// The field that loses most: the lowest share unchanged, then the most values; null: none lost any.
    /// </summary>
    public ChainFieldRow? Worst { get; init; }

    /// <summary>Each pair of templates, what loses most first.</summary>
    public required IReadOnlyList<ChainPairRow> Items { get; init; }

    /// <summary>Each field of each pair, what loses most first.</summary>
    public required IReadOnlyList<ChainFieldRow> Fields { get; init; }

    /// <summary>Hop by hop.</summary>
    public required IReadOnlyList<ChainHopRow> Hops { get; init; }

    /// <summary>By template: how many found that a value had changed at its source.</summary>
    public required IReadOnlyList<DriftRow> Drift { get; init; }
}

/// <summary>What became of carried values.</summary>
/// <param name="Carried">How many there were.</param>
/// <param name="Unchanged">Those that arrived as they were, or as their source has them now.</param>
/// <param name="Corrected">Those that somebody replaced.</param>
/// <param name="Emptied">Those that somebody took away.</param>
public sealed record Retention(int Carried, int Unchanged, int Corrected, int Emptied)
{
    /// <summary>Unchanged / carried; null where there were none.</summary>
    public double? Share => Carried == 0 ? null : (double)Unchanged / Carried;
}

/// <summary>What one template takes over from another.</summary>
/// <param name="From">The template that the values come from.</param>
/// <param name="To">The template that takes them over.</param>
/// <param name="Handoffs">Handoffs that took any over.</param>
/// <param name="Values">What became of them.</param>
/// <param name="WorstField">The field of it that loses most; null: none lost any.</param>
public sealed record ChainPairRow(string From, string To, int Handoffs, Retention Values, string? WorstField);

/// <summary>What one field takes over from another.</summary>
/// <param name="From">The template that the values come from.</param>
/// <param name="FromField">The field there.</param>
/// <param name="To">The template that takes them over.</param>
/// <param name="Field">The field that takes them over.</param>
/// <param name="Values">What became of them.</param>
public sealed record ChainFieldRow(string From, string FromField, string To, string Field, Retention Values);

/// <summary>What became of values at one distance from the beginning of their chains.</summary>
/// <param name="Hop">How many handoffs come before: 1 for the second.</param>
/// <param name="Handoffs">Handoffs that took any over.</param>
/// <param name="Values">What became of them.</param>
public sealed record ChainHopRow(int Hop, int Handoffs, Retention Values);

/// <summary>Values that changed at their sources after they were carried.</summary>
/// <param name="Template">The template that carries them.</param>
/// <param name="Drifted">Handoffs in which any did.</param>
/// <param name="Open">Handoffs in which one still differs, and that are not over.</param>
public sealed record DriftRow(string Template, int Drifted, int Open);

namespace Baton.Client;

/// <summary>
/// Where context goes missing, by sending team: over the handoffs of a window that the caller may see, those that one
/// person handed to themselves left out. A handoff belongs to the window by its first <c>initiated_at</c>, a refused
/// attempt by when it was made. What the receiver declined, or sent on to another team, is no defect.
/// </summary>
public sealed record SendersReport
{
    /// <summary>The length of the window, in days.</summary>
    public required int Days { get; init; }

    /// <summary>Handoffs initiated later than this, UTC.</summary>
    public required DateTime Since { get; init; }

    /// <summary>When the report was created, UTC.</summary>
    public required DateTime Until { get; init; }

    /// <summary>The one template that it is about; null: all.</summary>
    public string? Template { get; init; }

    /// <summary>Handoffs of all teams together.</summary>
    public required int Handoffs { get; init; }

    /// <summary>Those with a return, a waiver or a late gap.</summary>
    public required int Defective { get; init; }

    /// <summary>
    /// defective / handoffs of all teams together, around which the limits are drawn; null when there is no handoff.
    /// </summary>
    public required double? DefectRate { get; init; }

    /// <summary>Each sending team, by key. There is no ranking.</summary>
    public required IReadOnlyList<SenderRow> Items { get; init; }

    /// <summary>Each field of which something was said, by template and field.</summary>
    public required IReadOnlyList<SenderFieldRow> ByField { get; init; }

    /// <summary>Each version of each template.</summary>
    public required IReadOnlyList<SenderVersionRow> ByTemplateVersion { get; init; }

    /// <summary>How strict each receiving team is, which stands beside every figure of a sender.</summary>
    public required IReadOnlyList<ReceiverRow> ByReceiver { get; init; }
}

/// <summary>
/// What the defects of some handoffs add up to. Rates are from 0 to 1, and null when there is nothing to divide by.
/// </summary>
public abstract record DefectFigures
{
    /// <summary>Handoffs initiated in the window.</summary>
    public required int Handoffs { get; init; }

    /// <summary>Attempts to hand over that the gate refused, at any door.</summary>
    public required int RejectedAttempts { get; init; }

    /// <summary>Handoffs that were returned, with a finding that counts.</summary>
    public required int Returned { get; init; }

    /// <summary>Handoffs with a waiver.</summary>
    public required int Waived { get; init; }

    /// <summary>Handoffs with a gap found after accepting that counts.</summary>
    public required int LateGaps { get; init; }

    /// <summary>
    /// Handoffs with any of return, waiver or late gap. A finding or gap that the sender disputes counts once it is
    /// upheld.
    /// </summary>
    public required int Defective { get; init; }

    /// <summary>defective / handoffs.</summary>
    public required double? DefectRate { get; init; }

    /// <summary>Accepted without return, waiver or late gap / accepted or returned.</summary>
    public required double? FirstPassYield { get; init; }

    /// <summary>Mean of the ratings, 1 to 5.</summary>
    public required double? Rating { get; init; }

    /// <summary>How many ratings.</summary>
    public required int Ratings { get; init; }

    /// <summary>Questions of the receiving side, per handoff.</summary>
    public required double? Questions { get; init; }

    /// <summary>Between which rates chance alone would keep so many handoffs; null when there are none.</summary>
    public required FunnelLimits? Limits { get; init; }

    /// <summary>
    /// Whether the rate differs from that of all teams by more than chance; always <c>none</c> below five handoffs.
    /// </summary>
    public required FunnelSignal Signal { get; init; }
}

/// <summary>
/// Exact binomial limits of a rate around the rate p of all together: k/n with k the smallest number for which P(X ≤
/// k) ≥ q, X binomial of n and p (funnel plot: Spiegelhalter, Statistics in Medicine 24, 2005).
/// </summary>
/// <param name="Low95">q = 0.025.</param>
/// <param name="High95">q = 0.975.</param>
/// <param name="Low998">q = 0.001.</param>
/// <param name="High998">q = 0.999.</param>
public sealed record FunnelLimits(double Low95, double High95, double Low998, double High998);

/// <summary>What a rate says beside its limits.</summary>
public enum FunnelSignal
{
    /// <summary>As expected, or too few to tell.</summary>
    None,

    /// <summary>Outside the 95 % limits: worth a look, and in one of twenty equal teams nothing but chance.</summary>
    Watch,

    /// <summary>Above the 99.8 % limits.</summary>
    High,

    /// <summary>Below the 99.8 % limits.</summary>
    Low,
}

/// <summary>A sending team.</summary>
public sealed record SenderRow : DefectFigures
{
    /// <summary>The key of the sending team.</summary>
    public required string Team { get; init; }

    /// <summary>The weeks of the window in which it handed over, oldest first.</summary>
    public required IReadOnlyList<SenderWeek> Weeks { get; init; }
}

/// <summary>A week of a sending team.</summary>
/// <param name="Week">The Monday on which it begins, UTC.</param>
/// <param name="Handoffs">Handoffs initiated in it.</param>
/// <param name="Defective">Those with a return, a waiver or a late gap.</param>
public sealed record SenderWeek(DateOnly Week, int Handoffs, int Defective);

/// <summary>A version of a template.</summary>
public sealed record SenderVersionRow : DefectFigures
{
    /// <summary>The key of the template.</summary>
    public required string Template { get; init; }

    /// <summary>Its version.</summary>
    public required int TemplateVersion { get; init; }
}

/// <summary>A field of a template. Rates are from 0 to 1, and null when there is nothing to divide by.</summary>
public sealed record SenderFieldRow
{
    /// <summary>The key of the template.</summary>
    public required string Template { get; init; }

    /// <summary>The key of the field.</summary>
    public required string Field { get; init; }

    /// <summary>Handoffs of this template in the window.</summary>
    public required int Handoffs { get; init; }

    /// <summary>Refused attempts in which it was at fault.</summary>
    public required int RejectedAttempts { get; init; }

    /// <summary>Handoffs returned for it.</summary>
    public required int Returned { get; init; }

    /// <summary>Handoffs in which it was waived.</summary>
    public required int Waived { get; init; }

    /// <summary>Handoffs in which a gap in it was found after accepting.</summary>
    public required int LateGaps { get; init; }

    /// <summary>Handoffs with any of the three.</summary>
    public required int Defective { get; init; }

    /// <summary>defective / handoffs.</summary>
    public required double? DefectRate { get; init; }

    /// <summary>Questions of the receiving side about it, per handoff.</summary>
    public required double? Questions { get; init; }

    /// <summary>Handoffs whose feedback names it as missing.</summary>
    public required int MissingInFeedback { get; init; }

    /// <summary>What its late gaps cost, in minutes.</summary>
    public required int MinutesLost { get; init; }
}

/// <summary>How strict a receiving team is.</summary>
/// <param name="Team">The key of the receiving team.</param>
/// <param name="Handoffs">Handoffs to it.</param>
/// <param name="Returned">Those it returned, with a finding that counts.</param>
/// <param name="ReturnRate">returned / handoffs, 0 to 1.</param>
public sealed record ReceiverRow(string Team, int Handoffs, int Returned, double? ReturnRate);

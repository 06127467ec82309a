using Baton.Features.Handoffs.State;

namespace Baton.Channels;

/// <summary>What a notice can be about.</summary>
internal static class Kinds
{
    internal const string HandoffInitiated = "handoff.initiated";
    internal const string HandoffResubmitted = "handoff.resubmitted";
    internal const string HandoffAccepted = "handoff.accepted";
    internal const string HandoffReturned = "handoff.returned";
    internal const string HandoffDeclined = "handoff.declined";
    internal const string HandoffRerouted = "handoff.rerouted";
    internal const string HandoffWithdrawn = "handoff.withdrawn";
    internal const string HandoffCompleted = "handoff.completed";
    internal const string HandoffAssigned = "handoff.assigned";
    internal const string QuestionAsked = "question.asked";
    internal const string QuestionAnswered = "question.answered";
    internal const string GapFlagged = "gap.flagged";
    internal const string FeedbackGiven = "feedback.given";
    internal const string DefectDisputed = "defect.disputed";
    internal const string DisputeDecided = "dispute.decided";
    internal const string ClockReminder = "clock.reminder";
    internal const string ClockEscalated = "clock.escalated";

    /// <summary>
    /// A channel was switched off. Told in person to those who look after it, so no channel can ask for it.
    /// </summary>
    internal const string ChannelDisabled = "channel.disabled";

    /// <summary>A lead or an admin tries a channel out.</summary>
    internal const string ChannelTest = "channel.test";

    /// <summary>How the week was, for a lead who asked for it.</summary>
    internal const string SummaryWeekly = "summary.weekly";

    /// <summary>What the receiving team is asked to act on, while the handoff waits for it.</summary>
    internal static bool AsksReceiver(string kind) =>
        kind is HandoffInitiated or HandoffResubmitted or HandoffRerouted or ClockReminder or ClockEscalated;

    /// <summary>
    /// What nobody can ask to be told later: a clock runs out, or a channel is broken; and what comes once a week
    /// anyway.
    /// </summary>
    internal static bool ComesAtOnce(string kind) =>
        kind is ClockReminder or ClockEscalated or ChannelDisabled or ChannelTest or SummaryWeekly;

    internal static IReadOnlyList<string> All { get; } =
    [
        HandoffInitiated,
        HandoffResubmitted,
        HandoffAccepted,
        HandoffReturned,
        HandoffDeclined,
        HandoffRerouted,
        HandoffWithdrawn,
        HandoffCompleted,
        HandoffAssigned,
        QuestionAsked,
        QuestionAnswered,
        GapFlagged,
        FeedbackGiven,
        DefectDisputed,
        DisputeDecided,
        ClockReminder,
        ClockEscalated,
    ];
}

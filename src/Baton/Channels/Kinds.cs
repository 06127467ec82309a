namespace Baton.Channels;

/// <summary>What a notice can be about beside what people do.</summary>
internal static class Kinds
{
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

    /// <summary>What clocks tell; what people do is described by the commands on a handoff.</summary>
    internal static IReadOnlyList<string> Clocks { get; } = [ClockReminder, ClockEscalated];

    /// <summary>
    /// What nobody can ask to be told later: a clock runs out, or a channel is broken; and what comes once a week
    /// anyway.
    /// </summary>
    internal static bool ComesAtOnce(string kind) =>
        kind is ClockReminder or ClockEscalated or ChannelDisabled or ChannelTest or SummaryWeekly;
}

using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands;

/// <summary>The side that a notice is for.</summary>
internal enum Audience
{
    Sender,
    Receiver,
    Owner,
}

/// <summary>What decides who hears of an event.</summary>
/// <param name="Actor">Who did it.</param>
/// <param name="ActingTeam">The team for which they did it.</param>
/// <param name="FromTeam">The sending team.</param>
/// <param name="EverInitiated">Whether the receiving team knows of the handoff.</param>
internal sealed record Hearing(string Actor, string ActingTeam, string FromTeam, bool EverInitiated)
{
    internal static IReadOnlyList<Audience> Sender { get; } = [Audience.Sender];

    internal static IReadOnlyList<Audience> Receiver { get; } = [Audience.Receiver];

    /// <summary>The team that did not act.</summary>
    internal IReadOnlyList<Audience> OtherSide => ActingTeam == FromTeam ? Receiver : Sender;
}

/// <summary>Who hears of which event. A pure function: what a team's channels are is looked up elsewhere.</summary>
internal static class Recipients
{
    internal static bool IsTold(string kind) => HandoffCommands.TryDescribe(kind) is { IsTold: true };

    internal static IReadOnlyList<Audience> Of(HandoffChange change, Hearing hearing) =>
        HandoffCommands.Describe(change.Kind).HeardBy(change, hearing);
}

/// <summary>Every kind of notice that a channel can ask for.</summary>
internal static class NoticeKinds
{
    internal static IReadOnlyList<string> All { get; } =
    [
        .. HandoffCommands.Events.Where(described => described.IsTold).Select(described => described.Kind),
        .. Channels.Kinds.Clocks,
    ];
}

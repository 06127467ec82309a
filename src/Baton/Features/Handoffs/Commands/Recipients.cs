using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands;

/// <summary>The side that a notice is for.</summary>
internal enum Audience
{
    Sender,
    Receiver,
    Owner,
    Mentioned,

    /// <summary>The team whose assist it is about.</summary>
    Assisting,
}

/// <summary>What decides who hears of an event.</summary>
/// <param name="Actor">Who did it.</param>
/// <param name="ActingTeam">The team for which they did it.</param>
/// <param name="FromTeam">The sending team.</param>
/// <param name="ToTeam">The receiving team.</param>
/// <param name="EverInitiated">Whether the receiving team knows of the handoff.</param>
internal sealed record Hearing(string Actor, string ActingTeam, string FromTeam, string ToTeam, bool EverInitiated)
{
    internal static IReadOnlyList<Audience> Sender { get; } = [Audience.Sender];

    internal static IReadOnlyList<Audience> Receiver { get; } = [Audience.Receiver];

    private static readonly IReadOnlyList<Audience> Both = [Audience.Sender, Audience.Receiver];

    /// <summary>The team that did not act; both where one acted that helps them.</summary>
    internal IReadOnlyList<Audience> OtherSide =>
        ActingTeam == FromTeam ? Receiver
        : ActingTeam == ToTeam ? Sender
        : Both;
}

/// <summary>Who hears of which event. A pure function: what a team's channels are is looked up elsewhere.</summary>
internal static class Recipients
{
    internal static bool IsTold(string kind) => HandoffCommands.TryDescribe(kind) is { IsTold: true };

    /// <summary>The kinds of notice that an event gives: its own, and one for the people whom it names.</summary>
    internal static IEnumerable<string> KindsOf(HandoffEvent happened)
    {
        if (IsTold(happened.Kind))
            yield return happened.Kind;
        if (happened.Change.Mentioned.Any(person => person != happened.Actor))
            yield return NoticeKinds.PersonMentioned;
    }

    /// <param name="kind">The kind of notice.</param>
    /// <param name="change">What happened.</param>
    /// <param name="hearing">What decides who hears of it.</param>
    internal static IReadOnlyList<Audience> Of(string kind, HandoffChange change, Hearing hearing) =>
        HandoffCommands.Describe(kind).HeardBy(change, hearing);
}

/// <summary>Every kind of notice that a channel can ask for.</summary>
internal static class NoticeKinds
{
    /// <summary>Somebody was named in a comment; told in person.</summary>
    internal const string PersonMentioned = "person.mentioned";

    internal static IReadOnlyList<string> All { get; } =
    [
        .. HandoffCommands.Events.Where(described => described.IsTold).Select(described => described.Kind),
        .. Channels.Kinds.Clocks,
    ];
}

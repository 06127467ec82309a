using System.Text.Json.Serialization;
using Baton.Features.Handoffs.Reading;

namespace Baton.Channels;

/// <summary>
/// One notice, ready to be put into words for one address. What is kept of it has no context values; a mail gets some
/// when it is sent.
/// </summary>
internal sealed record Message
{
    /// <summary>
    /// Stable over all attempts, for example <c>msg_2KWPBgLlAfxdpx2AI54pPJ85f4W</c>; never has a full stop, because
    /// signatures join on it.
    /// </summary>
    public required string DeliveryId { get; init; }

    /// <summary>One of <see cref="Kinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>0 for what is about no handoff: a test, a weekly summary.</summary>
    public required long HandoffId { get; init; }

    public required string Title { get; init; }

    public required string Template { get; init; }

    public required string FromTeam { get; init; }

    public required string ToTeam { get; init; }

    /// <summary>As on the wire: <c>initiated</c>, <c>returned</c>, …</summary>
    public required string Status { get; init; }

    public required int ContextRevision { get; init; }

    /// <summary>The handoff that it follows from.</summary>
    public long? ParentId { get; init; }

    /// <summary>The key of the person who acted; null for what a clock did.</summary>
    public string? Actor { get; init; }

    public string? ActorName { get; init; }

    /// <summary>The page of the handoff.</summary>
    public required string Url { get; init; }

    /// <summary>The team that is told; known when it is sent.</summary>
    [JsonIgnore]
    public string? Told { get; init; }

    /// <summary>The time zone of whoever reads it; known when it is sent.</summary>
    [JsonIgnore]
    public string? Zone { get; init; }

    /// <summary>What a mail about a handoff shows beside its words; known when it is sent.</summary>
    [JsonIgnore]
    public HandoffGlance? Glance { get; init; }

    /// <summary>How the event is told; null for what is no event of a handoff. Known when it is sent.</summary>
    [JsonIgnore]
    public Func<NoticeSubject, NoticeText>? Words { get; init; }

    /// <summary>Whether it asks the receiving team to act, while the handoff waits for it.</summary>
    [JsonIgnore]
    public bool AsksReceiver { get; init; }

    /// <summary>
    /// Ways to act from the message, for the one person who reads it or for whoever signs in; made when it is sent, and
    /// never kept.
    /// </summary>
    [JsonIgnore]
    public ActionLinks? Links { get; init; }

    /// <summary>
    /// What the same reader was told of the same handoff before, oldest first; known when it is sent.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> Earlier { get; init; } = [];

    /// <summary>
    /// Short details, labelled with <see cref="FactLabels"/> where one fits. A label may come more than once.
    /// </summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>A moment on the reader's clock.</summary>
    internal string Say(DateTime utc) => ReaderTime.Say(utc, Zone);

    internal string ValueOf(Fact fact) => fact.Moment is { } moment ? Say(moment) : fact.Words?.Say() ?? fact.Value;

    /// <summary>The rows of a weekly summary have names, and are written for their reader.</summary>
    internal string LabelOf(Fact fact) => Kind == Kinds.SummaryWeekly ? fact.Label : FactLabels.Say(fact.Label);

    internal bool IsOfHandoff => HandoffId != 0;

    /// <summary>The name of the sending team, where it is known, else its key.</summary>
    internal string FromName => Glance?.FromName ?? FromTeam;

    internal string ToName => Glance?.ToName ?? ToTeam;

    /// <summary>Whether whoever reads it is asked to accept or return.</summary>
    internal bool AsksToAccept => IsOfHandoff && Status == "initiated" && Told == ToTeam && AsksReceiver;
}

/// <summary>A handoff as a mail shows it to one reader, beside what happened.</summary>
/// <param name="FromName">The sending team, as people call it.</param>
/// <param name="ToName">The receiving team.</param>
/// <param name="TemplateName">The template, as people call it.</param>
internal sealed record HandoffGlance(string FromName, string ToName, string TemplateName)
{
    /// <summary>Until when the receiving team has to accept, where the reader is asked to; UTC.</summary>
    internal DateTime? AcceptBy { get; init; }

    /// <summary>The values that a reader who is asked to accept decides by, each beside its label.</summary>
    internal IReadOnlyList<(string Label, string Value)> Fields { get; init; } = [];

    /// <summary>Why the reader gets it.</summary>
    internal string Reason { get; init; } = "";

    /// <summary>Where the reader chooses what they are told; null for the address of a team.</summary>
    internal string? SettingsUrl { get; init; }

    // A record prints its members, and the values of a context stand in no log.
    public override string ToString() => nameof(HandoffGlance);
}

/// <summary>
/// Pages on which a handoff can be accepted or returned. A class, not a record: a record would print its secret.
/// </summary>
/// <param name="accept">Where it is accepted.</param>
/// <param name="giveBack">Where it is returned.</param>
/// <param name="areForOne">Whether they act for one person, without signing in.</param>
internal sealed class ActionLinks(string accept, string giveBack, bool areForOne = true)
{
    internal bool AreForOne => areForOne;

    internal string Accept => accept;

    internal string Return => giveBack;
}

/// <summary>A short detail of a notice.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The detail itself.</param>
/// <param name="Moment">Where it is a moment, that moment: each reader is told it by their own clock.</param>
/// <param name="Words">
/// Where it is said by the program, its sentence: each reader is told it in their own language.
/// </param>
internal readonly record struct Fact(string Label, string Value, DateTime? Moment = null, FactWords? Words = null)
{
    /// <summary>What the program says of it.</summary>
    /// <param name="label">What it is.</param>
    /// <param name="text">A text for translators, marked as a <c>Key</c> where it is written.</param>
    /// <param name="values">What stands in its places.</param>
    internal static Fact Of(string label, string text, params IReadOnlyList<string> values) =>
        new(label, MessageFormat.English(text, [.. values]), Words: new FactWords(text, values));

    public static implicit operator Fact((string Label, string Value) pair) => new(pair.Label, pair.Value);
}

/// <summary>A sentence that is kept with its values, and put into words when it is sent.</summary>
internal sealed record FactWords(string Text, IReadOnlyList<string> Values)
{
    internal string Say() => Values.Count == 0 ? SayKept(Text) : T(Text, [.. Values]);
}

/// <summary>The labels that the words of a notice look at; any other label is shown as it is.</summary>
internal static class FactLabels
{
    /// <summary>One finding of a return; the subject counts them.</summary>
    internal const string Finding = "Finding";

    /// <summary>Who a handoff was assigned to.</summary>
    internal const string Owner = "Owner";

    /// <summary>A question; on a clock's notice, the blocking one that stops it.</summary>
    internal const string Question = "Question";

    internal const string Answer = "Answer";

    /// <summary>What the receiver says they accepted, in their own words.</summary>
    internal const string ReadBack = "Read-back";

    /// <summary>What of it the sender says is not so.</summary>
    internal const string Correction = "Correction";

    internal const string Reason = "Reason";

    /// <summary>What a team is asked to help with.</summary>
    internal const string Request = "Request";

    internal const string Due = "Due";

    internal const string Rating = "Rating";

    /// <summary>The number of the handoff that this one follows from.</summary>
    internal const string Follows = "Follows";

    /// <summary>The share of a clock's time that has passed: a rung of its ladder says so.</summary>
    internal const string TimeUsed = "Time used";

    internal const string Team = "Team";

    internal const string Channel = "Channel";

    internal const string Gap = "Gap";

    internal const string MinutesLost = "Minutes lost";

    internal const string SuggestedTeam = "Suggested team";

    internal const string Comment = "Comment";

    internal const string WasMissing = "Was missing";

    internal const string Decision = "Decision";

    internal const string Field = "Field";

    internal const string Changed = "Changed";

    /// <summary>What the sender says to a finding whose value stays as it was.</summary>
    internal const string Reply = "Reply";

    internal const string Waived = "Waived";

    internal const string About = "About";

    internal const string WaitsFor = "Waits for";

    /// <summary>In the reader's language.</summary>
    internal static string Say(string label) =>
        label switch
        {
            Finding => T("Finding"),
            Owner => T("Owner"),
            Question => T("Question|noun"),
            Answer => T("Answer|noun"),
            Reason => T("Reason"),
            Due => T("Due|of a notice"),
            Rating => T("Rating"),
            TimeUsed => T("Time used"),
            Team => T("Team"),
            Channel => T("Channel"),
            Gap => T("Gap"),
            MinutesLost => T("Minutes lost"),
            SuggestedTeam => T("Suggested team"),
            Comment => T("Comment|noun"),
            WasMissing => T("Was missing"),
            Decision => T("Decision"),
            Field => T("Field"),
            Changed => T("Changed|of a notice"),
            Reply => T("Reply"),
            Waived => T("Waived|of a notice"),
            About => T("About|of a notice"),
            WaitsFor => T("Waits for"),
            ReadBack => T("Read-back"),
            Correction => T("Correction|noun"),
            Request => T("Request|noun"),
            Follows => T("Follows"),
            _ => label,
        };
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Baton.Client;

/// <summary>What a person is in a team.</summary>
public enum TeamRole
{
    /// <summary>May send and receive for the team.</summary>
    Member,

    /// <summary>May also reroute, reassign, waive, and change the team.</summary>
    Lead,
}

/// <summary>How often a person or a channel is notified. Clocks that run out are always reported at once.</summary>
public enum DeliveryPace
{
    /// <summary>Of each notice at once.</summary>
    Immediate,

    /// <summary>Of all notices of an hour in one message, at the full hour.</summary>
    Hourly,

    /// <summary>Of all notices of a day in one message, when the next working day opens.</summary>
    Daily,
}

/// <summary>A group of people that sends and receives handoffs.</summary>
public record TeamRecord : IVersioned
{
    /// <summary>Its key, for example <c>sales</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Its time zone, an IANA name, for example <c>Europe/Berlin</c>.</summary>
    public required string TimeZone { get; init; }

    /// <summary>
    /// Opening times by day (<c>mon</c> … <c>sun</c>), each <c>HH:mm-HH:mm</c>, over midnight too
    /// (<c>22:00-06:00</c>, part of the day it begins); a day left out is closed; none at all: always open.
    /// </summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> WorkingHours { get; init; }

    /// <summary>Closed days, <c>yyyy-mm-dd</c>, or their closed hours: <c>2026-12-24 13:00-24:00</c>.</summary>
    public required IReadOnlyList<string> Holidays { get; init; }

    /// <summary>When the team was closed, UTC; null while it is open.</summary>
    public DateTime? ClosedAt { get; init; }

    /// <summary>Its channels; shown to its leads and to admins, without their secrets.</summary>
    public required IReadOnlyList<ChannelRecord> Channels { get; init; }

    /// <summary>Its people.</summary>
    public required IReadOnlyList<MemberRecord> Members { get; init; }

    /// <summary>Counts every change; the <c>ETag</c>.</summary>
    public int Version { get; init; }
}

/// <summary>A team after days of a calendar file were added to its holidays.</summary>
public sealed record HolidaysRecord : TeamRecord
{
    /// <summary>For reading JSON.</summary>
    [JsonConstructor]
    public HolidaysRecord() { }

    /// <summary>The team, and what of the file was left out.</summary>
    /// <param name="team">The team as it is now.</param>
    /// <param name="skipped">The events that are no holidays.</param>
    [SetsRequiredMembers]
    public HolidaysRecord(TeamRecord team, IReadOnlyList<SkippedEvent> skipped)
        : base(team) => Skipped = skipped;

    /// <summary>
    /// The events of the file that are no holidays: those of hours, and working days that make up for a holiday.
    /// </summary>
    public required IReadOnlyList<SkippedEvent> Skipped { get; init; }
}

/// <summary>An event of a calendar file that is no holiday.</summary>
/// <param name="Line">Where it says when it is, from 1.</param>
/// <param name="Summary">What the file calls it.</param>
/// <param name="Reason">Why it is none.</param>
public sealed record SkippedEvent(int Line, string Summary, string Reason);

/// <summary>A person in a team.</summary>
/// <param name="Person">The person's key.</param>
/// <param name="Role">What they are in it.</param>
public sealed record MemberRecord(string Person, TeamRole Role);

/// <summary>A channel of a team.</summary>
public sealed record ChannelRecord : IVersioned
{
    /// <summary>The mask that stands for a secret that is kept: sent back, it leaves the secret as it is.</summary>
    public const string KeptSecret = "whsec_********";

    /// <summary>
    /// Its number: it stays the same as long as the channel is there, and no other channel ever gets it.
    /// </summary>
    public long Id { get; init; }

    /// <summary>Counts every change of it; the <c>ETag</c> of the channel.</summary>
    public int Version { get; init; }

    /// <summary><c>email</c>, <c>slack</c> or <c>webhook</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The email address.</summary>
    public string? Address { get; init; }

    /// <summary>The address that is called.</summary>
    public string? Url { get; init; }

    /// <summary>
    /// The secret that signs a webhook, <c>whsec_</c> and base64. Baton makes one and shows it once, in the answer that
    /// adds the channel or rotates the secret; read later, it is a mask.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>The kinds of notice that it wants; null: all.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Until when the former secret signs too, after it was rotated; null: it does not.</summary>
    public DateTime? FormerSecretEndsAt { get; init; }

    /// <summary>How often it is notified.</summary>
    public DeliveryPace Delivery { get; init; }

    /// <summary>Why it was switched off; null while it is on.</summary>
    public string? DisabledReason { get; init; }
}

/// <summary>The caller.</summary>
/// <param name="Person">The key.</param>
/// <param name="Name">The name.</param>
/// <param name="Email">The email address.</param>
/// <param name="Admin">Whether they may do everything.</param>
/// <param name="Teams">Their teams and roles.</param>
/// <param name="Delivery">How often they are notified by email.</param>
/// <param name="WeeklySummary">Whether a summary of the week goes to them by email.</param>
/// <param name="Language">
/// The language of their pages and mails: <c>en</c>, <c>de</c>, <c>fr</c> or <c>es</c>; null: the browser decides on
/// pages, and the organization in mails.
/// </param>
public sealed record MeRecord(
    string Person,
    string Name,
    string Email,
    bool Admin,
    IReadOnlyList<MyTeamRecord> Teams,
    DeliveryPace Delivery = DeliveryPace.Immediate,
    bool WeeklySummary = false,
    string? Language = null
);

/// <summary>Changes what the caller may change of themselves; what is left out stays.</summary>
/// <param name="Delivery">How often they are notified by email.</param>
/// <param name="WeeklySummary">Whether a summary of the week goes to them by email: for leads and admins.</param>
/// <param name="Language">The language of their pages and mails: <c>en</c>, <c>de</c>, <c>fr</c> or <c>es</c>.</param>
public sealed record MeRequest(DeliveryPace? Delivery = null, bool? WeeklySummary = null, string? Language = null);

/// <summary>Says who a person is in Slack, so that what they click there counts as theirs.</summary>
/// <param name="SlackId">The member id of Slack, for example <c>U012AB3CD</c>; null: nobody.</param>
public sealed record SlackIdRequest(string? SlackId);

/// <summary>Who a person is in Slack.</summary>
/// <param name="Person">The person's key.</param>
/// <param name="SlackId">The member id of Slack; null: nobody.</param>
public sealed record SlackIdRecord(string Person, string? SlackId);

/// <summary>A team of the caller.</summary>
/// <param name="Team">The team's key.</param>
/// <param name="Role">The caller's role in it.</param>
public sealed record MyTeamRecord(string Team, TeamRole Role);

/// <summary>Creates or changes a team: what it names is replaced; the rest stays as it is.</summary>
public sealed record TeamRequest
{
    /// <summary>The key, where it is repeated in the body; it must be the one of the address.</summary>
    public string? Key { get; init; }

    /// <summary>Its name for people.</summary>
    public string? Name { get; init; }

    /// <summary>Its time zone, an IANA name.</summary>
    public string? TimeZone { get; init; }

    /// <summary>
    /// Opening times by day (<c>mon</c> … <c>sun</c>), each <c>HH:mm-HH:mm</c>, over midnight too
    /// (<c>22:00-06:00</c>, part of the day it begins).
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? WorkingHours { get; init; }

    /// <summary>Closed days, <c>yyyy-mm-dd</c>, or their closed hours: <c>2026-12-24 13:00-24:00</c>.</summary>
    public IReadOnlyList<string>? Holidays { get; init; }

    /// <summary>Its channels.</summary>
    public IReadOnlyList<ChannelRequest>? Channels { get; init; }

    /// <summary>Its people.</summary>
    public IReadOnlyList<MemberRecord>? Members { get; init; }
}

/// <summary>A channel of a team.</summary>
/// <param name="Type"><c>email</c>, <c>slack</c> or <c>webhook</c>.</param>
/// <param name="Address">The email address.</param>
/// <param name="Url">The address that is called.</param>
/// <param name="Secret">
/// The secret that signs a webhook; left out or the mask: the one that is kept, else a new one.
/// </param>
/// <param name="Kinds">The kinds of notice that it wants; null: all.</param>
/// <param name="DisabledReason">Ignored: what is sent back from a reading is switched on again.</param>
/// <param name="Delivery">How often it is notified; a webhook is always <c>immediate</c>.</param>
/// <param name="Id">Ignored: what is sent back from a reading is found by its type and address.</param>
/// <param name="Version">Ignored, as <c>Id</c>.</param>
public sealed record ChannelRequest(
    string Type,
    string? Address = null,
    string? Url = null,
    string? Secret = null,
    IReadOnlyList<string>? Kinds = null,
    string? DisabledReason = null,
    DeliveryPace Delivery = DeliveryPace.Immediate,
    long? Id = null,
    int? Version = null
);

/// <summary>Makes a new secret for a webhook.</summary>
/// <param name="OverlapHours">
/// For how many hours the former secret signs too, 0 to 168, so that a receiver can be changed in between; 0: it ends
/// at once.
/// </param>
public sealed record RotateSecretRequest(int OverlapHours = 0);

/// <summary>Closes a team.</summary>
/// <param name="Successor">
/// The team that waiting handoffs are rerouted to; null: none, and the admins are notified.
/// </param>
public sealed record CloseTeamRequest(string? Successor = null);

/// <summary>A request that needs to say no more than its address.</summary>
public sealed record NothingRequest;

/// <summary>Sends a test message over a channel.</summary>
public sealed record ChannelTestRequest;

/// <summary>What came of a test message.</summary>
/// <param name="Channel"><c>email</c>, <c>slack</c> or <c>webhook</c>.</param>
/// <param name="Address">Where it went, without a secret part.</param>
/// <param name="MessageId">The id that the receiver saw.</param>
/// <param name="Outcome">
/// <c>delivered</c>, <c>retry</c> (it may work later) or <c>refused</c> (somebody must change something).
/// </param>
/// <param name="StatusCode">The status of HTTP or SMTP, where there was one.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Reason">What happened, in plain words.</param>
/// <param name="SwitchedOn">
/// Whether the channel had been switched off and is on again, because the test was delivered.
/// </param>
public sealed record ChannelTestRecord(
    string Channel,
    string Address,
    string MessageId,
    string Outcome,
    int? StatusCode,
    int DurationMs,
    string Reason,
    bool SwitchedOn
);

/// <summary>Switches a channel on again.</summary>
public sealed record ChannelEnableRequest;

/// <summary>What came of switching a channel on.</summary>
/// <param name="SwitchedOn">Whether it was off, and is on now.</param>
/// <param name="Replayed">How many deliveries that it lost are sent again.</param>
public sealed record ChannelEnabledRecord(bool SwitchedOn, int Replayed);

/// <summary>Puts a person into a team, or changes what they are in it.</summary>
/// <param name="Role">Member or lead.</param>
public sealed record MemberRequest(TeamRole Role = TeamRole.Member);

using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Export;

/// <param name="Format">Grows when a line changes its shape so that a reader must know.</param>
internal sealed record ExportHeader(int Format, string Baton, DateTime ExportedAt);

/// <summary>
/// Without what belongs to their account, such as how they sign in. <c>kind</c> is what the line is about, so whether
/// they are a person or an agent has another name.
/// </summary>
internal sealed record ExportedPerson(
    string Key,
    string Name,
    string Email,
    PersonKind PersonKind,
    string? OwnerKey,
    bool IsAdmin,
    string? Language,
    DateTime CreatedAt,
    DateTime? DeactivatedAt
)
{
    internal static ExportedPerson Of(Person person) =>
        new(
            person.Key,
            person.Name,
            person.Email,
            person.Kind,
            person.OwnerKey,
            person.IsAdmin,
            person.Language,
            person.CreatedAt,
            person.DeactivatedAt
        );
}

internal sealed record ExportedTeam(
    string Key,
    string Name,
    string TimeZone,
    IReadOnlyDictionary<string, IReadOnlyList<string>> WorkingHours,
    IReadOnlyList<string> Holidays,
    DateTime CreatedAt,
    DateTime? ClosedAt,
    IReadOnlyList<MemberRecord> Members,
    IReadOnlyList<ExportedChannel> Channels
)
{
    internal static ExportedTeam Of(Team team, ChannelVault vault) =>
        new(
            team.Key,
            team.Name,
            team.TimeZone,
            team.WorkingHours,
            team.Holidays,
            team.CreatedAt,
            team.ClosedAt,
            [
                .. team
                    .Members.OrderBy(member => member.PersonKey, StringComparer.Ordinal)
                    .Select(member => new MemberRecord(member.PersonKey, member.Role)),
            ],
            [.. team.Channels.OrderBy(channel => channel.Id).Select(channel => ExportedChannel.Of(channel, vault))]
        );
}

/// <summary>
/// A channel without what lets others use it: the URL of a Slack or webhook channel is itself a secret.
/// </summary>
internal sealed record ExportedChannel(
    string Type,
    string? Address,
    IReadOnlyList<string>? Kinds,
    DeliveryPace Delivery,
    DateTime? DisabledAt,
    string? DisabledReason
)
{
    internal static ExportedChannel Of(Channel channel, ChannelVault vault) =>
        new(
            channel.Type,
            vault.Open(channel.ProtectedSettings)?.Address,
            channel.Kinds,
            channel.Pace,
            channel.DisabledAt,
            channel.DisabledReason
        );
}

internal sealed record ExportedHandoff(
    long HandoffId,
    HandoffStatus Status,
    string Template,
    int TemplateVersion,
    string Title,
    string FromTeam,
    string ToTeam,
    IReadOnlyList<string> PassedTeams,
    string? Owner,
    string Priority,
    JsonElement Context,
    int ContextRevision,
    IReadOnlyList<Waiver> Waivers,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<Correction> Corrections,
    IReadOnlyList<Question> Questions,
    IReadOnlyList<Comment> Comments,
    IReadOnlyList<ChecklistStep> Checklist,
    IReadOnlyList<Gap> Gaps,
    IReadOnlyList<Feedback> Feedback,
    string? ExternalKey,
    long? ParentId,
    string CreatedBy,
    DateTime CreatedAt
)
{
    public string? FanOut { get; init; }

    /// <summary>Where values came from that somebody did not write when it began.</summary>
    public ContextSources? Provenance { get; init; }

    public IReadOnlyList<KeptDrift> Drift { get; init; } = [];

    public string? InitiatedBy { get; init; }

    public DateTime? InitiatedAt { get; init; }

    public DateTime? OpenedAt { get; init; }

    public string? AcceptedBy { get; init; }

    public DateTime? AcceptedAt { get; init; }

    public string? CompletedBy { get; init; }

    public DateTime? CompletedAt { get; init; }

    public string? ReadBack { get; init; }

    public ReadBackAnswer? ReadBackAnswer { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Assist>? Assists { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Shift? Shift { get; init; }

    public DateTime? AcceptBy { get; init; }

    public DateTime? ResubmitBy { get; init; }

    public DateTime? CompleteBy { get; init; }

    public required int Version { get; init; }

    public required IReadOnlyList<EventRecord> Events { get; init; }

    internal static ExportedHandoff Of(Handoff one, IEnumerable<HandoffEvent> events) =>
        new(
            one.Id,
            one.Status,
            one.Template,
            one.TemplateVersion,
            one.Title,
            one.FromTeam,
            one.ToTeam,
            one.PassedTeams,
            one.Owner,
            one.Priority,
            one.Context,
            one.ContextRevision,
            one.Waivers,
            one.Findings,
            one.Corrections,
            one.Questions,
            one.Comments,
            one.Checklist,
            one.Gaps,
            one.Feedback,
            one.ExternalKey,
            one.ParentId,
            one.CreatedBy,
            one.CreatedAt
        )
        {
            FanOut = one.FanOut,
            Provenance = one.Provenance,
            Drift = one.Drift,
            InitiatedBy = one.InitiatedBy,
            InitiatedAt = one.InitiatedAt,
            OpenedAt = one.OpenedAt,
            AcceptedBy = one.AcceptedBy,
            AcceptedAt = one.AcceptedAt,
            CompletedBy = one.CompletedBy,
            CompletedAt = one.CompletedAt,
            ReadBack = one.ReadBack,
            ReadBackAnswer = one.ReadBackAnswer,
            Assists = one.Assists.Count == 0 ? null : one.Assists,
            Shift = one.Shift,
            AcceptBy = one.AcceptBy,
            ResubmitBy = one.ResubmitBy,
            CompleteBy = one.CompleteBy,
            Version = one.Version,
            Events = [.. events.Select(happened => ReadHandoff.ToRecord(happened, one.ParentId))],
        };
}

internal sealed record ExportedDelivery(
    long Id,
    string MessageId,
    long HandoffId,
    int EventSeq,
    string NoticeKind,
    string Team,
    string Channel,
    string? Person,
    string Address,
    DeliveryState State,
    DateTime CreatedAt,
    DateTime? DeliveredAt,
    DateTime? NextAttemptAt,
    string? LastReason,
    IReadOnlyList<ExportedAttempt> Attempts
)
{
    internal static ExportedDelivery Of(Delivery one) =>
        new(
            one.Id,
            one.MessageId,
            one.HandoffId,
            one.EventSeq,
            one.Kind,
            one.Team,
            one.Channel,
            one.PersonKey,
            DeliveryRecords.WithoutPath(one),
            one.State,
            one.CreatedAt,
            one.DeliveredAt,
            one.NextAttemptAt,
            one.LastReason,
            [
                .. one
                    .Log.OrderBy(attempt => attempt.Number)
                    .Select(attempt => new ExportedAttempt(
                        attempt.Number,
                        attempt.At,
                        attempt.Outcome,
                        attempt.StatusCode,
                        attempt.DurationMs,
                        attempt.Reason
                    )),
            ]
        );
}

internal sealed record ExportedAttempt(
    int Number,
    DateTime At,
    string Outcome,
    int? StatusCode,
    int DurationMs,
    string Reason
);

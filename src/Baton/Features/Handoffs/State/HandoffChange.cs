using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.State;

/// <summary>
/// What happened to a handoff. The state is the fold of these and nothing else, so each holds all that the fold
/// needs.
/// </summary>
internal abstract record HandoffChange
{
    private static readonly Dictionary<string, Type> Types = new(StringComparer.Ordinal)
    {
        ["handoff.created"] = typeof(Created),
        ["handoff.edited"] = typeof(Edited),
        ["handoff.initiated"] = typeof(Initiated),
        ["handoff.resubmitted"] = typeof(Resubmitted),
        ["handoff.opened"] = typeof(Opened),
        ["handoff.accepted"] = typeof(Accepted),
        ["handoff.returned"] = typeof(Returned),
        ["handoff.declined"] = typeof(Declined),
        ["handoff.rerouted"] = typeof(Rerouted),
        ["handoff.withdrawn"] = typeof(Withdrawn),
        ["handoff.assigned"] = typeof(Assigned),
        ["handoff.completed"] = typeof(Completed),
        ["step.ticked"] = typeof(StepTicked),
        ["step.unticked"] = typeof(StepUnticked),
        ["step.skipped"] = typeof(StepSkipped),
        ["question.asked"] = typeof(Asked),
        ["question.answered"] = typeof(Answered),
        ["gap.flagged"] = typeof(GapFlagged),
        ["feedback.given"] = typeof(FeedbackGiven),
        ["defect.disputed"] = typeof(Disputed),
        ["dispute.decided"] = typeof(DisputeDecided),
        ["attachment.added"] = typeof(Attached),
        ["attachment.removed"] = typeof(Detached),
    };

    private static readonly Dictionary<Type, string> Kinds = Types.ToDictionary(pair => pair.Value, pair => pair.Key);

    internal string Kind => Kinds[GetType()];

    internal string ToJson() => JsonSerializer.Serialize(this, GetType(), BatonJson.Options);

    internal static HandoffChange FromJson(string kind, string json) =>
        (HandoffChange)JsonSerializer.Deserialize(json, Types[kind], BatonJson.Options)!;
}

internal sealed record Created(
    string Template,
    int TemplateVersion,
    string FromTeam,
    string ToTeam,
    string Title,
    string Priority,
    JsonElement Context,
    IReadOnlyList<ChecklistStep> Checklist,
    IReadOnlyList<Waiver> Waivers,
    string? ExternalKey,
    string? ContentHash,
    long? ParentId
) : HandoffChange;

internal sealed record Edited(JsonElement Values, string Title) : HandoffChange;

/// <param name="Created">How it began, where it was handed over without having been a draft.</param>
internal sealed record Initiated(Created? Created, IReadOnlyList<Waiver> Waivers, DateTime? AcceptBy) : HandoffChange;

internal sealed record Resubmitted(
    IReadOnlyDictionary<string, string> Replies,
    IReadOnlyList<Waiver> Waivers,
    DateTime? AcceptBy
) : HandoffChange;

internal sealed record Opened(int ContextRevision) : HandoffChange;

/// <param name="ContextRevision">The revision that was taken over.</param>
/// <param name="ReadBack">What is taken over, in the receiver's words.</param>
/// <param name="CompleteBy">When the work should be done.</param>
/// <param name="Substitute">Who stands in for the person who accepted, where that person is away.</param>
internal sealed record Accepted(
    int ContextRevision,
    string? ReadBack,
    DateTime? CompleteBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Substitute = null
) : HandoffChange;

internal sealed record Returned(IReadOnlyList<Finding> Findings, DateTime? ResubmitBy) : HandoffChange;

internal sealed record Declined(string Code, string Note, string? SuggestedTeam) : HandoffChange;

internal sealed record Rerouted(string From, string To, string Note, int Hop, DateTime? AcceptBy) : HandoffChange;

internal sealed record Withdrawn(string Reason) : HandoffChange;

/// <param name="To">The new owner; null when the old one left and nobody was named.</param>
/// <param name="From">Who had it.</param>
/// <param name="To">For whom it is meant; null: for nobody.</param>
/// <param name="Substitute">Who stands in for that person, where they are away.</param>
internal sealed record Assigned(
    string? From,
    string? To,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Substitute = null
) : HandoffChange;

internal sealed record Completed : HandoffChange;

internal sealed record StepTicked(string Key, string? Note) : HandoffChange;

internal sealed record StepUnticked(string Key, string? Note) : HandoffChange;

internal sealed record StepSkipped(string Key, string Note) : HandoffChange;

/// <param name="AnswerBy">When a blocking question that moves the clock should be answered.</param>
internal sealed record Asked(
    int Number,
    string Team,
    string Text,
    string? Field,
    bool Blocking,
    DateTime? AnswerBy = null
) : HandoffChange;

/// <param name="DueAt">
/// When the clock that goes on with this answer ends now: the time in which it stood still does not count.
/// </param>
internal sealed record Answered(int Number, string Text, DateTime? DueAt = null) : HandoffChange;

internal sealed record GapFlagged(string Field, FindingCode Code, int? MinutesLost, string? Note) : HandoffChange;

internal sealed record FeedbackGiven(int Rating, IReadOnlyList<string> Missing, string? Comment) : HandoffChange;

/// <param name="Number">The defect, in the ledger of this handoff.</param>
/// <param name="Note">Why it is none.</param>
internal sealed record Disputed(int Number, string Note) : HandoffChange;

internal sealed record DisputeDecided(int Number, bool Upheld, string? Answer) : HandoffChange;

internal sealed record Attached(int Number, string Name, string ContentType, long Size, string Sha256) : HandoffChange;

internal sealed record Detached(int Number, string Name) : HandoffChange;

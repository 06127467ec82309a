using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Client;

/// <summary>The states of a handoff; the last three are final.</summary>
public enum HandoffStatus
{
    /// <summary>Being written by the sending team.</summary>
    Draft,

    /// <summary>Handed over; waiting to be accepted.</summary>
    Initiated,

    /// <summary>Returned to the sender with findings.</summary>
    Returned,

    /// <summary>Accepted; the receiving team works the checklist.</summary>
    Accepted,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Refused by the receiving team.</summary>
    Declined,

    /// <summary>Withdrawn by the sending team.</summary>
    Withdrawn,
}

/// <summary>A piece of work that is being passed from one team to another.</summary>
public sealed record HandoffRecord : IVersioned
{
    /// <summary>Its number.</summary>
    public required long HandoffId { get; init; }

    /// <summary>Its state.</summary>
    public required HandoffStatus Status { get; init; }

    /// <summary>The key of its template.</summary>
    public required string Template { get; init; }

    /// <summary>The version of the template that it was started with.</summary>
    public required int TemplateVersion { get; init; }

    /// <summary>Its title, from the template's title pattern and the context.</summary>
    public required string Title { get; init; }

    /// <summary>The key of the sending team.</summary>
    public required string FromTeam { get; init; }

    /// <summary>The key of the receiving team.</summary>
    public required string ToTeam { get; init; }

    /// <summary>The key of the team that must act now: the sending team until the receiving team accepts.</summary>
    public required string ResponsibleTeam { get; init; }

    /// <summary>The person of the receiving team who works on it.</summary>
    public string? Owner { get; init; }

    /// <summary><c>low</c>, <c>normal</c>, <c>high</c> or <c>urgent</c>.</summary>
    public required string Priority { get; init; }

    /// <summary>The values of the template's fields, and any others that were given.</summary>
    public required JsonElement Context { get; init; }

    /// <summary>Counts the changes of the context, from 1.</summary>
    public required int ContextRevision { get; init; }

    /// <summary>The required fields that were waived, and why.</summary>
    public required IReadOnlyList<Waiver> Waivers { get; init; }

    /// <summary>What the receiver said when it was last returned, with the sender's replies.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>
    /// What the sending team changed after handing over: until somebody of the receiving team accepts that revision or
    /// marks it as seen.
    /// </summary>
    public IReadOnlyList<Correction> Corrections { get; init; } = [];

    /// <summary>Questions and answers, oldest first.</summary>
    public required IReadOnlyList<Question> Questions { get; init; }

    /// <summary>Comments, oldest first.</summary>
    public IReadOnlyList<Comment> Comments { get; init; } = [];

    /// <summary>Teams that were asked to help, oldest first; null and left out while none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Assist>? Assists { get; init; }

    /// <summary>
    /// What became of the items of a shift; null and left out where it is none. The items themselves are
    /// <c>context.items</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Shift? Shift { get; init; }

    /// <summary>The caller's own number for it, unique in its template.</summary>
    public string? ExternalKey { get; init; }

    /// <summary>The handoff that this one follows from.</summary>
    public long? ParentId { get; init; }

    /// <summary>
    /// What ties it to others that were handed over to other teams at once; null: it went to one team.
    /// </summary>
    public string? FanOut { get; init; }

    /// <summary>
    /// Where each value came from, by field; null in lists, which do not say it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, Provenance>? Provenance { get; init; }

    /// <summary>Carried values whose sources have changed since, until somebody updates or keeps them.</summary>
    public IReadOnlyList<Drift> Drift { get; init; } = [];

    /// <summary>The person who first handed it over.</summary>
    public string? InitiatedBy { get; init; }

    /// <summary>When it was first handed over, UTC.</summary>
    public DateTime? InitiatedAt { get; init; }

    /// <summary>When a person of the receiving team first saw it, UTC.</summary>
    public DateTime? OpenedAt { get; init; }

    /// <summary>The person who accepted it.</summary>
    public string? AcceptedBy { get; init; }

    /// <summary>When it was last accepted, UTC.</summary>
    public DateTime? AcceptedAt { get; init; }

    /// <summary>The person who completed it.</summary>
    public string? CompletedBy { get; init; }

    /// <summary>When it was completed, UTC.</summary>
    public DateTime? CompletedAt { get; init; }

    /// <summary>When it last changed, UTC.</summary>
    public DateTime UpdatedAt { get; init; }

    /// <summary>When it should be accepted, UTC.</summary>
    public DateTime? AcceptBy { get; init; }

    /// <summary>When it should be completed, UTC.</summary>
    public DateTime? CompleteBy { get; init; }

    /// <summary>Whether the clock that runs now has passed its time.</summary>
    public required bool Overdue { get; init; }

    /// <summary>The steps, in the template's order.</summary>
    public required IReadOnlyList<ChecklistStep> Checklist { get; init; }

    /// <summary>What the receiver said they took over, in their own words.</summary>
    public string? ReadBack { get; init; }

    /// <summary>What the sending team answered to the read-back; null while it has not.</summary>
    public ReadBackAnswer? ReadBackAnswer { get; init; }

    /// <summary>
    /// When the sending team should confirm or correct the read-back, UTC; null: no clock runs for it.
    /// </summary>
    public DateTime? ReadBackBy { get; init; }

    /// <summary>Defects that were found after accepting.</summary>
    public required IReadOnlyList<Gap> Gaps { get; init; }

    /// <summary>What people of the receiving team say of the handover.</summary>
    public required IReadOnlyList<Feedback> Feedback { get; init; }

    /// <summary>
    /// Every waiver, finding and gap there ever was, oldest first, with what became of a dispute about it.
    /// </summary>
    public required IReadOnlyList<Defect> Defects { get; init; }

    /// <summary>What the caller may do with it now.</summary>
    public required IReadOnlyList<string> AllowedCommands { get; init; }

    /// <summary>Its files, in the order in which they were attached.</summary>
    public IReadOnlyList<AttachmentRecord> Attachments { get; init; } = [];

    /// <summary>
    /// Whether the caller watches it; null in lists and in the answers of commands, which do not say it.
    /// </summary>
    public bool? Watching { get; init; }

    /// <summary>Whether the caller muted it; null where <see cref="Watching"/> is.</summary>
    public bool? Muted { get; init; }

    /// <summary>Counts every change; the <c>ETag</c>.</summary>
    public required int Version { get; init; }

    /// <summary>Its page.</summary>
    public required string Url { get; init; }
}

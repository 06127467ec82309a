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

/// <summary>A step of a handoff's checklist.</summary>
public sealed record ChecklistStep
{
    /// <summary>The step's key.</summary>
    public required string Key { get; init; }

    /// <summary>What is to be done.</summary>
    public required string Text { get; init; }

    /// <summary>Whether the handoff cannot be completed without it.</summary>
    public required bool Required { get; init; }

    /// <summary>Whether it was done.</summary>
    public bool Done { get; init; }

    /// <summary>Whether it was skipped.</summary>
    public bool Skipped { get; init; }

    /// <summary>Who did or skipped it.</summary>
    public string? By { get; init; }

    /// <summary>When, UTC.</summary>
    public DateTime? At { get; init; }

    /// <summary>A note; for a skipped step the reason.</summary>
    public string? Note { get; init; }

    /// <summary>What must be given with the step when it is done; left out: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EvidenceKind? Evidence { get; init; }

    /// <summary>The unit of the number that is given; left out: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>The team that may do it while it assists; left out: none beside the receiving team.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Team { get; init; }

    /// <summary>What was given when it was done; left out while nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GivenEvidence? EvidenceGiven { get; init; }
}

/// <summary>
/// A team that was asked to help with a handoff. It sees the handoff until the assist is done or declined.
/// </summary>
public sealed record Assist
{
    /// <summary>Its number within the handoff, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The key of the team that was asked.</summary>
    public required string Team { get; init; }

    /// <summary>What it was asked to do.</summary>
    public required string Text { get; init; }

    /// <summary>The team that asked.</summary>
    public required string AskedTeam { get; init; }

    /// <summary>The person who asked.</summary>
    public required string AskedBy { get; init; }

    /// <summary>When it was asked, UTC.</summary>
    public required DateTime AskedAt { get; init; }

    /// <summary>
    /// When it was done, UTC: somebody said so, or the handoff ended or went to that team; null where it was not.
    /// </summary>
    public DateTime? DoneAt { get; init; }

    /// <summary>When the team declined, UTC; null where it did not.</summary>
    public DateTime? DeclinedAt { get; init; }

    /// <summary>Why the team declined.</summary>
    public string? Reason { get; init; }

    /// <summary>The person who ended or declined it.</summary>
    public string? By { get; init; }

    /// <summary>
    /// Whole minutes from when it was asked until it was done or declined, around the clock; null while it is open.
    /// </summary>
    public int? Minutes { get; init; }
}

/// <summary>What is given as evidence of a step: the one member that the step asks for.</summary>
/// <param name="File">The number of a file of the handoff.</param>
/// <param name="Url">An address of the web, for example <c>https://example.org/report</c>.</param>
/// <param name="Text">A text.</param>
/// <param name="Number">A number, in the unit of the step.</param>
public sealed record GivenEvidence(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? File = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Number = null
);

/// <summary>What the sending team says of a read-back.</summary>
/// <param name="Confirmed">Whether the receiving team understood it right.</param>
/// <param name="Correction">What it got wrong, where it is not confirmed.</param>
/// <param name="By">Who answered.</param>
/// <param name="At">When, UTC.</param>
public sealed record ReadBackAnswer(bool Confirmed, string? Correction, string By, DateTime At);

/// <summary>What a receiver says of one field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Code"><c>missing</c>, <c>wrong</c>, <c>outdated</c> or <c>unclear</c>.</param>
/// <param name="Note">What is wrong, in plain words.</param>
/// <param name="Reply">The sender's reply, where the value stayed as it was.</param>
/// <param name="Changed">Whether the sender changed the value since.</param>
public sealed record Finding(
    string Field,
    FindingCode Code,
    string? Note = null,
    string? Reply = null,
    bool Changed = false
);

/// <summary>A comment on a handoff.</summary>
/// <param name="N">Its number within the handoff, from 1.</param>
/// <param name="Text">What was said.</param>
/// <param name="By">Who said it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Mentions">The people it mentions who may see the handoff.</param>
public sealed record Comment(int N, string Text, string By, DateTime At, IReadOnlyList<string> Mentions);

/// <summary>A field that the sending team changed after handing over.</summary>
/// <param name="Field">The field.</param>
/// <param name="Before">The value that the receiving team last knew; null where there was none.</param>
/// <param name="SinceRevision">The context revision that changed it.</param>
/// <param name="By">Who changed it.</param>
/// <param name="At">When, UTC.</param>
public sealed record Correction(string Field, JsonElement? Before, int SinceRevision, string By, DateTime At);

/// <summary>What may be wrong with a field.</summary>
public enum FindingCode
{
    /// <summary>There is no value.</summary>
    Missing,

    /// <summary>The value is not right.</summary>
    Wrong,

    /// <summary>The value was right once.</summary>
    Outdated,

    /// <summary>The value cannot be understood.</summary>
    Unclear,
}

/// <summary>A question about a handoff, with its answer.</summary>
public sealed record Question
{
    /// <summary>Its number within the handoff, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The question.</summary>
    public required string Text { get; init; }

    /// <summary>The field that it is about.</summary>
    public string? Field { get; init; }

    /// <summary>Whether the handoff cannot be completed until it is answered.</summary>
    public bool Blocking { get; init; }

    /// <summary>The team that asked.</summary>
    public required string AskedTeam { get; init; }

    /// <summary>The person who asked.</summary>
    public required string AskedBy { get; init; }

    /// <summary>When it was asked, UTC.</summary>
    public required DateTime AskedAt { get; init; }

    /// <summary>
    /// When it should be answered, UTC: of a blocking question that moves the clock to the team that must answer.
    /// </summary>
    public DateTime? AnswerBy { get; init; }

    /// <summary>The answer; null while it is open.</summary>
    public string? Answer { get; init; }

    /// <summary>The person who answered.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>When it was answered, UTC.</summary>
    public DateTime? AnsweredAt { get; init; }

    /// <summary>
    /// The earlier question whose answer was used, so that nobody had to be asked; left out where somebody was.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AnswerSource? SavedFrom { get; init; }
}

/// <summary>A question that was answered earlier.</summary>
/// <param name="HandoffId">The handoff.</param>
/// <param name="Number">Its number within that handoff.</param>
public sealed record AnswerSource(long HandoffId, int Number);

/// <summary>An earlier question and its answer, which may answer a question again.</summary>
public sealed record SimilarAnswer
{
    /// <summary>The handoff on which it was asked.</summary>
    public required long HandoffId { get; init; }

    /// <summary>Its number within that handoff.</summary>
    public required int Number { get; init; }

    /// <summary>The title of that handoff.</summary>
    public required string Title { get; init; }

    /// <summary>The question.</summary>
    public required string Question { get; init; }

    /// <summary>The field that it is about.</summary>
    public string? Field { get; init; }

    /// <summary>The answer.</summary>
    public required string Answer { get; init; }

    /// <summary>The person who answered.</summary>
    public required string By { get; init; }

    /// <summary>When it was answered, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>How well it fits, 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>Why it is offered, in words.</summary>
    public required IReadOnlyList<string> Why { get; init; }
}

/// <summary>A defect of the context that was found after accepting.</summary>
/// <param name="Field">The field.</param>
/// <param name="Code">What is wrong with it.</param>
/// <param name="MinutesLost">What it cost, in minutes.</param>
/// <param name="Note">A note.</param>
/// <param name="By">The person who flagged it.</param>
/// <param name="At">When, UTC.</param>
public sealed record Gap(string Field, FindingCode Code, int? MinutesLost, string? Note, string By, DateTime At);

/// <summary>What one person of the receiving team says of a handover.</summary>
/// <param name="Rating">1 (poor) to 5 (nothing to ask).</param>
/// <param name="Missing">The fields that were missing; may be none.</param>
/// <param name="Comment">A comment.</param>
/// <param name="By">The person.</param>
/// <param name="At">When, UTC.</param>
public sealed record Feedback(int Rating, IReadOnlyList<string> Missing, string? Comment, string By, DateTime At);

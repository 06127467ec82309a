using System.Text.Json;

namespace Baton.Client;

/// <summary>Creates a handoff and hands it over, unless it is a draft.</summary>
/// <param name="Template">The key of the template.</param>
/// <param name="Context">The values of its fields.</param>
/// <param name="ExternalKey">
/// Your own number for it, unique in the template: a repeated create gives the first one again.
/// </param>
/// <param name="Draft">Whether to keep it as a draft.</param>
/// <param name="Waivers">Required fields to waive, each with the reason.</param>
/// <param name="Priority"><c>low</c>, <c>normal</c>, <c>high</c> or <c>urgent</c>.</param>
/// <param name="ParentId">The handoff that this one follows from.</param>
public sealed record CreateHandoffRequest(
    string Template,
    JsonElement Context,
    string? ExternalKey = null,
    bool Draft = false,
    IReadOnlyList<WaiverRequest>? Waivers = null,
    string Priority = "normal",
    long? ParentId = null
);

/// <summary>Leave to hand over without a required field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Reason">Why.</param>
public sealed record WaiverRequest(string Field, string Reason);

/// <summary>Asks what the gate would say.</summary>
/// <param name="Template">The key of the template.</param>
/// <param name="Context">The values of its fields.</param>
/// <param name="Waivers">Required fields to waive, each with the reason.</param>
public sealed record CheckRequest(string Template, JsonElement Context, IReadOnlyList<WaiverRequest>? Waivers = null);

/// <summary>The gate's answer.</summary>
/// <param name="Complete">Whether the context may be handed over.</param>
/// <param name="Errors">Every fault, in the template's order.</param>
public sealed record CheckRecord(bool Complete, IReadOnlyList<FieldError> Errors);

/// <summary>Merges values into the context; null removes a field.</summary>
/// <param name="Context">The values to change.</param>
public sealed record EditRequest(JsonElement Context);

/// <summary>Hands over a draft, or resubmits a returned handoff.</summary>
/// <param name="Waivers">Required fields to waive, each with the reason.</param>
/// <param name="Replies">Replies to findings whose value stays as it is, by field.</param>
public sealed record InitiateRequest(
    IReadOnlyList<WaiverRequest>? Waivers = null,
    IReadOnlyDictionary<string, string>? Replies = null
);

/// <summary>Accepts a handoff.</summary>
/// <param name="ContextRevision">The revision of the context that you saw; refused when it has changed since.</param>
/// <param name="ReadBack">What you are accepting, in your own words, where the template asks for it.</param>
public sealed record AcceptRequest(int? ContextRevision = null, string? ReadBack = null);

/// <summary>Gives a handoff back.</summary>
/// <param name="Findings">What is wrong, at least one.</param>
public sealed record ReturnRequest(IReadOnlyList<FindingRequest> Findings);

/// <summary>What is wrong with a field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Code"><c>missing</c>, <c>wrong</c>, <c>outdated</c> or <c>unclear</c>.</param>
/// <param name="Note">What is wrong, in plain words.</param>
public sealed record FindingRequest(string Field, FindingCode Code, string? Note = null);

/// <summary>Refuses a handoff.</summary>
/// <param name="Code">
/// <c>wrong_team</c>, <c>out_of_scope</c>, <c>duplicate</c>, <c>no_capacity</c> or <c>other</c>.
/// </param>
/// <param name="Note">Why, in plain words.</param>
/// <param name="SuggestedTeam">The team that it should go to.</param>
public sealed record DeclineRequest(DeclineCode Code, string Note, string? SuggestedTeam = null);

/// <summary>Why a handoff is refused.</summary>
public enum DeclineCode
{
    /// <summary>It belongs to another team.</summary>
    WrongTeam,

    /// <summary>It is not what the team does.</summary>
    OutOfScope,

    /// <summary>The work is there already.</summary>
    Duplicate,

    /// <summary>The team has no capacity.</summary>
    NoCapacity,

    /// <summary>See the note.</summary>
    Other,
}

/// <summary>Sends a handoff on to another team.</summary>
/// <param name="Team">The team.</param>
/// <param name="Note">Why.</param>
public sealed record RerouteRequest(string Team, string Note);

/// <summary>Withdraws a handoff.</summary>
/// <param name="Reason">Why.</param>
public sealed record WithdrawRequest(string Reason);

/// <summary>Assigns the handoff to a member of the receiving team.</summary>
/// <param name="Person">A person of the receiving team.</param>
public sealed record AssignRequest(string Person);

/// <summary>Completes a handoff.</summary>
public sealed record CompleteRequest;

/// <summary>Ticks, unticks or skips a step.</summary>
/// <param name="Done">Whether the step is done.</param>
/// <param name="Skipped">Whether it is skipped; needs a note.</param>
/// <param name="Note">A note.</param>
public sealed record TickRequest(bool Done = false, bool Skipped = false, string? Note = null);

/// <summary>Asks the other team a question.</summary>
/// <param name="Text">The question.</param>
/// <param name="Field">The field that it is about.</param>
/// <param name="Blocking">Whether the handoff cannot be completed until it is answered.</param>
public sealed record AskRequest(string Text, string? Field = null, bool Blocking = false);

/// <summary>Answers a question.</summary>
/// <param name="Text">The answer.</param>
public sealed record AnswerRequest(string Text);

/// <summary>Reports a gap that was found after accepting.</summary>
/// <param name="Field">The field.</param>
/// <param name="Code"><c>missing</c>, <c>wrong</c>, <c>outdated</c> or <c>unclear</c>.</param>
/// <param name="MinutesLost">What it cost, in minutes.</param>
/// <param name="Note">A note.</param>
public sealed record GapRequest(string Field, FindingCode Code, int? MinutesLost = null, string? Note = null);

/// <summary>Rates the handoff.</summary>
/// <param name="Rating">1 (poor) to 5 (nothing to ask).</param>
/// <param name="Missing">The fields that were missing; may be none.</param>
/// <param name="Comment">A comment.</param>
public sealed record FeedbackRequest(int Rating, IReadOnlyList<string>? Missing = null, string? Comment = null);

/// <summary>A page of a list, newest first.</summary>
/// <param name="Items">The items.</param>
/// <param name="NextCursor">Where the next page begins; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>A whole list.</summary>
/// <param name="Items">The items.</param>
public sealed record ItemsOf<T>(IReadOnlyList<T> Items);

/// <summary>The context at a glance.</summary>
/// <param name="Context">The values.</param>
/// <param name="Checklist">The steps, as texts.</param>
/// <param name="From">Who handed it over; null for a draft.</param>
/// <param name="Initiated">When, UTC; null for a draft.</param>
public sealed record ContextRecord(
    JsonElement Context,
    IReadOnlyList<string> Checklist,
    string? From,
    DateTime? Initiated
);

/// <summary>An event of a handoff.</summary>
/// <param name="Seq">1, 2, 3, … within the handoff.</param>
/// <param name="Kind">What happened, for example <c>handoff.accepted</c>.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">The person who did it.</param>
/// <param name="Team">The team for which they did it.</param>
/// <param name="Role"><c>member</c>, <c>lead</c> or <c>admin</c>.</param>
/// <param name="Data">The details; their members depend on the kind.</param>
public sealed record EventRecord(
    int Seq,
    string Kind,
    DateTime At,
    string Actor,
    string Team,
    string Role,
    JsonElement Data
);

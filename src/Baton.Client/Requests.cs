using System.Text.Json;
using System.Text.Json.Serialization;

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

/// <summary>Hands the same work over to several teams at once: a handoff for each.</summary>
/// <param name="Template">The key of the template; who receives it is said here.</param>
/// <param name="To">The keys of the receiving teams, 2 to 50.</param>
/// <param name="Context">The values of its fields.</param>
/// <param name="Waivers">Required fields to waive, each with the reason.</param>
/// <param name="Priority"><c>low</c>, <c>normal</c>, <c>high</c> or <c>urgent</c>.</param>
/// <param name="ParentId">The handoff that they follow from.</param>
public sealed record FanOutRequest(
    string Template,
    IReadOnlyList<string> To,
    JsonElement Context,
    IReadOnlyList<WaiverRequest>? Waivers = null,
    string Priority = "normal",
    long? ParentId = null
);

/// <summary>What was handed over to several teams at once.</summary>
/// <param name="FanOut">What ties them: <c>fan_out</c> of each.</param>
/// <param name="Items">The handoffs, in the order of the teams.</param>
public sealed record FanOutRecord(string FanOut, IReadOnlyList<HandoffRecord> Items);

/// <summary>Leave to hand over without a required field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Reason">Why.</param>
public sealed record WaiverRequest(string Field, string Reason);

/// <summary>Asks what the gate would say.</summary>
/// <param name="Template">The key of the template.</param>
/// <param name="Context">The values of its fields.</param>
/// <param name="Waivers">Required fields to waive, each with the reason.</param>
/// <param name="ParentId">The handoff that it would follow from: what it carries from there is filled in.</param>
public sealed record CheckRequest(
    string Template,
    JsonElement Context,
    IReadOnlyList<WaiverRequest>? Waivers = null,
    long? ParentId = null
);

/// <summary>The gate's answer.</summary>
/// <param name="Complete">Whether the context may be handed over.</param>
/// <param name="Errors">Every fault, in the template's order.</param>
public sealed record CheckRecord(bool Complete, IReadOnlyList<FieldError> Errors)
{
    /// <summary>
    /// Handoffs that may be the same piece of work, newest first: of the same template and title, under way or
    /// younger than 30 days.
    /// </summary>
    public IReadOnlyList<SimilarHandoff> Similar { get; init; } = [];
}

/// <summary>A handoff with the title of one that is about to begin.</summary>
/// <param name="HandoffId">Its number.</param>
/// <param name="Title">Its title.</param>
/// <param name="Status">Its state.</param>
/// <param name="ToTeam">The key of the receiving team.</param>
/// <param name="InitiatedAt">When it was first handed over, UTC; null for a draft.</param>
public sealed record SimilarHandoff(
    long HandoffId,
    string Title,
    HandoffStatus Status,
    string ToTeam,
    DateTime? InitiatedAt
);

/// <summary>A page of a list, newest first unless the list was asked for another order.</summary>
/// <param name="Items">The items.</param>
/// <param name="NextCursor">Where the next page begins; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <summary>How many there are on all pages, at most 10,000; only where it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Total { get; init; }

    /// <summary>Whether there are more than were counted; only where it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? TotalCapped { get; init; }
}

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

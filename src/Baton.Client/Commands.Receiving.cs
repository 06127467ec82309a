using System.Text.Json.Serialization;

namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>Accepts the handoff: from now on the receiving team is responsible.</summary>
    public Task<HandoffRecord> AcceptAsync(
        long id,
        AcceptRequest? request = null,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "accept", request ?? new AcceptRequest(), version, cancellationToken);

    /// <summary>Returns the handoff to the sending team, with findings.</summary>
    public Task<HandoffRecord> ReturnAsync(
        long id,
        ReturnRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "return", request, version, cancellationToken);

    /// <summary>Declines the handoff.</summary>
    public Task<HandoffRecord> DeclineAsync(
        long id,
        DeclineRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "decline", request, version, cancellationToken);

    /// <summary>Reroutes the handoff to another team.</summary>
    public Task<HandoffRecord> RerouteAsync(
        long id,
        RerouteRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, "reroute", request, version, cancellationToken);

    /// <summary>Decides a dispute, as a lead of the receiving team: the defect is upheld or dropped.</summary>
    public Task<HandoffRecord> DecideAsync(
        long id,
        int defect,
        DecisionRequest request,
        CancellationToken cancellationToken = default
    ) => CommandAsync(id, $"defects/{defect}/decision", request, null, cancellationToken);
}

/// <summary>Accepts a handoff.</summary>
/// <param name="ContextRevision">The revision of the context that you saw; refused when it has changed since.</param>
/// <param name="ReadBack">What you are accepting, in your own words, where the template asks for it.</param>
/// <param name="ItemReadBacks">
/// Of a shift, what you read back of each item that is open and a watcher or unstable, by its key.
/// </param>
public sealed record AcceptRequest(
    int? ContextRevision = null,
    string? ReadBack = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyDictionary<string, string>? ItemReadBacks = null
);

/// <summary>Gives a handoff back.</summary>
/// <param name="Findings">What is wrong, at least one.</param>
/// <param name="ContextRevision">The revision that you saw; refused (409) if the context changed since.</param>
public sealed record ReturnRequest(
    IReadOnlyList<FindingRequest> Findings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ContextRevision = null
);

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

/// <summary>Decides on a dispute.</summary>
/// <param name="Upheld">True: the defect stands; false: it is dropped.</param>
/// <param name="Answer">What you say to it.</param>
public sealed record DecisionRequest(bool Upheld, string? Answer = null);

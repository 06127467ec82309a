using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.State;

internal sealed partial class Handoff
{
    /// <summary>
    /// A person of the receiving team sees it for the first time. No event when somebody saw it before, or sees it
    /// from elsewhere.
    /// </summary>
    internal HandoffEvent? Open(Caller caller, DateTime at) =>
        IsUnopenedFor(caller) ? Record(new Opened(ContextRevision), at, caller, ToTeam) : null;

    /// <summary>An admin who looks on from outside does not open it for the team.</summary>
    internal bool IsUnopenedFor(Caller caller) =>
        Status == HandoffStatus.Initiated && OpenedAt is null && caller.Teams.ContainsKey(ToTeam);

    internal Outcome<HandoffEvent> Accept(
        int? seenRevision,
        string? readBack,
        bool readBackAsked,
        DateTime? completeBy,
        Caller caller,
        DateTime at,
        string? substitute = null
    )
    {
        if (Refuse(Command.Accept, caller) is { } refusal)
            return refusal;
        if (seenRevision is { } seen && seen != ContextRevision)
            return Conflict(
                caller,
                "context-changed",
                "The context changed",
                $"You saw revision {seen} of the context; it is at revision {ContextRevision}. Read it again."
            );
        if (readBackAsked && Blank.Is(readBack))
            return Refusal.Invalid(
                "read_back",
                "missing",
                "This template asks for a read-back: say in your own words what you take over."
            );
        return Record(new Accepted(ContextRevision, readBack, completeBy, substitute), at, caller, ToTeam);
    }

    internal Outcome<HandoffEvent> Return(
        IReadOnlyList<Finding> findings,
        DateTime? resubmitBy,
        Caller caller,
        DateTime at
    ) =>
        Refuse(Command.Return, caller) is { } refusal
            ? refusal
            : Record(new Returned(findings, resubmitBy), at, caller, ToTeam);

    internal Outcome<HandoffEvent> Decline(
        string code,
        string note,
        string? suggestedTeam,
        Caller caller,
        DateTime at
    ) =>
        Refuse(Command.Decline, caller) is { } refusal
            ? refusal
            : Record(new Declined(code, note, suggestedTeam), at, caller, ToTeam);

    internal Outcome<HandoffEvent> Reroute(string team, string note, DateTime? acceptBy, Caller caller, DateTime at)
    {
        if (Refuse(Command.Reroute, caller) is { } refusal)
            return refusal;
        if (team == ToTeam || team == FromTeam)
            return Refusal.Invalid(
                "team",
                "rule",
                $"It is already between {FromTeam} and {ToTeam}: name another team."
            );
        var from = ToTeam;
        return Record(
            new Rerouted(from, team, note, PassedTeams.Count + 1, acceptBy),
            at,
            caller,
            caller.Leads(FromTeam) && !caller.Teams.ContainsKey(from) ? FromTeam : from
        );
    }

    internal Outcome<HandoffEvent> Assign(string? person, Caller caller, DateTime at, string? substitute = null) =>
        Refuse(Command.Assign, caller) is { } refusal
            ? refusal
            : Record(new Assigned(Owner, person, substitute), at, caller, ToTeam);
}

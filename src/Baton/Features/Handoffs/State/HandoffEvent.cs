using Baton.Features.Organization;

namespace Baton.Features.Handoffs.State;

/// <summary>A row of the event log: append-only, and the only history.</summary>
internal sealed class HandoffEvent
{
    private HandoffEvent() { }

    private HandoffEvent(int seq, HandoffChange change, DateTime at, string actor, string team, string role)
    {
        Seq = seq;
        Kind = change.Kind;
        At = at;
        Actor = actor;
        Team = team;
        Role = role;
        Data = change.ToJson();
    }

    public long HandoffId { get; private set; }

    /// <summary>1, 2, 3, … within the handoff.</summary>
    public int Seq { get; private set; }

    public string Kind { get; private set; } = "";

    public DateTime At { get; private set; }

    /// <summary>
    /// The key of the person who did it, or in an imported history their name; empty where it tells none.
    /// </summary>
    public string Actor { get; private set; } = "";

    /// <summary>The team for which they did it.</summary>
    public string Team { get; private set; } = "";

    /// <summary>What they are in that team: <c>member</c>, <c>lead</c>, or <c>admin</c>.</summary>
    public string Role { get; private set; } = "";

    public string Data { get; private set; } = "";

    /// <summary>
    /// Over this event and the one before it, see <see cref="EventChain"/>; null until the server of an upgrade made
    /// it.
    /// </summary>
    public string? Hash { get; private set; }

    /// <summary>Who did it; null where nobody knows any more.</summary>
    internal string? Who => Actor.Length == 0 ? null : Actor;

    /// <summary>What happened, once it was read from <see cref="Data"/>.</summary>
    internal HandoffChange? Known { get; set; }

    /// <summary>Hangs it behind what happened before.</summary>
    internal HandoffEvent After(string? before)
    {
        Hash = EventChain.HashOf(before, this);
        return this;
    }

    internal static HandoffEvent Of(int seq, HandoffChange change, DateTime at, Caller caller, string team) =>
        new(seq, change, at, caller.Person, team, caller.RoleIn(team));

    /// <summary>An event of the past, told by somebody who may be no person here.</summary>
    internal static HandoffEvent OfThePast(int seq, HandoffChange change, DateTime at, string? actor, string team) =>
        new(seq, change, at, PersonKeys.OfThePast(actor ?? ""), team, "member");
}

using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Escalation;

/// <summary>
/// The clock of a live handoff, its ladder as it was when the clock started, and what is wrong with it. Kept beside
/// the handoff and not in it: an alarm that goes off changes no handoff.
/// </summary>
internal sealed class Alarm : ITimedAlarm
{
    /// <summary>Nobody could be told that it waits for them.</summary>
    internal const string NobodyTold = "nobody_told";

    /// <summary>All who were to be told were, and still it waits.</summary>
    internal const string LadderExhausted = "ladder_exhausted";

    /// <summary>The person who worked on it is gone.</summary>
    internal const string OwnerGone = "owner_gone";

    /// <summary>The team that holds it was closed.</summary>
    internal const string TeamClosed = "team_closed";

    /// <summary>Nobody is left in the team that holds it. Never stored: it is seen from the team.</summary>
    internal const string TeamEmpty = "team_empty";

    public required long HandoffId { get; set; }

    /// <summary>The event with which this clock started.</summary>
    public required int Seq { get; set; }

    public required Clock Clock { get; set; }

    /// <summary>The team that holds the clock.</summary>
    public required string Team { get; set; }

    /// <summary>
    /// Copied from the handoff, as is what follows, so that what is in trouble is counted without reading handoffs.
    /// </summary>
    public string FromTeam { get; set; } = "";

    public string ToTeam { get; set; } = "";

    public string Template { get; set; } = "";

    public DateTime? InitiatedAt { get; set; }

    public DateTime? DueAt { get; set; }

    public IReadOnlyList<AlarmRung> Rungs { get; set; } = [];

    /// <summary>The next rung, counted from 0.</summary>
    public int Next { get; set; }

    /// <summary>When the next rung goes off; null when none is left.</summary>
    public DateTime? NextAt { get; set; }

    public string? Trouble { get; set; }

    public DateTime? TroubleSince { get; set; }

    /// <summary>The alarm of the clock that runs now; null when none does.</summary>
    internal static Alarm? Of(Handoff handoff, Template template, Catalog catalog)
    {
        if (handoff.ClockTeam is not { } team)
            return null;
        var rungs = Ladder.Of(handoff, template, catalog.Teams.GetValueOrDefault(team));
        var alarm = new Alarm
        {
            HandoffId = handoff.Id,
            Seq = handoff.Version,
            Clock = handoff.Clock,
            Team = team,
            DueAt = handoff.DueAt,
            Rungs = rungs,
            NextAt = rungs.Count > 0 ? rungs[0].At : null,
        };
        alarm.Follow(handoff);
        return alarm;
    }

    /// <summary>What it repeats of the handoff.</summary>
    internal void Follow(Handoff handoff)
    {
        FromTeam = handoff.FromTeam;
        ToTeam = handoff.ToTeam;
        Template = handoff.Template;
        InitiatedAt = handoff.InitiatedAt;
    }

    /// <summary>Whether this is still the clock that runs.</summary>
    internal bool IsOf(Handoff handoff) =>
        Clock == handoff.Clock && Team == handoff.ClockTeam && DueAt == handoff.DueAt;

    internal void Restart(Alarm other)
    {
        Seq = other.Seq;
        Clock = other.Clock;
        Team = other.Team;
        DueAt = other.DueAt;
        Rungs = other.Rungs;
        Next = other.Next;
        NextAt = other.NextAt;
        Trouble = null;
        TroubleSince = null;
    }

    /// <summary>
    /// The rungs whose time has come, each once; what was missed while the server stood still is caught up with.
    /// </summary>
    internal IReadOnlyList<AlarmRung> GoOff(DateTime now)
    {
        var due = Rungs.Skip(Next).TakeWhile(rung => rung.At <= now).ToList();
        Next += due.Count;
        NextAt = Next < Rungs.Count ? Rungs[Next].At : null;
        if (NextAt is null && Trouble is null)
        {
            Trouble = LadderExhausted;
            TroubleSince = now;
        }
        return due;
    }

    /// <summary>What is past is past: of a handoff that comes out of another system no rung goes off late.</summary>
    internal void PassOver(DateTime now) => GoOff(now);
}

/// <summary>A rung with its time.</summary>
internal sealed record AlarmRung(int Percent, DateTime At, IReadOnlyList<string> Tell);

using System.ComponentModel;
using System.Linq.Expressions;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Escalation.Orphans;

/// <summary>Open handoffs that need an owner, each with the reason and what to do.</summary>
internal static class ListOrphans
{
    internal static async Task<Outcome<Page<OrphanRecord>>> RunAsync(
        BatonDb db,
        RequestContext context,
        OrphanFilter filter,
        Uri baseUrl,
        CancellationToken cancellationToken
    )
    {
        if (Named.Refuse(Named.Team(context.Catalog, "team", filter.Team)) is { } unknown)
            return unknown;
        var found = new List<(Alarm Alarm, Handoff Handoff)>();
        foreach (var lane in Lanes(db, context.Caller, EmptyTeams(context.Catalog)))
            found.AddRange(await ReadAsync(db, lane, filter, cancellationToken));
        var page = found.OrderByDescending(row => row.Handoff.Id).Take(filter.Limit).ToList();
        return new Page<OrphanRecord>(
            [.. page.Select(row => ToRecord(row.Alarm, row.Handoff, baseUrl))],
            found.Count > page.Count ? Cursor.Of(page[^1].Handoff.Id) : null
        );
    }

    internal static async Task<int> CountAsync(
        BatonDb db,
        RequestContext context,
        Expression<Func<Alarm, bool>>? of,
        CancellationToken cancellationToken
    )
    {
        var count = 0;
        foreach (var lane in Lanes(db, context.Caller, EmptyTeams(context.Catalog)))
            count += await (of is null ? lane : lane.Where(of)).CountAsync(cancellationToken);
        return count;
    }

    /// <summary>
    /// Those that a caller may see: what is in trouble, from an index of its own that holds all that is asked of it
    /// here; and what waits for an empty team, found by the team. No handoff is in both.
    /// </summary>
    internal static IEnumerable<IQueryable<Alarm>> Lanes(BatonDb db, Caller caller, IReadOnlyList<string> emptyTeams)
    {
        var alarms = db.Alarms.AsNoTracking();
        yield return SeenBy(db, caller, alarms.Where(alarm => alarm.Trouble != null));
        if (emptyTeams.Count > 0)
            yield return SeenBy(
                db,
                caller,
                alarms.Where(alarm => alarm.Trouble == null && emptyTeams.Contains(alarm.Team))
            );
    }

    private static IQueryable<Alarm> SeenBy(BatonDb db, Caller caller, IQueryable<Alarm> alarms)
    {
        if (caller.IsAdmin)
            return alarms;
        var own = caller.Teams.Keys.ToList();
        var passed = db
            .PassedTeams.Where(passedTeam => own.Contains(passedTeam.TeamKey))
            .Select(passedTeam => passedTeam.HandoffId);
        return alarms.Where(alarm =>
            own.Contains(alarm.FromTeam) || own.Contains(alarm.ToTeam) || passed.Contains(alarm.HandoffId)
        );
    }

    private static async Task<IEnumerable<(Alarm Alarm, Handoff Handoff)>> ReadAsync(
        BatonDb db,
        IQueryable<Alarm> lane,
        OrphanFilter filter,
        CancellationToken cancellationToken
    )
    {
        var before = filter.Before;
        var team = filter.Team;
        if (before is not null)
            lane = lane.Where(alarm => alarm.HandoffId < before);
        if (team is not null)
            lane = lane.Where(alarm => alarm.FromTeam == team || alarm.ToTeam == team);
        var rows = await lane.OrderByDescending(alarm => alarm.HandoffId)
            .Take(filter.Limit + 1)
            .Join(
                db.Handoffs.AsNoTracking(),
                alarm => alarm.HandoffId,
                handoff => handoff.Id,
                (alarm, handoff) => new { alarm, handoff }
            )
            .ToListAsync(cancellationToken);
        return rows.Select(row => (row.alarm, row.handoff));
    }

    internal static IReadOnlyList<string> EmptyTeams(Catalog catalog) =>
        [.. catalog.Teams.Keys.Where(team => !catalog.ActiveMembersOf(team).Any())];

    private static OrphanRecord ToRecord(Alarm alarm, Handoff handoff, Uri baseUrl)
    {
        var reason = alarm.Trouble ?? Alarm.TeamEmpty;
        return new OrphanRecord
        {
            HandoffId = handoff.Id,
            Title = handoff.Title,
            Template = handoff.Template,
            FromTeam = handoff.FromTeam,
            ToTeam = handoff.ToTeam,
            Status = handoff.Status,
            Team = alarm.Team,
            Reason = reason,
            Since = alarm.TroubleSince,
            DueAt = handoff.DueAt,
            WhatToDo = WhatToDo(reason, TeamOf(reason, alarm.Team, handoff.ToTeam), handoff.Status),
            Url = HandoffRecords.UrlOf(handoff.Id, baseUrl),
        };
    }

    /// <summary>An owner leaves the team that received it, whichever team is to act now.</summary>
    internal static string TeamOf(string reason, string team, string toTeam) =>
        reason == Alarm.OwnerGone ? toTeam : team;

    internal static string WhatToDo(string reason, string team, HandoffStatus? status = null) =>
        reason switch
        {
            Alarm.NobodyTold => T(
                "No notice reached {0}. Give {0} a channel that works, then send the notice again from the "
                    + "delivery log.",
                team
            ),
            Alarm.LadderExhausted when status == HandoffStatus.Accepted => T(
                "{0} has not responded to any reminder. Talk to its leads, or assign the handoff to someone else.",
                team
            ),
            Alarm.LadderExhausted => T(
                "{0} has not responded to any reminder. Talk to its leads, reroute the handoff, or withdraw it.",
                team
            ),
            Alarm.OwnerGone => T("The owner left {0}. Assign the handoff to someone else.", team),
            Alarm.TeamClosed when status == HandoffStatus.Accepted => T(
                "{0} is closed. Complete the handoff, or hand it on to another team.",
                team
            ),
            Alarm.TeamClosed => T("{0} is closed. Reroute the handoff to another team, or withdraw it.", team),
            _ when status == HandoffStatus.Accepted => T("{0} has no active members. Add people to {0}.", team),
            _ => T("{0} has no active members. Add people to {0}, or reroute the handoff.", team),
        };
}

internal sealed record OrphanFilter : PageQuery
{
    [Description("Only handoffs from or to this team.")]
    public string? Team { get; init; }
}

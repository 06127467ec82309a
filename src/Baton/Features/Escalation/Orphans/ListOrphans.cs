using System.ComponentModel;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.EntityFrameworkCore;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Escalation.Orphans;

/// <summary>Open handoffs that need an owner, each with the reason and what to do.</summary>
internal static class ListOrphans
{
    /// <summary>Not positional: a query sees through members that are set, not through a constructor.</summary>
    internal sealed record Row
    {
        public required Handoff Handoff { get; init; }

        public required string Team { get; init; }

        public string? Trouble { get; init; }

        public DateTime? Since { get; init; }
    }

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
        var before = filter.Before;
        var team = filter.Team;
        var rows = Of(db, context.Caller, EmptyTeams(context.Catalog));
        if (before is not null)
            rows = rows.Where(row => row.Handoff.Id < before);
        if (team is not null)
            rows = rows.Where(row => row.Handoff.FromTeam == team || row.Handoff.ToTeam == team);
        var found = await rows.OrderByDescending(row => row.Handoff.Id)
            .Take(filter.Limit + 1)
            .ToListAsync(cancellationToken);
        var page = found.Take(filter.Limit).ToList();
        return new Page<OrphanRecord>(
            [.. page.Select(row => ToRecord(row, baseUrl))],
            found.Count > page.Count ? Cursor.Of(page[^1].Handoff.Id) : null
        );
    }

    /// <summary>
    /// Those that a caller may see. What is in trouble is few and in an index of its own; what waits for an empty
    /// team is found by the team.
    /// </summary>
    internal static IQueryable<Row> Of(BatonDb db, Caller caller, IReadOnlyList<string> emptyTeams)
    {
        var rows = db
            .Alarms.AsNoTracking()
            .Where(alarm => alarm.Trouble != null || emptyTeams.Contains(alarm.Team))
            .Join(
                db.Handoffs.AsNoTracking(),
                alarm => alarm.HandoffId,
                handoff => handoff.Id,
                (alarm, handoff) =>
                    new Row
                    {
                        Handoff = handoff,
                        Team = alarm.Team,
                        Trouble = alarm.Trouble,
                        Since = alarm.TroubleSince,
                    }
            );
        var own = caller.Teams.Keys.ToList();
        return caller.IsAdmin
            ? rows
            : rows.Where(row =>
                own.Contains(row.Handoff.FromTeam)
                || own.Contains(row.Handoff.ToTeam)
                || db.Set<PassedTeam>()
                    .Any(passed => passed.HandoffId == row.Handoff.Id && own.Contains(passed.TeamKey))
            );
    }

    internal static IReadOnlyList<string> EmptyTeams(Catalog catalog) =>
        [
            .. catalog
                .Teams.Values.Where(team => team.Team.Members.All(member => catalog.CallerOf(member.PersonKey) is null))
                .Select(team => team.Key),
        ];

    private static OrphanRecord ToRecord(Row row, Uri baseUrl)
    {
        var reason = row.Trouble ?? Alarm.TeamEmpty;
        return new OrphanRecord
        {
            HandoffId = row.Handoff.Id,
            Title = row.Handoff.Title,
            Template = row.Handoff.Template,
            FromTeam = row.Handoff.FromTeam,
            ToTeam = row.Handoff.ToTeam,
            Status = row.Handoff.Status,
            Team = row.Team,
            Reason = reason,
            Since = row.Since,
            DueAt = row.Handoff.DueAt,
            WhatToDo = WhatToDo(reason, row.Team),
            Url = HandoffRecords.UrlOf(row.Handoff.Id, baseUrl),
        };
    }

    internal static string WhatToDo(string reason, string team) =>
        reason switch
        {
            Alarm.NobodyTold => T(
                "No notice reached {0}. Give {0} a channel that works, then send the notice again from the "
                    + "delivery log.",
                team
            ),
            Alarm.LadderExhausted => T(
                "{0} has not responded to any reminder. Talk to its leads, reroute the handoff, or withdraw it.",
                team
            ),
            Alarm.OwnerGone => T("The owner left {0}. Assign the handoff to someone else.", team),
            Alarm.TeamClosed => T("{0} is closed. Reroute the handoff to another team, or withdraw it.", team),
            _ => T("{0} has no active members. Add people to {0}, or reroute the handoff.", team),
        };
}

internal sealed record OrphanFilter : PageQuery
{
    [Description("Only handoffs from or to this team.")]
    public string? Team { get; init; }
}

using System.Linq.Expressions;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Quality;

/// <summary>
/// Who has how much to do now. Counted from an index that holds what is open and nothing else, so it costs the same
/// however many handoffs are over.
/// </summary>
internal static class ReadLoad
{
    internal static readonly TimeSpan Week = TimeSpan.FromDays(7);

    internal static async Task<Outcome<LoadReport>> RunAsync(
        BatonDb db,
        RequestContext context,
        string? team,
        string? template,
        CancellationToken cancellationToken
    )
    {
        if (
            Named.Refuse(
                Named.Team(context.Catalog, "team", team),
                Named.Template(context.Catalog, "template", template)
            ) is
            { } refusal
        )
            return refusal;
        var people = await CountAsync(db, context, team, template, cancellationToken);
        var teams = InOrder(people.GroupBy(row => row.Team).Select(ToTeam).ToList());
        var place = teams.Index().ToDictionary(entry => entry.Item.Team, entry => entry.Index);
        return new LoadReport
        {
            Until = context.Now,
            WeekUntil = context.Now + Week,
            Team = team,
            Template = template,
            Held = teams.Sum(row => row.Held),
            Overdue = teams.Sum(row => row.Overdue),
            DueThisWeek = teams.Sum(row => row.DueThisWeek),
            Unowned = teams.Sum(row => row.Unowned),
            Items = teams,
            People =
            [
                .. people
                    .OrderBy(row => place[row.Team])
                    .ThenByDescending(row => row.Overdue)
                    .ThenByDescending(row => row.Held)
                    .ThenBy(row => row.Person, StringComparer.Ordinal),
            ],
        };
    }

    private static Task<List<PersonLoad>> CountAsync(
        BatonDb db,
        RequestContext context,
        string? team,
        string? template,
        CancellationToken cancellationToken
    )
    {
        var now = context.Now;
        var end = now + Week;
        var open = db.ByIndex<Handoff>(HandoffIndexes.Open, HandoffIndexes.IsOpen).Where(SeenBy(db, context.Caller));
        if (team is not null)
            open = open.Where(Handoff.HeldBy(team));
        if (template is not null)
            open = open.Where(handoff => handoff.Template == template);
        return open.GroupBy(handoff => new
            {
                Team = handoff.Clock == Clock.Sender ? handoff.FromTeam : handoff.ToTeam,
                handoff.Owner,
            })
            .Select(group => new PersonLoad(
                group.Key.Team,
                group.Key.Owner,
                group.Count(),
                group.Count(handoff => handoff.DueAt < now),
                group.Count(handoff => handoff.DueAt >= now && handoff.DueAt < end)
            ))
            .ToListAsync(cancellationToken);
    }

    private static Expression<Func<Handoff, bool>> SeenBy(BatonDb db, Caller caller)
    {
        if (caller.IsAdmin)
            return _ => true;
        var own = caller.Teams.Keys.ToList();
        return handoff =>
            own.Contains(handoff.FromTeam)
            || own.Contains(handoff.ToTeam)
            || db.Set<PassedTeam>()
                .Where(passed => own.Contains(passed.TeamKey))
                .Select(passed => passed.HandoffId)
                .Contains(handoff.Id);
    }

    private static TeamLoad ToTeam(IGrouping<string, PersonLoad> rows) =>
        new(
            rows.Key,
            rows.Sum(row => row.Held),
            rows.Sum(row => row.Overdue),
            rows.Sum(row => row.DueThisWeek),
            rows.Where(row => row.Person is null).Sum(row => row.Held)
        );

    private static List<TeamLoad> InOrder(IReadOnlyList<TeamLoad> teams) =>
        [
            .. teams
                .OrderByDescending(row => row.Overdue)
                .ThenByDescending(row => row.Held)
                .ThenBy(row => row.Team, StringComparer.Ordinal),
        ];
}

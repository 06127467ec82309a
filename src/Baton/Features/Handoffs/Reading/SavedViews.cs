using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// Saves, lists and removes views. Those of a team are for everybody in it, until the team is closed.
/// </summary>
internal static class SavedViews
{
    /// <summary>Of one person, or of one team.</summary>
    private const int Most = 50;

    private static readonly HotRows<string, List<string>, SavedView> ForPerson = new(
        (db, person, teams) =>
            db.Set<SavedView>()
                .AsNoTracking()
                .Where(view => view.TeamKey == null ? view.CreatedBy == person : teams.Contains(view.TeamKey))
                .OrderBy(view => view.Name)
                .ThenBy(view => view.Id)
    );

    internal static async Task<IReadOnlyList<SavedView>> ListAsync(
        BatonDb db,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var teams = context.Caller.Teams.Keys.Where(team => IsOpen(context.Catalog, team)).ToList();
        var person = context.Caller.Person;
        return await ForPerson.ReadAsync(db, person, teams, cancellationToken);
    }

    internal static async Task<Outcome<SavedView>> SaveAsync(
        BatonDb db,
        RequestContext context,
        string name,
        string query,
        string? team,
        CancellationToken cancellationToken
    )
    {
        var faults = Texts.Required("name", name).ToList();
        if (name.Length > SavedView.LongestName)
            faults.Add(
                new FieldError("name", "rule", T("name may have at most {0} characters.", SavedView.LongestName))
            );
        if (team is not null && !(context.Caller.Teams.ContainsKey(team) && IsOpen(context.Catalog, team)))
            faults.Add(
                new FieldError("team", "rule", T("team must be a team that you are in and that is not closed."))
            );
        if (faults.Count > 0)
            return Refusal.Invalid(faults);
        var person = context.Caller.Person;
        var having = db.Set<SavedView>()
            .Where(view => team == null ? view.TeamKey == null && view.CreatedBy == person : view.TeamKey == team);
        if (await having.CountAsync(cancellationToken) >= Most)
            return Refusal.Invalid("name", "rule", T("There are {0} saved views already. Remove one first.", Most));
        var named = name.Trim();
        if (await having.AnyAsync(view => view.Name == named, cancellationToken))
            return Refusal.Invalid("name", "rule", T("There is a view “{0}” already. Choose another name.", named));
        var view = new SavedView
        {
            Name = named,
            Query = query,
            TeamKey = team,
            CreatedBy = person,
            CreatedAt = context.Now,
        };
        db.Add(view);
        await db.SaveChangesAsync(cancellationToken);
        return view;
    }

    /// <summary>By whoever saved it; a view of a team also by its leads.</summary>
    internal static async Task<Outcome<SavedView>> RemoveAsync(
        BatonDb db,
        RequestContext context,
        long id,
        CancellationToken cancellationToken
    )
    {
        var view = await db.Set<SavedView>().SingleOrDefaultAsync(view => view.Id == id, cancellationToken);
        if (view is null || !IsVisible(view, context.Caller))
            return Refusal.NotFound(T("saved view {0}", id));
        if (!MayRemove(view, context.Caller))
            return Refusal.Forbidden(T("Only the person who saved this view or a lead of its team can remove it."));
        db.Remove(view);
        await db.SaveChangesAsync(cancellationToken);
        return view;
    }

    internal static bool MayRemove(SavedView view, Caller caller) =>
        view.CreatedBy == caller.Person || (view.TeamKey is { } team && caller.Leads(team));

    private static bool IsVisible(SavedView view, Caller caller) =>
        view.CreatedBy == caller.Person || (view.TeamKey is { } team && caller.Is(team));

    private static bool IsOpen(Catalog catalog, string team) =>
        catalog.Teams.TryGetValue(team, out var known) && known.Team.ClosedAt is null;
}

using Baton.Client;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Settings;

/// <summary>
/// How far a fresh installation is: two teams, a template between them, and somebody to hand over to. Shown to admins
/// until all of it is there, or one of them skips it.
/// </summary>
/// <param name="Teams">The names of the open teams.</param>
/// <param name="Templates">The names of the templates that can be used.</param>
/// <param name="People">How many people can sign in.</param>
/// <param name="Invited">How many invitations are open.</param>
public sealed record FirstRun(IReadOnlyList<string> Teams, IReadOnlyList<string> Templates, int People, int Invited)
{
    internal const string Skipped = "skipped";

    private const int Few = 2;

    internal bool HasTeams => Teams.Count >= Few;

    internal bool HasTemplate => Templates.Count > 0;

    internal bool HasPeople => People >= Few || Invited > 0;

    /// <summary>Null where there is nothing to lead anybody through.</summary>
    internal static async Task<FirstRun?> ReadAsync(
        BatonDb db,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var catalog = context.Catalog;
        if (!context.Caller.IsAdmin || catalog.Settings.ContainsKey(SettingNames.FirstRun))
            return null;
        var run = new FirstRun(
            [.. catalog.Teams.Values.Where(team => IsOpen(catalog, team.Key)).Select(team => team.Team.Name).Order()],
            [.. catalog.Templates.Values.Where(template => IsUsable(catalog, template)).Select(known => known.Name)],
            catalog.People.Values.Count(person => person is { DeactivatedAt: null, IsAgent: false }),
            Invited: 0
        );
        if (run is { HasTeams: true, HasTemplate: true, HasPeople: true })
            return null;
        run = run with { Invited = await db.OpenInvitations(context.Now).CountAsync(cancellationToken) };
        return run is { HasTeams: true, HasTemplate: true, HasPeople: true } ? null : run;
    }

    private static bool IsUsable(Catalog catalog, TemplateVersion template) =>
        IsOpen(catalog, template.FromTeam) && IsOpen(catalog, template.ReceivingTeam);

    private static bool IsOpen(Catalog catalog, string team) =>
        catalog.Teams.TryGetValue(team, out var known) && known.Team.ClosedAt is null;
}

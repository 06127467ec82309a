using Baton.Client;
using Baton.Features.Audit;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Teams;

/// <summary>The step that every change of a team begins with.</summary>
internal static class TeamStore
{
    /// <summary>The version of what is to be new.</summary>
    internal const int NotThere = 0;

    private const int Newest = 200;

    /// <summary>
    /// The team as it is now. Until the transaction ends nobody else changes it, so that nothing they did is lost.
    /// </summary>
    /// <param name="db">The store.</param>
    /// <param name="act">Who asks, and which version they saw where they said so.</param>
    /// <param name="key">The team.</param>
    /// <param name="what">What of it is to be changed, for whoever may not: <c>its people</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal static async Task<Outcome<Team>> FindForChangeAsync(
        this BatonDb db,
        RequestContext context,
        string key,
        string what,
        CancellationToken cancellationToken
    )
    {
        if (context.Caller.Leads(key))
            await db.LockDirectoryAsync(cancellationToken);
        var team = await db
            .Teams.Include(row => row.Channels)
            .Include(row => row.Members)
            .AsSplitQuery()
            .SingleOrDefaultAsync(row => row.Key == key, cancellationToken);
        if (team is null)
            return Refusal.NotFound(T("team {0}", key));
        if (!context.Caller.Leads(key))
            return Refusal.Forbidden(T("Only leads of {0} and admins can change {1}.", key, what));
        if (context.IfMatch == NotThere)
            return new Refusal(409, "taken", T("Taken already"), T("There is already a team {0}.", key))
            {
                Errors = [new FieldError("key", "taken", T("There is already a team {0}.", key))],
            };
        return context.IfMatch is { } seen && seen != team.Version
            ? await StaleAsync(db, team, seen, cancellationToken)
            : team;
    }

    /// <summary>Says what was changed last, so that whoever is too late can tell whether it concerns them.</summary>
    private static async Task<Refusal> StaleAsync(BatonDb db, Team team, int seen, CancellationToken cancellationToken)
    {
        var entries = await db
            .AuditEntries.AsNoTracking()
            .OrderByDescending(entry => entry.Id)
            .Take(Newest)
            .ToListAsync(cancellationToken);
        var last = entries.Find(entry =>
            entry.Subject == $"team {team.Key}" || entry.Subject.EndsWith($" team {team.Key}", StringComparison.Ordinal)
        );
        var stale = Refusal.Stale(seen, team.Version);
        return last is null
            ? stale
            : stale with
            {
                Detail = T(
                    "{0} The last change was by {1}: {2} ({3}), {4}.",
                    stale.Detail,
                    last.Who,
                    last.Act,
                    last.Subject,
                    last.After ?? last.Before ?? T("no details")
                ),
            };
    }
}

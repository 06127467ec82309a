using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>How a person is told: for themselves to say, and for an admin. What is null stays as it is.</summary>
internal static class PutPreferences
{
    internal static async Task<Outcome<Person>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        DeliveryPace? pace,
        bool? weeklySummary,
        string? language,
        CancellationToken cancellationToken
    )
    {
        if (await db.People.SingleOrDefaultAsync(row => row.Key == key, cancellationToken) is not { } person)
            return Refusal.NotFound(T("person {0}", key));
        if (!context.Caller.IsAdmin && context.Caller.Person != key)
            return Refusal.Forbidden(T("Only {0} or an admin can change how {0} is notified.", key));
        if (pace is null && weeklySummary is null && language is null)
            return Refusal.Invalid(
                "",
                "missing",
                T(
                    "Send at least one of delivery, weekly_summary and language, for example {0}.",
                    "{\"delivery\": \"daily\"}"
                )
            );
        if (weeklySummary is true && context.Catalog.CallerOf(key)?.LeadsAny != true)
            return Refusal.Invalid(
                "weekly_summary",
                "rule",
                T("Only leads and admins can get the weekly summary. {0} is neither.", key)
            );
        if (language is not null && !AllLanguages.Contains(language))
            return Refusal.Invalid(
                "language",
                "rule",
                T("language must be one of {0}.", string.Join(", ", AllLanguages))
            );
        var team = Pacing.TeamOf(context.Catalog, key);
        person.Pace = pace ?? person.Pace;
        person.Language = language ?? person.Language;
        person.SummaryDueAt =
            (weeklySummary ?? person.WantsSummary) ? person.SummaryDueAt ?? Pacing.NextWeek(team, context.Now) : null;
        await db.SaveChangesAsync(cancellationToken);
        if (pace is { } asked)
            await Pacing.MoveAsync(db, Pacing.OfPerson(key), Pacing.Due(asked, team, context.Now), cancellationToken);
        return person;
    }
}

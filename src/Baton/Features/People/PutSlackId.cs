using System.Text.RegularExpressions;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>
/// Says who a person is in Slack. Whoever says so could act as that person, so it takes an admin, or the lead of
/// every team that the person is in.
/// </summary>
internal static partial class PutSlackId
{
    internal static async Task<Outcome<Person>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        string? slackId,
        CancellationToken cancellationToken
    )
    {
        if (await db.People.SingleOrDefaultAsync(row => row.Key == key, cancellationToken) is not { } person)
            return Refusal.NotFound(T("person {0}", key));
        if (!MaySay(context, person))
            return Refusal.Forbidden(T("Only an admin, or a lead of all teams of {0}, can link {0} to Slack.", key));
        if (slackId is not null && !SlackId().IsMatch(slackId))
            return Refusal.Invalid("slack_id", "rule", T("slack_id must be a Slack member ID such as U012AB3CD."));
        if (
            slackId is not null
            && await db.People.FirstOrDefaultAsync(row => row.SlackId == slackId && row.Key != key, cancellationToken)
                is { } other
        )
            return new Refusal(409, "taken", T("Taken"), T("{0} is already linked to {1}.", slackId, other.Key));
        person.SlackId = slackId;
        await db.SaveChangesAsync(cancellationToken);
        return person;
    }

    private static bool MaySay(RequestContext context, Person person)
    {
        if (context.Caller.IsAdmin)
            return true;
        var teams = context.Catalog.CallerOf(person.Key)?.Teams.Keys.ToList() ?? [];
        return !person.IsAdmin
            && person.Key != context.Caller.Person
            && teams.Count > 0
            && teams.TrueForAll(context.Caller.Leads);
    }

    [GeneratedRegex("^[UW][A-Z0-9]{2,30}$")]
    private static partial Regex SlackId();
}

using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Channels.Slack;

/// <summary>
/// Who a person of Slack is here: whoever was said to be them, else whoever has as their proved address the one that
/// Slack confirmed.
/// </summary>
internal sealed class SlackPeople(
    Catalogs catalogs,
    SlackClient slack,
    SlackSetup setup,
    Writer writer,
    TimeProvider time
)
{
    internal async Task<Outcome<RequestContext>> FindAsync(SlackClick click, CancellationToken cancellationToken)
    {
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        var person = catalog.InSlack(click.User) ?? await ByEmailAsync(catalog, click, cancellationToken);
        if (person is null)
            return Refusal.Forbidden(
                T(
                    "Your Slack account is not linked to Baton. Ask an admin or a lead of your team to link "
                        + "it. Your Slack member ID is {0}.",
                    click.User
                )
            );
        return catalog.CallerOf(person.Key) is { } caller
            ? new RequestContext(caller, catalog, time.UtcNow(), "slack")
            : Refusal.Forbidden(T("{0} is no longer active in Baton.", person.Name));
    }

    /// <summary>Who was said to be somebody else in Slack is not them, whatever the address.</summary>
    private async Task<Person?> ByEmailAsync(Catalog catalog, SlackClick click, CancellationToken cancellationToken)
    {
        if (
            setup.Options?.BotToken is null
            || await slack.FindUserAsync(click.User, cancellationToken) is not { Email: { } email } user
        )
            return null;
        if (
            user.Id != click.User
            || (user.Workspace is not null && click.Workspace is not null && user.Workspace != click.Workspace)
        )
            return null;
        if (catalog.PeopleWith(email) is not [{ SlackId: null, DeactivatedAt: null } only])
            return null;
        await writer.WriteAsync((db, token) => KeepAsync(db, only.Key, click.User, token), cancellationToken);
        return only;
    }

    private static async Task KeepAsync(BatonDb db, string key, string slackId, CancellationToken cancellationToken)
    {
        if (await db.People.AnyAsync(person => person.SlackId == slackId, cancellationToken))
            return;
        var person = await db.People.SingleAsync(row => row.Key == key, cancellationToken);
        person.SlackId ??= slackId;
        await db.SaveChangesAsync(cancellationToken);
    }
}

using Baton.Channels;
using Baton.Features.Deliveries;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Quality;

/// <summary>
/// Writes the weekly summaries that are due: a delivery each, in one commit with the time of the next. What was
/// missed while the server stood still is sent once.
/// </summary>
internal sealed class SendSummaries(
    IDbContextFactory<BatonDb> factory,
    Writer writer,
    Catalogs catalogs,
    HourCache cache,
    ChannelOptions options,
    BaseUrl baseUrl,
    TimeProvider time
)
{
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        var now = time.UtcNow();
        foreach (
            var person in catalog
                .People.Values.Where(reader => reader.SummaryDueAt <= now)
                .OrderBy(reader => reader.Key, StringComparer.Ordinal)
        )
        {
            var next = Pacing.NextWeek(Pacing.TeamOf(catalog, person.Key), now);
            var delivery = await WriteAsync(catalog, person, now, cancellationToken);
            await writer.WriteAsync((db, token) => KeepAsync(db, person, next, delivery, token), cancellationToken);
        }
    }

    /// <summary>Null for whoever is gone, leads no team any more, or cannot be written to.</summary>
    private async Task<Delivery?> WriteAsync(
        Catalog catalog,
        Person person,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (options.Smtp is null || catalog.CallerOf(person.Key) is not { LeadsAny: true } caller)
            return null;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        Languages.SpeakTo(catalog, person.Key);
        var context = new RequestContext(caller, catalog, now, "clock");
        var scope = new Scope(WeeklySummary.Days);
        var senders = await ReadSenders.RunAsync(db, cache, context, scope, cancellationToken);
        var flow = await ReadFlow.RunAsync(db, cache, context, scope, cancellationToken);
        var message = WeeklySummary.Of(context, senders.Value!, flow.Value!, baseUrl.Value);
        var team = caller.Teams.Keys.Order(StringComparer.Ordinal).FirstOrDefault(caller.Leads) ?? "";
        return MakeDeliveries.Make(
            catalog,
            message.HandoffId,
            seq: 0,
            new Addressee(team, ChannelTypes.InPerson, null, person.Key, person.Email),
            message,
            now
        );
    }

    /// <summary>Another server may have sent it, or the person have changed their mind.</summary>
    private static async Task<bool> KeepAsync(
        BatonDb db,
        Person person,
        DateTime next,
        Delivery? delivery,
        CancellationToken cancellationToken
    )
    {
        var due = person.SummaryDueAt;
        if (
            await db
                .People.Where(row => row.Key == person.Key && row.SummaryDueAt == due)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.SummaryDueAt, next), cancellationToken) == 0
        )
            return false;
        if (delivery is not null)
            db.Deliveries.Add(delivery);
        await db.SaveChangesAsync(cancellationToken);
        await db.LockDirectoryAsync(cancellationToken);
        return true;
    }
}

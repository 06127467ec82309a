using System.ComponentModel;
using Baton.Client;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>What the caller was told, and what of it they have read.</summary>
internal static class Notifications
{
    /// <summary>So far they are counted: more than 99 is many.</summary>
    internal const int MostCounted = 100;

    private static readonly HotQuery<string, int> Unread = new(
        (db, person) =>
            db.Set<Notification>()
                .Where(notification => notification.PersonKey == person && notification.ReadAt == null)
                .Take(MostCounted)
                .Count()
    );

    internal static async Task<NotificationsRecord> ListAsync(
        BatonDb db,
        RequestContext context,
        NotificationFilter filter,
        Uri baseUrl,
        CancellationToken cancellationToken
    )
    {
        var person = context.Caller.Person;
        var own = db.Notifications.AsNoTracking().Where(notification => notification.PersonKey == person);
        if (filter.Unread == true)
            own = own.Where(notification => notification.ReadAt == null);
        if (filter.Before is { } before)
            own = own.Where(notification => notification.Id < before);
        var found = await own.OrderByDescending(notification => notification.Id)
            .Take(filter.Limit + 1)
            .ToListAsync(cancellationToken);
        var page = found.Take(filter.Limit).ToList();
        return new NotificationsRecord(
            [.. page.Select(notification => notification.ToRecord(context.Catalog, baseUrl))],
            found.Count > page.Count ? Cursor.Of(page[^1].Id) : null,
            await CountAsync(db, person)
        );
    }

    /// <summary>How many a person has not read; counting ends at <see cref="MostCounted"/>.</summary>
    internal static Task<int> CountAsync(BatonDb db, string person) => Unread.RunAsync(db, person);

    /// <summary>Marks them as read; those of others, and those read before, stay as they are.</summary>
    internal static async Task<Outcome<ReadRecord>> ReadAsync(
        BatonDb db,
        RequestContext context,
        ReadNotificationsRequest request,
        CancellationToken cancellationToken
    )
    {
        if (request.All == request.Ids is { Count: > 0 })
            return Refusal.Invalid(
                "ids",
                "missing",
                T("Send either ids or all, for example {0} or {1}.", "{\"ids\": [12, 15]}", "{\"all\": true}")
            );
        var person = context.Caller.Person;
        var unread = db.Notifications.Where(notification =>
            notification.PersonKey == person && notification.ReadAt == null
        );
        if (!request.All)
            unread = unread.Where(notification => EF.Parameter(request.Ids!).Contains(notification.Id));
        await unread.ExecuteUpdateAsync(
            set => set.SetProperty(notification => notification.ReadAt, context.Now),
            cancellationToken
        );
        return new ReadRecord(await CountAsync(db, person));
    }
}

internal sealed record NotificationFilter : PageQuery
{
    [Description("`true`: only those that were not read yet.")]
    public bool? Unread { get; init; }
}

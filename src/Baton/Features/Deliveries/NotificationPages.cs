using Baton.Client;
using Baton.Core;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>What whoever is signed in was told.</summary>
internal static class NotificationPages
{
    private const int OnAPage = 50;
    private const int OnTheDesktop = 5;

    internal static void MapNotificationPages(this RouteGroupBuilder pages)
    {
        pages.MapGet("/notifications", (Delegate)((HttpContext http) => ShowAsync(http)));
        pages.MapGet(Unread.LatestPath, (Delegate)LatestAsync).WithMetadata(new NoPage());
        pages.MapPost("/notifications/read", (Delegate)ReadAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Refusal? refusal = null)
    {
        var services = http.RequestServices;
        await using var db = await services
            .GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        var filter = new NotificationFilter
        {
            Unread = http.Request.Query["unread"] == "true" ? true : null,
            Before = Cursor.Parse(http.Request.Query["cursor"].ToString()),
            Limit = OnAPage,
        };
        var told = await Notifications.ListAsync(
            db,
            http.RequestContext(),
            filter,
            services.GetRequiredService<BaseUrl>().Value,
            http.RequestAborted
        );
        return Page.Of<NotificationsPage>(
            new
            {
                Told = told,
                OnlyUnread = filter.Unread == true,
                Faults = refusal is null ? [] : Page.FaultsOf(refusal),
            },
            refusal?.Status ?? 200
        );
    }

    /// <summary>What an open page shows in its tab, and on the desktop of whoever asked for it.</summary>
    private static async Task<IResult> LatestAsync(HttpContext http, BatonDb db, BaseUrl baseUrl)
    {
        var filter = new NotificationFilter { Unread = true, Limit = OnTheDesktop };
        var told = await Notifications.ListAsync(db, http.RequestContext(), filter, baseUrl.Value, http.RequestAborted);
        var unread = new Unread(told.Unread);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(
            new
            {
                Count = unread.Count == 0 ? "" : unread.Text,
                Words = Bell.WordsOf(unread),
                Items = told.Items.Select(item => new
                {
                    item.Id,
                    item.Title,
                    item.Text,
                    Url = $"/handoffs/{item.HandoffId}",
                }),
            },
            BatonJson.Options
        );
    }

    /// <summary>One is opened, which reads it; or all are read.</summary>
    private static async Task<IResult> ReadAsync(HttpContext http)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        var ids = form.Texts("id").Select(text => long.TryParse(text, out var id) ? id : 0).ToList();
        var request = new ReadNotificationsRequest(ids, form.Text("all") == "true");
        var next = form.Number("handoff") is { } handoff ? $"/handoffs/{handoff}" : "/notifications";
        return await http.PostAsync(
            (db, token) => Notifications.ReadAsync(db, context, request, token),
            _ => next,
            refusal => ShowAsync(http, refusal)
        );
    }
}

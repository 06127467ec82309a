using Baton.Features.Handoffs.Watches;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Pages;

/// <summary>The buttons by which somebody hears more or less of a handoff.</summary>
internal static class WatchPages
{
    internal static void MapWatches(this RouteGroupBuilder handoff)
    {
        handoff.MapPost("/watch", (HttpContext http, long id) => StartAsync(http, id, Attention.Watching));
        handoff.MapPost("/mute", (HttpContext http, long id) => StartAsync(http, id, Attention.Muted));
        handoff.MapPost("/unwatch", (HttpContext http, long id) => EndAsync(http, id, Attention.Watching));
        handoff.MapPost("/unmute", (HttpContext http, long id) => EndAsync(http, id, Attention.Muted));
    }

    private static Task<IResult> StartAsync(HttpContext http, long id, Attention attention)
    {
        var context = http.RequestContext();
        return http.PostAsync(
            (db, token) => WatchHandoff.StartAsync(db, context, id, attention, token),
            _ => $"/handoffs/{id}",
            refusal => Task.FromResult(Page.Of(refusal))
        );
    }

    private static Task<IResult> EndAsync(HttpContext http, long id, Attention attention)
    {
        var context = http.RequestContext();
        return http.PostAsync(
            (db, token) => WatchHandoff.EndAsync(db, context, id, attention, token),
            _ => $"/handoffs/{id}",
            refusal => Task.FromResult(Page.Of(refusal))
        );
    }
}

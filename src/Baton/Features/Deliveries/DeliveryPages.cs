using System.Globalization;
using Baton.Client;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>The delivery log as a page.</summary>
internal static class DeliveryPages
{
    /// <summary>How many were sent again, told once on the page that follows.</summary>
    private const string Sent = "sent";

    internal static void MapDeliveryPages(this RouteGroupBuilder pages)
    {
        pages.MapGet(
            "/deliveries",
            (HttpContext http, IDbContextFactory<BatonDb> factory) => ShowAsync(http, factory, null)
        );
        pages.MapPost("/deliveries/{id:long}/replay", ReplayAsync);
        pages.MapPost("/deliveries/replay", ReplayManyAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, IDbContextFactory<BatonDb> factory, Refusal? refused)
    {
        IReadOnlyList<FieldError> faults = refused is null ? [] : Page.FaultsOf(refused);
        var asked = new Query(http.Request.Query);
        asked.Text(Sent);
        if (ListDeliveries.Read(asked).Refused(out var refusal, out var filter))
            return Page.Of<DeliveriesPage>(new { Faults = Page.FaultsOf(refusal) }, refusal.Status);
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        if (
            (await ListDeliveries.RunAsync(db, http.RequestContext(), filter, http.RequestAborted)).Refused(
                out refusal,
                out var page
            )
        )
            return Page.Of(refusal);
        return Page.Of<DeliveriesPage>(
            new
            {
                page.Items,
                Next = Page.NextOf(http.Request, page.NextCursor),
                Faults = faults,
            },
            refused?.Status ?? 200
        );
    }

    private static Task<IResult> ReplayAsync(HttpContext http, long id, IDbContextFactory<BatonDb> factory)
    {
        var context = http.RequestContext();
        return http.PostAsync(
            (db, token) => ReplayDelivery.RunAsync(db, context, id, token),
            _ => "/deliveries",
            refusal => RefuseAsync(http, factory, refusal)
        );
    }

    private static async Task<IResult> ReplayManyAsync(HttpContext http, IDbContextFactory<BatonDb> factory)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        var handoff = long.TryParse(
            form.Text("handoff_id"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var id
        )
            ? id
            : (long?)null;
        DeliveryState? state = Enum.TryParse<DeliveryState>(form.Text("state"), ignoreCase: true, out var known)
            ? known
            : null;
        var request = new ReplayManyRequest { State = state, HandoffId = handoff };
        return await http.PostAsync(
            (db, token) => ReplayDeliveries.RunAsync(db, context, request, token),
            sent => string.Create(CultureInfo.InvariantCulture, $"/deliveries?{Sent}={sent.Replayed}"),
            refusal => RefuseAsync(http, factory, refusal)
        );
    }

    private static async Task<IResult> RefuseAsync(
        HttpContext http,
        IDbContextFactory<BatonDb> factory,
        Refusal refusal
    ) => refusal.Status == 404 ? Page.Of(refusal) : await ShowAsync(http, factory, refusal);
}

using System.Globalization;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;

namespace Baton.Features.Deliveries;

/// <summary>The delivery log as a page.</summary>
internal static class DeliveryPages
{
    internal static void MapDeliveryPages(this RouteGroupBuilder pages)
    {
        pages.MapGet("/deliveries", (HttpContext http, BatonDb db) => ShowAsync(http, db, null));
        pages.MapPost("/deliveries/{id:long}/replay", ReplayAsync);
        pages.MapPost("/deliveries/replay", ReplayManyAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, BatonDb db, Refusal? refused)
    {
        IReadOnlyList<FieldError> faults = refused is null ? [] : Page.FaultsOf(refused);
        if (WithoutSign(http.Request) is { } plain)
            return Results.LocalRedirect(plain);
        if (Query<DeliveryPageQuery>.Of(http.Request).Refused(out var refusal, out var filter))
            return Page.Of<DeliveriesPage>(
                new { Faults = Page.FaultsOf(refusal).Select(Labelled).ToList() },
                refusal.Status
            );
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

    private static FieldError Labelled(FieldError fault) =>
        fault.Field == "handoff_id" ? fault with { Message = T("Handoff: enter its number, such as 32.") } : fault;

    /// <summary>A handoff as its page writes it, such as #32; null where its number stands alone.</summary>
    private static string? WithoutSign(HttpRequest request) =>
        request.Query["handoff_id"].ToString().Trim() is ['#', .. var number]
            ? request.Path
                + QueryString.Create(
                    request
                        .Query.Where(part => part.Key != "handoff_id")
                        .Append(new("handoff_id", number))
                        .SelectMany(part => part.Value.Select(value => KeyValuePair.Create(part.Key, value)))
                )
            : null;

    private static Task<IResult> ReplayAsync(HttpContext http, long id, BatonDb db)
    {
        var context = http.RequestContext();
        return http.PostAsync(
            (writing, token) => ReplayDelivery.RunAsync(writing, context, id, token),
            _ => "/deliveries?sent=1",
            refusal => RefuseAsync(http, db, refusal)
        );
    }

    private static async Task<IResult> ReplayManyAsync(HttpContext http, BatonDb db)
    {
        var context = http.RequestContext();
        var channels = http.RequestServices.GetRequiredService<ChannelTypes>();
        var form = await Form.ReadAsync(http);
        if (ReplayOf(form).Refused(out var wrong, out var request))
            return await RefuseAsync(http, db, wrong);
        return await http.PostAsync(
            (writing, token) => ReplayDeliveries.RunAsync(writing, context, request, channels, token),
            sent => string.Create(CultureInfo.InvariantCulture, $"/deliveries?sent={sent.Replayed}"),
            refusal => RefuseAsync(http, db, refusal)
        );
    }

    /// <summary>Which ones; what cannot be read must not mean all of them.</summary>
    private static Outcome<ReplayManyRequest> ReplayOf(Form form)
    {
        if (FormCodes.Optional<DeliveryState>(form, "state").Refused(out var refusal, out var state))
            return refusal;
        if (form.Optional("handoff_id") is not { } typed)
            return new ReplayManyRequest { State = state };
        return long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new ReplayManyRequest { State = state, HandoffId = id }
            : FormCodes.Unknown("handoff_id", typeof(long));
    }

    private static async Task<IResult> RefuseAsync(HttpContext http, BatonDb db, Refusal refusal) =>
        refusal.Status == 404 ? Page.Of(refusal) : await ShowAsync(http, db, refusal);
}

internal sealed record DeliveryPageQuery : DeliveryFilter
{
    /// <summary>How many were sent again, told once on the page that follows.</summary>
    public string? Sent { get; init; }
}

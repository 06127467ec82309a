using Baton.Client;
using Baton.Features.Handoffs.Pages;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.Guests.Pages;

internal static class GuestEndpoints
{
    internal static void MapGuests(this RouteGroupBuilder api)
    {
        var guests = api.MapGroup("/handoffs/{id:long}/guests").WithTags("Guests").Refuses(403, 404);
        guests
            .MapPost("", Invite)
            .WithName("guests_invite")
            .WithSummary("Invite a guest to receive this handoff by a link")
            .WithDescription("For leads of either team. The link is in the answer once, and never again.")
            .TakesIfMatch()
            .Refuses(409);
        guests.MapGet("", ListAsync).WithName("guests_list").WithSummary("List the guests of a handoff");
        guests.MapDelete("/{n:int}", Revoke).WithName("guests_revoke").WithSummary("Revoke a guest's link");
    }

    internal static void MapGuestManagement(this RouteGroupBuilder pages)
    {
        var guests = pages.MapGroup("/handoffs/{id:long}/guests");
        guests.MapPost("", InviteOnPageAsync);
        guests.MapPost("/{n:int}/revoke", RevokeOnPageAsync);
    }

    internal static string LinkOf(BaseUrl baseUrl, string token) =>
        new Uri(baseUrl.Value, $"/guest/{token}").AbsoluteUri;

    /// <summary>The link is a secret: a repeated request is told of the guest, and not of the link again.</summary>
    private static Task<Results<Created<GuestRecord>, ProblemHttpResult>> Invite(
        long id,
        Body<GuestRequest> body,
        ApiRequest request,
        BaseUrl baseUrl,
        CancellationToken cancellationToken
    )
    {
        return request.WriteAsync(
            (db, token) => InviteGuest.RunAsync(db, request.Context, id, body.Value, token),
            made => Created(made, LinkOf(baseUrl, made.Token)),
            cancellationToken,
            kept: made => Created(made, null)
        );

        Created<GuestRecord> Created(InviteGuest.Result made, string? link) =>
            TypedResults.Created((string?)null, made.Guest.ToRecord(request.Context.Now) with { Url = link });
    }

    private static async Task<Results<Ok<ItemsOf<GuestRecord>>, ProblemHttpResult>> ListAsync(
        long id,
        ApiRequest request,
        BatonDb db,
        CancellationToken cancellationToken
    ) => request.Answer(await ListGuests.RunAsync(db, request.Context, id, cancellationToken));

    private static Task<Results<Ok<GuestRecord>, ProblemHttpResult>> Revoke(
        long id,
        int n,
        Body<NothingRequest> body,
        ApiRequest request,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => RevokeGuest.RunAsync(db, request.Context, id, n, token),
            guest => TypedResults.Ok(guest.ToRecord(request.Context.Now)),
            cancellationToken
        );

    private static async Task<IResult> InviteOnPageAsync(HttpContext http, long id, BaseUrl baseUrl)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        return await http.PostAsync(
            (db, token) =>
                InviteGuest.RunAsync(
                    db,
                    context,
                    id,
                    new GuestRequest(form.Text("email"), form.Number("days") ?? 14),
                    token
                ),
            _ => $"/handoffs/{id}#guests",
            refusal => HandoffPages.ShowAsync(http, id, refusal),
            (Once.Link, made => LinkOf(baseUrl, made.Token))
        );
    }

    private static Task<IResult> RevokeOnPageAsync(HttpContext http, long id, int n)
    {
        var context = http.RequestContext();
        return http.PostAsync(
            (db, token) => RevokeGuest.RunAsync(db, context, id, n, token),
            _ => $"/handoffs/{id}",
            refusal => HandoffPages.ShowAsync(http, id, refusal)
        );
    }
}

using Baton.Client;
using Baton.Features.Handoffs.Pages;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;
using Answer = Baton.Web.Answer;

namespace Baton.Features.Guests;

internal static class GuestEndpoints
{
    internal static void MapGuests(this RouteGroupBuilder api)
    {
        var guests = api.MapGroup("/handoffs/{id:long}/guests").WithTags("Guests");
        guests
            .MapPost("", InviteAsync)
            .WithSummary("Make a link by which somebody from outside receives this handoff; it is shown once")
            .Takes<GuestRequest>()
            .Answers<GuestRecord>(201);
        guests.MapGet("", ListAsync).WithSummary("Who was let in by a link").Answers<ItemsOf<GuestRecord>>();
        guests.MapDelete("/{n:int}", RevokeAsync).WithSummary("Revoke a link").Answers<GuestRecord>();
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
    private static Task InviteAsync(HttpContext http, long id, BaseUrl baseUrl) =>
        Writes.RunAsync<GuestRequest, InviteGuest.Result>(
            http,
            (context, body) => (db, token) => InviteGuest.RunAsync(db, context, id, body, token),
            (made, context) =>
                Answer.Of(made.Guest.ToRecord(context.Now) with { Url = LinkOf(baseUrl, made.Token) }, 201) with
                {
                    Kept = Answer.Of(made.Guest.ToRecord(context.Now)).Body,
                }
        );

    private static async Task ListAsync(HttpContext http, long id, IDbContextFactory<BatonDb> factory)
    {
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        await http.AnswerAsync(await ListGuests.RunAsync(db, http.RequestContext(), id, http.RequestAborted));
    }

    private static Task RevokeAsync(HttpContext http, long id, int n) =>
        Writes.RunAsync<NothingRequest, Guest>(
            http,
            (context, _) => (db, token) => RevokeGuest.RunAsync(db, context, id, n, token),
            (guest, context) => Answer.Of(guest.ToRecord(context.Now))
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
            refusal => HandoffActions.ShowAsync(http, id, refusal),
            (Once.Link, made => LinkOf(baseUrl, made.Token))
        );
    }

    private static Task<IResult> RevokeOnPageAsync(HttpContext http, long id, int n)
    {
        var context = http.RequestContext();
        return http.PostAsync(
            (db, token) => RevokeGuest.RunAsync(db, context, id, n, token),
            _ => $"/handoffs/{id}",
            refusal => HandoffActions.ShowAsync(http, id, refusal)
        );
    }
}

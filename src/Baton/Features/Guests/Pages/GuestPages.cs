using Baton.Client;
using Baton.Features.Attachments;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Open;
using Baton.Features.Handoffs.Pages;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Guests.Pages;

/// <summary>
/// What somebody with a link may do: read that one handoff and act for the receiving team on it. Each request is let
/// in anew; there is no session, and no other page knows the guest.
/// </summary>
internal static class GuestPages
{
    private static IEnumerable<HandoffCommand> Offered => HandoffCommands.All.Where(command => command.IsForGuests);

    private static Refusal Gone =>
        new(
            404,
            "not-found",
            T("This link no longer works"),
            T("It expired, it was revoked, or the handoff is completed. Ask the person who sent it for a new one.")
        );

    internal static void MapGuestPages(this RouteGroupBuilder open)
    {
        var guest = open.MapGroup("/guest/{token}").AddEndpointFilter(EnterAsync);
        guest.MapGet("", (Delegate)((HttpContext http) => ShowAsync(http, null)));
        guest.MapGet(
            "/attachments/{n:int}",
            (HttpContext http, int n) => ReadFile.RunAsync(http, Of(http).HandoffId, n)
        );
        foreach (var command in Offered)
        {
            foreach (var door in command.Pages.Where(door => door.IsForGuests))
                guest.MapDoor(command, door);
        }
    }

    private static Visit Of(HttpContext http) => http.Features.Get<Visit>()!;

    private static async ValueTask<object?> EnterAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        var services = context.HttpContext.RequestServices;
        var token = (string)http.GetRouteValue("token")!;
        await using var db = await services
            .GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        if (
            await FindGuest.RunAsync(
                db,
                token,
                services.GetRequiredService<TimeProvider>().UtcNow(),
                http.RequestAborted
            )
            is not { } guest
        )
        {
            http.Features.Set<SignedIn>(null);
            return Page.Of(Gone);
        }

        http.Features.Set(new Visit(guest.HandoffId, token));
        http.Features.Set(
            new SignedIn(
                guest.ToCaller(),
                await services.GetRequiredService<Catalogs>().CurrentAsync(http.RequestAborted)
            )
            {
                Door = "guest",
                IsGuest = true,
            }
        );
        return await next(context);
    }

    private static void MapDoor(this RouteGroupBuilder guest, HandoffCommand command, PageDoor door)
    {
        if (door.Form is not null)
            guest.MapGet(
                door.Path,
                (Delegate)((HttpContext http) => AskAsync(http, command, door, FormCollection.Empty, null))
            );
        guest.MapPost(
            door.Path,
            (Delegate)(
                async (HttpContext http) =>
                {
                    var form = await Form.ReadAsync(http);
                    return await WriteAsync(
                        http,
                        (db, context, id, token) =>
                            door.RunAsync(db, context, HandoffPages.TargetOf(http, id, door, form), form, token),
                        refusal =>
                            door.Form is null
                                ? ShowAsync(http, refusal)
                                : AskAsync(http, command, door, form.Fields, refusal)
                    );
                }
            )
        );
    }

    /// <summary>A link that was revoked while the form was filled in does nothing any more.</summary>
    private static async Task<IResult> WriteAsync(
        HttpContext http,
        Func<BatonDb, RequestContext, long, CancellationToken, Task<Outcome<Handoff>>> verb,
        Func<Refusal, Task<IResult>> refused
    )
    {
        var requestContext = http.RequestContext();
        var visit = Of(http);
        var outcome = await http.OnceAsync(
            async (db, token) =>
                await FindGuest.RunAsync(db, visit.Token, requestContext.Now, token) is null
                    ? Gone
                    : await verb(db, requestContext, visit.HandoffId, token),
            _ => "/guest"
        );
        if (outcome.Refused(out var refusal, out var done))
            return await refused(refusal);
        // The link is no longer good for a handoff that is over: it is shown a last time. And it is a secret, so it
        // is not kept as where the form leads.
        return done.Value is { IsLive: false } ? await ShowAsync(http, null) : Page.To($"/guest/{visit.Token}");
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Refusal? refused)
    {
        var requestContext = http.RequestContext();
        var services = http.RequestServices;
        var id = Of(http).HandoffId;
        await using var db = await services
            .GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        var found = await OpenHandoff.RunAsync(
            db,
            services.GetRequiredService<Writer>(),
            requestContext,
            id,
            http.RequestAborted
        );
        if (found.Refused(out _, out var handoff) || refused == Gone)
            return Page.Of(Gone);
        IReadOnlyList<FieldError> faults = refused is null
            ? []
            : Page.FaultsOf(await Overtaken.SayAsync(db, requestContext, refused, id, http.RequestAborted));
        return Page.Of<GuestPage>(
            new { View = await ViewAsync(db, http, handoff), Faults = faults },
            refused?.Status ?? 200
        );
    }

    private static async Task<IResult> AskAsync(
        HttpContext http,
        HandoffCommand command,
        PageDoor door,
        IFormCollection typed,
        Refusal? refused
    )
    {
        var context = http.RequestContext();
        await using var db = await http
            .RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        if (refused == Gone || (await db.FindAsync(context, Of(http).HandoffId)).Refused(out _, out var handoff))
            return Page.Of(Gone);
        return handoff.Refuse(command, context.Caller) is { } cannot
            ? await ShowAsync(http, cannot)
            : HandoffPages.Ask(await ViewAsync(db, http, handoff), command, door, typed, refused);
    }

    /// <summary>
    /// The page of the handoff without what is none of a guest's business: where others were told of it, and what
    /// only people here do.
    /// </summary>
    private static async Task<HandoffView> ViewAsync(BatonDb db, HttpContext http, Handoff handoff)
    {
        var view = await HandoffView.ReadAsync(
            db,
            http.RequestContext(),
            handoff,
            http.RequestServices.GetRequiredService<BaseUrl>().Value,
            http.RequestAborted
        );
        return view with
        {
            Path = $"/guest/{Of(http).Token}",
            MayAttach = false,
            MaySkip = false,
            Handoff = view.Handoff with
            {
                AllowedCommands = [.. view.Handoff.AllowedCommands.Intersect(Offered.Select(command => command.Name))],
            },
            Timeline = [.. view.Timeline.Select(happened => happened with { Told = [] })],
        };
    }

    private sealed record Visit(long HandoffId, string Token);
}

using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.People;

/// <summary>Everybody, for admins.</summary>
internal static class PeoplePages
{
    internal static void MapPeoplePages(this RouteGroupBuilder pages)
    {
        pages.MapGet("/people", (Delegate)((HttpContext http) => ShowAsync(http)));
        pages.MapPost("/people/invitations/{id:long}/revoke", (HttpContext http, long id) => RevokeAsync(http, id));
        pages.MapPost(
            "/people/invite",
            (Delegate)(
                (HttpContext http) =>
                    LinkAsync(
                        http,
                        (db, context, form, token) =>
                            InvitePerson.RunAsync(db, context, null, TeamRole.Member, form.Text("email"), token)
                    )
            )
        );
        pages.MapPost(
            "/people/{key}/link",
            (HttpContext http, string key) =>
                LinkAsync(http, (db, context, _, token) => InvitePerson.AgainAsync(db, context, key, token))
        );
        pages.MapPost(
            "/people/{key}/active",
            (HttpContext http, string key) =>
                ChangeAsync(
                    http,
                    (db, context, form, token) =>
                        form.Text("active") == "true"
                            ? ReactivatePerson.RunAsync(db, context, key, token)
                            : DeactivatePerson.RunAsync(db, context, key, token)
                )
        );
        pages.MapPost(
            "/people/{key}/admin",
            (HttpContext http, string key) =>
                ChangeAsync(
                    http,
                    (db, context, form, token) =>
                        ChangePerson.RunAsync(
                            db,
                            context,
                            key,
                            new PatchPersonRequest(Admin: form.Text("admin") == "true"),
                            token
                        )
                )
        );
    }

    internal static async Task<IResult> ShowAsync(HttpContext http, Refusal? refusal = null) =>
        http.RequestContext().Caller.IsAdmin
            ? Page.Of<PeoplePage>(
                new
                {
                    Once = Once.Take(http),
                    Faults = refusal is null ? [] : Page.FaultsOf(refusal),
                    Invitations = await ListInvitations.OnPageAsync(http, team: null),
                },
                refusal?.Status ?? 200
            )
            : Page.Of(Refusal.Forbidden("Only admins can see all people. Open a team to see its members."));

    private static async Task<IResult> LinkAsync(
        HttpContext http,
        Func<BatonDb, RequestContext, Form, CancellationToken, Task<Outcome<NewLink>>> make
    )
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        return await http.PostAsync(
            (db, token) => make(db, context, form, token),
            _ => "/people",
            refusal => ShowAsync(http, refusal: refusal),
            (Once.Link, link => PeopleLinks.Join(http, link.Code))
        );
    }

    internal static async Task<IResult> ChangeAsync(
        HttpContext http,
        Func<BatonDb, RequestContext, Form, CancellationToken, Task<Outcome<Person>>> change
    )
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        return await http.PostAsync(
            (db, token) => change(db, context, form, token),
            _ => "/people",
            refusal => ShowAsync(http, refusal: refusal)
        );
    }

    private static async Task<IResult> RevokeAsync(HttpContext http, long id)
    {
        var context = http.RequestContext();
        return await http.PostAsync(
            (db, token) => RevokeInvitation.RunAsync(db, context, id, token),
            _ => "/people",
            refusal => Task.FromResult(Page.Of(refusal))
        );
    }
}

internal static class PeopleLinks
{
    internal static string Join(HttpContext http, string code) =>
        new Uri(http.RequestServices.GetRequiredService<BaseUrl>().Value, $"/join?code={code}").AbsoluteUri;
}

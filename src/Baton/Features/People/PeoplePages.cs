using Baton.Client;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Api;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>Everybody, for admins.</summary>
internal static class PeoplePages
{
    private const int OnAPage = 100;

    internal static void MapPeoplePages(this RouteGroupBuilder pages)
    {
        pages.MapGet("/people", (Delegate)((HttpContext http) => ShowAsync(http)));
        pages.MapPost(
            "/people/invite",
            (Delegate)(
                (HttpContext http) =>
                    InvitePages.InviteAsync(http, null, "/people", (refusal, form) => ShowAsync(http, refusal, form))
            )
        );
        var links = pages.MapGroup("/people/invitations/{id:long}");
        links.MapPost("/revoke", (HttpContext http, long id) => RevokeAsync(http, id, "/people"));
        links.MapPost("/resend", (HttpContext http, long id) => ResendAsync(http, id, "/people"));
        var person = pages.MapGroup("/people/{key}");
        person.MapPersonChangePages();
        person.MapPost("/link", LinkAsync);
        person.MapPost(
            "/active",
            (HttpContext http, string key) =>
                ChangeAsync(
                    http,
                    (db, context, form, token) =>
                        form.Text("active") == "true"
                            ? ReactivatePerson.RunAsync(db, context, key, token)
                            : DeactivatePerson.RunAsync(db, context, key, token)
                )
        );
        person.MapPost(
            "/admin",
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

    internal static async Task<IResult> ShowAsync(HttpContext http, Refusal? refusal = null, Form? form = null)
    {
        if (!http.RequestContext().Caller.IsAdmin)
            return Page.Of(Refusal.Forbidden(T("Only admins can see all people. Open a team to see its members.")));
        var filter = FilterOf(http);
        var people = await ListAsync(http, filter);
        var faults = new[] { refusal, people.Refusal }.OfType<Refusal>().SelectMany(Page.FaultsOf);
        return Page.Of<PeoplePage>(
            new
            {
                Once = Once.Take(http),
                Asked = filter,
                People = people.Value ?? new Page<PersonRecord>([], null),
                Typed = form?.Fields ?? FormCollection.Empty,
                Faults = (IReadOnlyList<FieldError>)[.. faults],
                Invitations = await ListInvitations.OnPageAsync(http, team: null),
            },
            (refusal ?? people.Refusal)?.Status ?? 200
        );
    }

    /// <summary>A form that was refused shows everybody.</summary>
    private static PeopleFilter FilterOf(HttpContext http)
    {
        var query = http.Request.Query;
        return new PeopleFilter
        {
            Search = query["q"].ToString().Replace("\0", "", StringComparison.Ordinal),
            Team = query["team"].ToString() is { Length: > 0 } team ? team : null,
            Active = bool.TryParse(query["active"], out var active) ? active : null,
            After = new PersonCursorAttribute().Read(query["cursor"].ToString()) as string,
            Limit = OnAPage,
        };
    }

    private static async Task<Outcome<Page<PersonRecord>>> ListAsync(HttpContext http, PeopleFilter filter)
    {
        var services = http.RequestServices;
        await using var db = await services
            .GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        return await ListPeople.RunAsync(
            db,
            http.RequestContext(),
            services.GetRequiredService<SeenPeople>(),
            filter,
            http.RequestAborted
        );
    }

    private static Task<IResult> LinkAsync(HttpContext http, string key)
    {
        var context = http.RequestContext();
        return InvitePages.SendAsync(
            http,
            async (db, token) => One(await InvitePerson.AgainAsync(db, context, key, token)),
            "/people",
            refusal => ShowAsync(http, refusal)
        );
    }

    internal static Task<IResult> ResendAsync(HttpContext http, long id, string back)
    {
        var context = http.RequestContext();
        return InvitePages.SendAsync(
            http,
            async (db, token) => One(await InvitePerson.ResendAsync(db, context, id, token)),
            back,
            refusal => Task.FromResult(Page.Of(refusal))
        );
    }

    private static Outcome<IReadOnlyList<NewLink>> One(Outcome<NewLink> made) =>
        made.Refused(out var refusal, out var link) ? refusal : new List<NewLink> { link };

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
            refusal => ShowAsync(http, refusal)
        );
    }

    internal static Task<IResult> RevokeAsync(HttpContext http, long id, string back)
    {
        var context = http.RequestContext();
        return http.PostAsync(
            (db, token) => RevokeInvitation.RunAsync(db, context, id, token),
            _ => back,
            refusal => Task.FromResult(Page.Of(refusal))
        );
    }
}

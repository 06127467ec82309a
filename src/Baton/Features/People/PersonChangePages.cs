using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>Changes a person, and asks before what others feel.</summary>
internal static class PersonChangePages
{
    internal static void MapPersonChangePages(this RouteGroupBuilder person)
    {
        person.MapGet("/edit", (HttpContext http, string key) => Show(http, key));
        person.MapPost("/edit", SaveAsync);
        person.MapGet("/deactivate", AskToDeactivateAsync);
        person.MapGet("/admin", AskForAdminAsync);
        person.MapGet("/link", (HttpContext http, string key) => Ask(http, key, PersonConfirmations.Password));
        person.MapGet(
            "/second-factor",
            (HttpContext http, string key) => Ask(http, key, PersonConfirmations.SecondFactor)
        );
    }

    private static IResult Show(HttpContext http, string key, Refusal? refusal = null, Form? form = null) =>
        Refuse(http.RequestContext(), key) is { } none
            ? Page.Of(none)
            : Page.Of<ChangePersonPage>(
                new
                {
                    Key = key,
                    Form = form?.Fields,
                    Faults = refusal is null ? [] : Page.FaultsOf(refusal),
                },
                refusal?.Status ?? 200
            );

    private static async Task<IResult> SaveAsync(HttpContext http, string key)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        var request = new PatchPersonRequest(form.Text("name"), form.Text("email"), null, form.Optional("owner"));
        return await http.PostAsync(
            (db, token) => ChangePerson.RunAsync(db, context, key, request, token),
            _ => "/people",
            refusal => Task.FromResult(refusal.Status is 403 or 404 ? Page.Of(refusal) : Show(http, key, refusal, form))
        );
    }

    private static Task<IResult> AskToDeactivateAsync(
        HttpContext http,
        string key,
        IDbContextFactory<BatonDb> factory
    ) =>
        AskAsync(
            http,
            key,
            factory,
            (db, person) => LastAdmin.RefuseAsync(db, person, http.RequestAborted),
            async (db, catalog) =>
                PersonConfirmations.Deactivate(
                    catalog,
                    key,
                    await Departure.OfAsync(db, catalog, key, team: null, http.RequestAborted)
                )
        );

    private static Task<IResult> AskForAdminAsync(HttpContext http, string key, IDbContextFactory<BatonDb> factory) =>
        AskAsync(
            http,
            key,
            factory,
            (db, person) => ChangePerson.RefuseRemovalAsync(db, http.RequestContext(), person, http.RequestAborted),
            (_, catalog) => Task.FromResult(PersonConfirmations.Admin(catalog, key))
        );

    /// <summary>Asks only for what would not be refused.</summary>
    private static async Task<IResult> AskAsync(
        HttpContext http,
        string key,
        IDbContextFactory<BatonDb> factory,
        Func<BatonDb, Person, Task<Refusal?>> refuse,
        Func<BatonDb, Catalog, Task<Confirmation>> confirmation
    )
    {
        var context = http.RequestContext();
        if (Refuse(context, key) is { } refusal)
            return Page.Of(refusal);
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        return await refuse(db, context.Catalog.People[key]) is { } refused
            ? Page.Of(refused)
            : (await confirmation(db, context.Catalog)).ToPage();
    }

    /// <summary>
    /// What everybody else feels, or cannot be taken back by whoever it is about, is asked once more.
    /// </summary>
    private static IResult Ask(HttpContext http, string key, Func<Catalog, string, Confirmation> confirmation)
    {
        var context = http.RequestContext();
        return Refuse(context, key) is { } refusal ? Page.Of(refusal) : confirmation(context.Catalog, key).ToPage();
    }

    private static Refusal? Refuse(RequestContext context, string key) =>
        !context.Caller.IsAdmin ? Refusal.Forbidden(T("Only admins can change people."))
        : context.Catalog.People.ContainsKey(key) ? null
        : Refusal.NotFound(T("person {0}", key));
}

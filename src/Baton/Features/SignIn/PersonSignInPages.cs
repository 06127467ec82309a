using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>Links a person to their account at the provider, for admins.</summary>
internal static class PersonSignInPages
{
    internal static void MapPersonSignInPages(this RouteGroupBuilder pages)
    {
        pages.MapPost(
            "/people/{key}/address",
            (HttpContext http, string key) =>
                PeoplePages.ChangeAsync(
                    http,
                    (db, context, _, token) => ConfirmAddress.ByAdminAsync(db, context, key, token)
                )
        );
        pages.MapPost("/people/{key}/second-factor", ClearAsync);
        var signIn = pages.MapGroup("/people/{key}/sign-in");
        signIn.MapGet("", (HttpContext http, string key) => ShowAsync(http, key, null, null));
        signIn.MapPost("", LinkAsync);
        signIn.MapPost("/unlink", UnlinkAsync);
    }

    private static async Task<IResult> ClearAsync(HttpContext http, string key, Writer writer)
    {
        var context = http.RequestContext();
        var cleared = await writer.WriteAsync(
            (db, token) => ClearSecondFactor.RunAsync(db, context, key, token),
            http.RequestAborted
        );
        return cleared.Refused(out var refusal, out var person)
            ? await PeoplePages.ShowAsync(http, refusal: refusal)
            : Once.Show(
                http,
                "/people",
                Once.Done,
                T(
                    "{0} now signs in with a password only. All their sessions have ended, and "
                        + "their passkeys are removed.",
                    person.Name
                )
            );
    }

    private static async Task<IResult> LinkAsync(HttpContext http, string key, Writer writer)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        var issuer = form.Text("issuer").Trim();
        var subject = form.Text("subject").Trim();
        var linked = await writer.WriteAsync(
            (db, token) => LinkPerson.RunAsync(db, context, key, issuer, subject, token),
            http.RequestAborted
        );
        return linked.Refused(out var refusal, out _)
            ? await ShowAsync(http, key, form, refusal)
            : Page.To($"/people/{key}/sign-in");
    }

    private static async Task<IResult> UnlinkAsync(HttpContext http, string key, Writer writer)
    {
        var context = http.RequestContext();
        var unlinked = await writer.WriteAsync(
            (db, token) => UnlinkPerson.RunAsync(db, context, key, token),
            http.RequestAborted
        );
        return unlinked.Refused(out var refusal, out _) ? Page.Of(refusal) : Page.To($"/people/{key}/sign-in");
    }

    private static async Task<IResult> ShowAsync(HttpContext http, string key, Form? form, Refusal? refusal)
    {
        var context = http.RequestContext();
        var options = http.RequestServices.GetRequiredService<OidcOptions>();
        if (!context.Caller.IsAdmin)
            return Page.Of(Refusal.Forbidden(T("Only admins can link people to OpenID Connect.")));
        if (!context.Catalog.People.TryGetValue(key, out var person))
            return Page.Of(Refusal.NotFound(T("person {0}", key)));
        await using var db = await http
            .RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        var logins = await db
            .ExternalLogins.AsNoTracking()
            .Where(login => login.PersonKey == key)
            .OrderBy(login => login.Issuer)
            .ToListAsync(http.RequestAborted);
        return Page.Of<PersonSignInPage>(
            new
            {
                person.Key,
                person.Name,
                Logins = logins.ConvertAll(login => (login.Issuer, login.Subject, login.CreatedAt)),
                Provider = options.IsOn ? options.Name : T("OpenID Connect"),
                Issuer = form?.Text("issuer") ?? options.Authority?.AbsoluteUri.TrimEnd('/') ?? "",
                Subject = form?.Text("subject") ?? "",
                Faults = refusal is null ? [] : Page.FaultsOf(refusal),
            },
            refusal?.Status ?? 200
        );
    }
}

using Baton.Client;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Settings;

/// <summary>The settings of the installation, for admins; and the logo, for everybody.</summary>
internal static class SettingsPages
{
    internal static void MapSettingsPages(this RouteGroupBuilder pages)
    {
        pages.MapGet("/settings", (Delegate)((HttpContext http) => Show(http)));
        pages.MapPost("/settings", SaveAsync);
        pages.MapPost("/settings/test-mail", TestAsync);
        pages.MapPost("/first-run/skip", (Delegate)SkipAsync);
    }

    /// <summary>Nobody needs to be signed in: the page to sign in shows it too.</summary>
    internal static void MapLogo(this WebApplication app) =>
        app.MapGet("/logo/{mark}", SendLogoAsync).ExcludeFromDescription();

    private static async Task<IResult> SendLogoAsync(HttpContext http, string mark, Catalogs catalogs)
    {
        var catalog = await catalogs.CurrentAsync(http.RequestAborted);
        if (
            !catalog.Settings.TryGetValue(SettingNames.Logo, out var stored)
            || LogoPath.MarkOf(stored) != mark
            || LogoFile.Read(stored).File is not { } logo
        )
            return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(logo.Content, logo.ContentType);
    }

    private static IResult Show(HttpContext http, Refusal? refusal = null, Form? form = null)
    {
        var context = http.RequestContext();
        if (!context.Caller.IsAdmin)
            return Page.Of(SettingsRules.OnlyAdmins);
        var live = http.RequestServices.GetRequiredService<LiveSettings>();
        return Page.Of<SettingsPage>(
            new
            {
                Settings = SettingsRules.RecordOf(context.Catalog.Settings, live),
                Once = Once.Take(http),
                Typed = form?.Fields ?? FormCollection.Empty,
                Faults = refusal is null ? [] : Page.FaultsOf(refusal).Select(Labelled).ToList(),
            },
            refusal?.Status ?? 200
        );
    }

    /// <summary>By the labels of the page; why a test did not arrive is said as it is.</summary>
    private static FieldError Labelled(FieldError fault) =>
        (fault.Field, fault.Code) switch
        {
            ("mail.server", not "not-sent") => fault with
            {
                Message = T("SMTP server: enter an address such as smtp://mail.example.org:587, without the password."),
            },
            ("mail.from", _) => fault with { Message = T("From: enter an address such as baton@example.org.") },
            ("logo", _) => fault with { Message = T("Logo: choose a PNG or SVG file of at most 64 KB.") },
            _ => fault,
        };

    private static Task<IResult> SkipAsync(HttpContext http)
    {
        var context = http.RequestContext();
        return http.PostAsync(
            (db, token) => SkipFirstRun.RunAsync(db, context, token),
            _ => "/",
            refusal => Task.FromResult(Page.Of(refusal))
        );
    }

    /// <summary>Each part of the page is a form of its own and changes what stands in it.</summary>
    private static async Task<IResult> SaveAsync(HttpContext http, PutSettings put)
    {
        var context = http.RequestContext();
        var form = await Form.ReadAsync(http);
        var request = await RequestOfAsync(form, http.RequestAborted);
        return await http.PostAsync(
            (db, token) => put.RunAsync(db, context, request, token),
            _ => "/settings",
            refusal => Task.FromResult(Show(http, refusal, form)),
            (Once.Done, _ => T("Saved. It takes effect at once."))
        );
    }

    private static async Task<SettingsRequest> RequestOfAsync(Form form, CancellationToken cancellationToken) =>
        form.Text("part") switch
        {
            "general" => new SettingsRequest
            {
                OrganizationName = form.Text(SettingNames.Organization),
                Logo = await LogoOfAsync(form, cancellationToken),
                PublicUrl = Sent(form, SettingNames.PublicUrl),
                DefaultLanguage = form.Text(SettingNames.Language),
                DefaultTimeZone = form.Text(SettingNames.TimeZone),
                DefaultCurrency = Sent(form, SettingNames.Currency),
            },
            "mail" => new SettingsRequest
            {
                Mail = new MailSettings(form.Text("mail.server"), form.Text("mail.password"), form.Text("mail.from")),
            },
            "sign-in" => new SettingsRequest
            {
                SignIn = new SignInSettings(form.Has(SettingNames.StaySignedIn), form.Has(SettingNames.ResetByMail)),
            },
            "retention" => new SettingsRequest
            {
                Retention = new RetentionSettings(form.Number(SettingNames.NotificationDays) ?? 0),
            },
            _ => new SettingsRequest(),
        };

    /// <summary>What is fixed is shown and not sent.</summary>
    private static string? Sent(Form form, string name) => form.Has(name) ? form.Text(name) : null;

    private static async Task<string?> LogoOfAsync(Form form, CancellationToken cancellationToken)
    {
        if (form.Has("no_logo"))
            return "";
        if (form.Fields.Files["logo"] is not { Length: > 0 } file)
            return null;
        if (file.Length > LogoFile.Largest)
            return new string('A', LogoFile.Largest * 2);
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellationToken);
        return Convert.ToBase64String(content.ToArray());
    }

    /// <summary>What stands in the form is saved first, so that just that is tried.</summary>
    private static async Task<IResult> TestAsync(HttpContext http, PutSettings put, TestMail test)
    {
        var form = await Form.ReadAsync(http);
        if (form.Text("part") == "mail")
        {
            var context = http.RequestContext();
            var request = await RequestOfAsync(form, http.RequestAborted);
            var saved = await http.OnceAsync(
                (db, token) => put.RunAsync(db, context, request, token),
                _ => "/settings#mail"
            );
            if (saved.Refused(out var wrong, out _))
                return Show(http, wrong, form);
            await http.RequestServices.GetRequiredService<Catalogs>().CurrentAsync(http.RequestAborted);
        }

        var outcome = await test.RunAsync(http.RequestContext(), form.Optional("to"), http.RequestAborted);
        if (outcome.Refused(out var refusal, out var tested))
            return Show(http, refusal, form);
        return tested.Delivered
            ? Once.Show(http, "/settings", Once.Done, T("A test mail was sent to {0}.", tested.To))
            : Show(http, Refusal.Invalid("mail.server", "not-sent", SayKept(tested.Reason)), form);
    }
}

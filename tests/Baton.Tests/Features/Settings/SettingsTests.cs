using System.Text;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Microsoft.EntityFrameworkCore;
using static Baton.Tests.App.Refusals;

namespace Baton.Tests.Features.Settings;

public sealed class SettingsTests(SmtpServer smtp) : IClassFixture<SmtpServer>
{
    private const string Svg =
        """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h2v2z" fill="#123"/></svg>""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task They_take_effect_at_once_on_every_server(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var root = await app.AddPersonAsync("root", admin: true);
        await using var other = await BatonApp.StartAsync(app.Storage);
        var saved = await root.Api.PutSettingsAsync(
            new SettingsRequest
            {
                OrganizationName = " Halyard ",
                PublicUrl = "https://baton.example.org",
                DefaultTimeZone = "Europe/Berlin",
                DefaultCurrency = "DKK",
                DefaultLanguage = "en",
                Retention = new RetentionSettings(30),
                SignIn = new SignInSettings(StaySignedIn: false),
            },
            Cancel
        );
        Assert.Equal(
            ("Halyard", "https://baton.example.org", "Europe/Berlin", "DKK", 30, false, true),
            (
                saved.OrganizationName,
                saved.PublicUrl,
                saved.DefaultTimeZone,
                saved.DefaultCurrency,
                saved.Retention.NotificationDays,
                saved.SignIn.StaySignedIn,
                saved.SignIn.ResetByMail
            )
        );
        var elsewhere = new BatonClient(other.Http, root.Token);
        Assert.Equal("Halyard", (await elsewhere.GetSettingsAsync(Cancel)).OrganizationName);
        await elsewhere.PutTeamAsync("sales", new TeamRequest { Name = "Sales" }, cancellationToken: Cancel);
        Assert.Equal("Europe/Berlin", (await root.Api.GetTeamAsync("sales", Cancel)).TimeZone);
        using var visitor = new Visitor(other);
        var page = await visitor.GetAsync("/sign-in");
        Assert.Contains("Halyard", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("[name=stay]"));

        await root.Api.PutSettingsAsync(new SettingsRequest { OrganizationName = "" }, Cancel);
        var now = await elsewhere.GetSettingsAsync(Cancel);
        Assert.Equal((null, "DKK"), (now.OrganizationName, now.DefaultCurrency));
        var audit = await root.Api.ListAuditAsync(new AuditQuery { Act = "setting" });
        Assert.Contains(audit.Items, entry => entry is { Subject: "setting organization_name", After: "Halyard" });
    }

    [Theory, BothEngines]
    public async Task A_mail_server_is_set_and_tried_and_its_password_never_comes_back(Engine engine)
    {
        await using var guarded = await SmtpServer.StartAsync("--user", "baton", "--password", "p@ss:w/rd");
        await using var app = await BatonApp.StartAsync(engine);
        var root = await app.AddPersonAsync("root", admin: true);
        var none = await RefusedAsync(root.Api.SendTestMailAsync(cancellationToken: Cancel));
        Assert.Equal(422, none.Status);
        var server = $"{guarded.Url.Replace("smtp://", "smtp://baton@", StringComparison.Ordinal)}?tls=none";
        var mail = new MailSettings(server, "p@ss:w/rd", "Baton <baton@example.org>");
        var saved = await root.Api.PutSettingsAsync(new SettingsRequest { Mail = mail }, Cancel);
        Assert.Equal((server, null, true), (saved.Mail.Server, saved.Mail.Password, saved.Mail.HasPassword));
        var stored = await app.ReadAsync(db => db.Settings.Select(setting => setting.Value).ToListAsync(Cancel));
        Assert.DoesNotContain(stored, value => value.Contains("p@ss", StringComparison.Ordinal));
        var audit = await root.Api.ListAuditAsync(new AuditQuery { Act = "setting" });
        Assert.DoesNotContain(
            audit.Items,
            entry => $"{entry.Before}{entry.After}".Contains("p@ss", StringComparison.Ordinal)
        );

        var sent = await root.Api.SendTestMailAsync(cancellationToken: Cancel);
        Assert.True(sent.Delivered, sent.Reason);
        Assert.Equal("root@example.org", sent.To);
        await guarded.WaitForAsync(received => received.RcptTo.Contains("root@example.org"), Cancel);

        // Another server must not get the password that was given for this one.
        var moved = await RefusedAsync(
            root.Api.PutSettingsAsync(
                new SettingsRequest { Mail = new MailSettings("smtp://baton@evil.example.org:25") },
                Cancel
            )
        );
        Assert.Equal((422, "mail.password"), (moved.Status, moved.Errors!.Single().Field));
    }

    [Theory, EitherEngine]
    public async Task A_variable_of_the_environment_wins_and_is_shown_as_fixed(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(
            engine,
            new Dictionary<string, string?>
            {
                ["BATON_SMTP_URL"] = smtp.Url,
                ["BATON_MAIL_FROM"] = "baton@example.org",
                ["BATON_CURRENCY"] = "CHF",
            }
        );
        var root = await app.AddPersonAsync("root", admin: true);
        var settings = await root.Api.GetSettingsAsync(Cancel);
        Assert.Equal("CHF", settings.DefaultCurrency);
        Assert.Equal(["default_currency", "mail"], settings.Fixed.Keys.Order(StringComparer.Ordinal));
        foreach (
            var request in (SettingsRequest[])
                [new() { DefaultCurrency = "EUR" }, new() { Mail = new MailSettings("smtp://mail.example.org") }]
        )
            Assert.Equal("fixed", (await RefusedAsync(root.Api.PutSettingsAsync(request, Cancel))).Errors![0].Code);
        using var visitor = await app.VisitAsync(root);
        var page = await visitor.GetAsync("/settings");
        Assert.Contains("Set by BATON_SMTP_URL on the server.", page.Text, StringComparison.Ordinal);
        var tested = await visitor.SubmitAsync(page, "Send me a test");
        Assert.Contains("A test mail was sent to root@example.org.", tested.Text, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task Bad_values_are_refused_with_every_fault_and_nothing_changes(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var root = await app.AddPersonAsync("root", admin: true);
        var problem = await RefusedAsync(
            root.Api.PutSettingsAsync(
                new SettingsRequest
                {
                    OrganizationName = new string('x', 100_000),
                    PublicUrl = "javascript:alert(1)",
                    DefaultLanguage = "xx",
                    DefaultTimeZone = "Mars/Base",
                    DefaultCurrency = "euro",
                    Logo = Convert.ToBase64String("hello"u8),
                    Retention = new RetentionSettings(0),
                    Mail = new MailSettings("smtp://user:secret@host", From: "nobody"),
                },
                Cancel
            )
        );
        Assert.Equal(
            [
                "organization_name",
                "logo",
                "public_url",
                "default_language",
                "default_time_zone",
                "default_currency",
                "notification_days",
                "mail.server",
            ],
            problem.Errors!.Select(fault => fault.Field)
        );
        Assert.All(problem.Errors!, fault => Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal));
        Assert.Equal(0, await app.ReadAsync(db => db.Settings.CountAsync(Cancel)));
    }

    [Fact]
    public async Task The_currency_of_the_browser_is_proposed_until_one_is_set()
    {
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        var root = await app.AddPersonAsync("root", admin: true);
        Assert.Equal("CHF", await ProposedAsync("de-CH, en-US;q=0.7"));
        Assert.Equal("EUR", await ProposedAsync("en;q=0.3, fr"));
        Assert.Equal("", await ProposedAsync("es"));
        await root.Api.PutSettingsAsync(new SettingsRequest { DefaultCurrency = "DKK" }, Cancel);
        Assert.Equal("DKK", await ProposedAsync("de-CH"));

        async Task<string> ProposedAsync(string languages)
        {
            using var visitor = await app.VisitAsync(root);
            visitor.Speak(languages);
            var page = await visitor.GetAsync("/settings");
            return page.Document.QuerySelector("[name=default_currency]")!.GetAttribute("value") ?? "";
        }
    }

    [Theory, EitherEngine]
    public async Task A_logo_is_a_picture_and_nothing_else(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var root = await app.AddPersonAsync("root", admin: true);
        foreach (
            var harmful in (string[])
                [
                    Svg.Replace("<path", "<script>alert(1)</script><path", StringComparison.Ordinal),
                    Svg.Replace("<path", "<path onclick=\"alert(1)\"", StringComparison.Ordinal),
                    Svg.Replace("<path", "<use href=\"https://evil.example/x.svg#a\"/><path", StringComparison.Ordinal),
                    Svg.Replace("fill=\"#123\"", "style=\"fill:url(https://evil.example)\"", StringComparison.Ordinal),
                    Svg.Replace("#123", "url(#a) url(https://evil.example)", StringComparison.Ordinal),
                    Svg.Replace("#123", "u\\72l(https://evil.example)", StringComparison.Ordinal),
                    Svg.Replace("#123", "url(https://evil.example)", StringComparison.Ordinal),
                    $"<!DOCTYPE svg [<!ENTITY a \"b\">]>{Svg}",
                    Svg.Replace("<path", "<foreignObject/><path", StringComparison.Ordinal),
                    "<svg",
                    new string('x', 100_000),
                ]
        )
            Assert.Equal("logo", (await RefusedAsync(LogoAsync(harmful))).Errors!.Single().Field);

        var saved = await LogoAsync(Svg);
        using var answer = await app.Http.GetAsync(saved.LogoUrl, Cancel);
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(
            "sandbox",
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.Equal(Svg, await answer.Content.ReadAsStringAsync(Cancel));

        Task<SettingsRecord> LogoAsync(string svg) =>
            root.Api.PutSettingsAsync(
                new SettingsRequest { Logo = Convert.ToBase64String(Encoding.UTF8.GetBytes(svg)) },
                Cancel
            );
    }
}

using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.SignIn;

/// <summary>
/// An address counts only when it is proved, so that nobody gets hold of an account before the person comes whose
/// address it is.
/// </summary>
public sealed class ProvedAddressTests(SharedApps apps, SmtpServer smtp, OidcProvider provider)
    : IClassFixture<SmtpServer>,
        IClassFixture<OidcProvider>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EitherEngine]
    public async Task Whoever_joins_has_the_address_of_the_invitation_and_no_other(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var key = $"mallory-{cast.Bob.Key}";
        using var visitor = new Visitor(cast.App);
        var page = await visitor.GetAsync(await InviteAsync(cast, $"{key}@example.org"));
        Assert.Equal(
            (null, $"{key}@example.org"),
            (page.Document.QuerySelector("[name=email]"), page.Document.QuerySelector("#email")!.TextContent)
        );
        var home = await visitor.SubmitAsync(
            page,
            "Create account",
            ("name", "M"),
            ("key", key),
            ("password", Visitor.Password),
            ("email", $"victim-{key}@example.org")
        );
        Assert.Equal("/", home.Path);
        var person = await cast.App.ReadAsync(db => db.People.SingleAsync(candidate => candidate.Key == key));
        Assert.Equal(($"{key}@example.org", true), (person.Email, person.EmailProvedAt is not null));
    }

    [Theory, EitherEngine]
    public async Task A_typed_address_leads_nobody_from_the_companys_sign_in_into_that_account(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, provider.Settings);
        var mallory = await app.AddPersonAsync("mallory");
        var root = await app.AddPersonAsync("olga", admin: true);
        await app.ForgetProofAsync("mallory", "victim@example.org");
        await provider.KnowsAsync("v1", new { email = "victim@example.org", email_verified = true });
        using var victim = new Traveller();
        var (page, _) = await victim.SignInAsync(app, "v1");
        Assert.Equal(
            (403, true),
            (
                page.Status,
                Assert
                    .Single(page.Faults)
                    .StartsWith("No account has the confirmed address victim@example.org", StringComparison.Ordinal)
            )
        );
        Assert.Equal(0, await app.ReadAsync(db => db.ExternalLogins.CountAsync()));

        // Once an admin has confirmed it, it counts.
        using var admin = await app.VisitAsync(root);
        await admin.SubmitAsync(await admin.GetAsync("/people"), $"Confirm email: {mallory.Key}");
        Assert.Equal(200, (await victim.SignInAsync(app, "v1")).Page.Status);
        Assert.Equal("mallory", (await app.ReadAsync(db => db.ExternalLogins.SingleAsync())).PersonKey);
    }

    [Fact]
    public async Task With_sign_up_whoever_proves_the_address_becomes_a_person_of_their_own_with_a_key_that_is_free()
    {
        await using var app = await BatonApp.StartAsync(
            Engine.Sqlite,
            new Dictionary<string, string?>(provider.Settings) { ["BATON_OIDC_SIGN_UP"] = "true" }
        );
        await app.AddPersonAsync("mallory");
        await app.ForgetProofAsync("mallory", "victim@example.org");
        await provider.KnowsAsync(
            "v1",
            new
            {
                email = "victim@example.org",
                email_verified = true,
                name = "Vic",
                preferred_username = "Baton",
            }
        );
        using var victim = new Traveller();
        Assert.Equal(200, (await victim.SignInAsync(app, "v1")).Page.Status);
        Assert.Equal("baton-2", (await app.ReadAsync(db => db.ExternalLogins.SingleAsync())).PersonKey);

        // Their address is theirs now: who merely typed it neither signs in by it nor gets it confirmed.
        await app.GivePasswordAsync("mallory");
        using var mallory = new Visitor(app);
        Assert.Equal(422, (await mallory.SignInAsync("victim@example.org")).Status);
        (await app.AdminAsync("person", "confirm-address", "mallory")).Refused("cannot be confirmed");
    }

    [Theory, EitherEngine]
    public async Task An_invitation_to_the_address_of_somebody_who_is_here_looks_like_one_that_ended(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var taken = Link(
            await ben.SubmitAsync(
                await ben.GetAsync($"/teams/{cast.Receiver}"),
                "Invite",
                ("emails", $"{cast.Alice.Key.ToUpperInvariant()}@example.org")
            )
        );
        var used = Link(
            await ben.SubmitAsync(
                await ben.GetAsync($"/teams/{cast.Receiver}"),
                "Invite",
                ("emails", $"one-{cast.Bob.Key}@example.org")
            )
        );
        using var visitor = new Visitor(cast.App);
        await visitor.SubmitAsync(
            await visitor.GetAsync(used),
            "Create account",
            ("name", "One"),
            ("key", $"one-{cast.Bob.Key}"),
            ("password", Visitor.Password)
        );
        using var other = new Visitor(cast.App);
        var first = await other.GetAsync(used);
        var second = await other.GetAsync(taken);
        Assert.Equal((404, first.Text), (second.Status, second.Text));
        using var root = await cast.App.VisitAsync(cast.Root);
        var refused = await root.SubmitAsync(
            await root.GetAsync("/people"),
            "Invite",
            ("emails", $"{cast.Alice.Key}@example.org")
        );
        Assert.Equal((409, null), (refused.Status, refused.Document.QuerySelector("#link")));

        // Who was deactivated holds their address no longer, and cannot come back beside another one who has it.
        await cast.Root.Api.DeactivateAsync(cast.Alice.Key, Cancel);
        Assert.Equal(200, (await other.GetAsync(taken)).Status);
        Assert.Equal(
            "/",
            (
                await other.SubmitAsync(
                    await other.GetAsync(taken),
                    "Create account",
                    ("name", "Two"),
                    ("key", $"two-{cast.Bob.Key}"),
                    ("password", Visitor.Password)
                )
            ).Path
        );
        Assert.Equal(
            409,
            (
                await root.SubmitAsync(
                    await root.GetAsync($"/people?q={cast.Alice.Key}"),
                    $"Reactivate: {cast.Alice.Key}"
                )
            ).Status
        );
    }

    [Theory, EitherEngine]
    public async Task A_mailed_link_confirms_an_address_for_its_own_account_once(Engine engine)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await BatonApp.StartAsync(
            engine,
            new Dictionary<string, string?>
            {
                ["BATON_SMTP_URL"] = smtp.Url,
                ["BATON_MAIL_FROM"] = "baton@example.org",
            },
            time
        );
        var bob = await app.AddPersonAsync("bob");
        var eve = await app.AddPersonAsync("eve");
        var address = $"bob-{engine}@example.org".ToLowerInvariant();
        await app.ForgetProofAsync("bob", address);
        using var visitor = await app.VisitAsync(bob);
        Assert.Contains(
            $"A link was sent to {address}",
            (await visitor.SubmitAsync(await visitor.GetAsync("/account"), "Mail me a link")).Text,
            StringComparison.Ordinal
        );
        var mail = (await smtp.WaitForAsync(candidate => candidate.RcptTo.Contains(address), Cancel)).Open();
        var link = new Uri(
            mail.TextBody!.Split('\n')
                .Single(line => line.Contains("/account/address?code=", StringComparison.Ordinal))
                .Trim()
        ).PathAndQuery;
        Assert.Contains(
            "a moment ago",
            Assert.Single((await visitor.SubmitAsync(await visitor.GetAsync("/account"), "Mail me a link")).Faults),
            StringComparison.Ordinal
        );

        using var stranger = new Visitor(app);
        Assert.StartsWith("/sign-in", (await stranger.GetAsync(link)).Path, StringComparison.Ordinal);
        using var other = await app.VisitAsync(eve);
        Assert.Equal(404, (await other.GetAsync(link)).Status);
        var page = await visitor.GetAsync(link);
        Assert.Null(await ProvedAsync());
        Assert.Equal("/account", (await visitor.SubmitAsync(page, "Confirm")).Path);
        Assert.NotNull(await ProvedAsync());
        var form = (await visitor.GetAsync("/account")).Document.QuerySelector("[name=form]")!.GetAttribute("value")!;
        var again = await visitor.PostAsync("/account/address", [("form", form), ("code", link.Split('=')[1])]);
        Assert.Equal((404, 404), ((await visitor.GetAsync(link)).Status, again.Status));
        Assert.Null((await visitor.GetAsync("/account")).Document.QuerySelector("#address"));

        Task<DateTime?> ProvedAsync() =>
            app.ReadAsync(db =>
                db.People.Where(person => person.Key == "bob").Select(person => person.EmailProvedAt).SingleAsync()
            );
    }

    [Fact]
    public async Task Nobody_gets_a_key_that_Baton_signs_with()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        foreach (var key in (string[])["baton", "system", "me"])
            (
                await cast.App.AdminAsync(
                    "person",
                    "add",
                    key,
                    "--name",
                    "B",
                    "--email",
                    $"{key}-{cast.Bob.Key}@example.org"
                )
            ).Refused($"'{key}' is reserved");
        using var visitor = new Visitor(cast.App);
        var page = await visitor.GetAsync(await InviteAsync(cast, $"b-{cast.Bob.Key}@example.org"));
        var refused = await visitor.SubmitAsync(
            page,
            "Create account",
            ("name", "B"),
            ("key", "baton"),
            ("password", Visitor.Password)
        );
        Assert.Equal(
            (422, true),
            (refused.Status, Assert.Single(refused.Faults).StartsWith("'baton' is reserved", StringComparison.Ordinal))
        );
    }

    private static async Task<string> InviteAsync(Cast cast, string email)
    {
        using var root = await cast.App.VisitAsync(cast.Root);
        return Link(await root.SubmitAsync(await root.GetAsync("/people"), "Invite", ("emails", email)));
    }

    private static string Link(Seen page) => new Uri(page.Document.QuerySelector("#link")!.TextContent).PathAndQuery;
}

using System.Net;
using System.Security.Claims;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Hosting;
using Baton.Tests.App;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.SignIn;

/// <summary>A session is a row that ends, and with it every copy of its cookie.</summary>
public sealed class SessionTests(SharedApps apps)
{
    private const string Other = "another horse battery";

    [Theory, EitherEngine]
    public async Task Signing_out_ends_the_copies_of_the_cookie_too(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var copy = CopyOf(alice, cast.App);
        Assert.Equal("/", (await copy.GetAsync("/")).Path);
        await alice.SubmitAsync(await alice.GetAsync("/account"), "Sign out");
        Assert.StartsWith("/sign-in", (await copy.GetAsync("/")).Path, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task Letting_somebody_in_again_brings_back_neither_sessions_nor_tokens(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var root = await cast.App.VisitAsync(cast.Root);
        async Task ByPageAsync() =>
            await root.SubmitAsync(
                await root.GetAsync($"/people/{cast.Alice.Key}/deactivate"),
                $"Deactivate: {cast.Alice.Key}"
            );
        async Task ByApiAsync() =>
            Assert.Equal(
                200,
                (await cast.App.SendAsync(cast.Root, HttpMethod.Delete, $"api/v1/people/{cast.Alice.Key}", "{}")).Status
            );
        async Task ByCommandAsync() => (await cast.App.AdminAsync("person", "deactivate", cast.Alice.Key)).Done();
        foreach (var shutOut in (Func<Task>[])[ByPageAsync, ByApiAsync, ByCommandAsync])
        {
            using var alice = await cast.App.VisitAsync(cast.Alice);
            var token = (await cast.App.AdminAsync("token", "create", cast.Alice.Key)).Done().Lines[^1];
            var api = new BatonClient(cast.App.Http, token);
            Assert.Equal(cast.Alice.Key, (await api.MeAsync()).Person);
            await shutOut();
            await root.SubmitAsync(await root.GetAsync($"/people?q={cast.Alice.Key}"), $"Reactivate: {cast.Alice.Key}");
            Assert.StartsWith("/sign-in", (await alice.GetAsync("/")).Path, StringComparison.Ordinal);
            Assert.Equal(401, (await Refusals.RefusedAsync(api.MeAsync())).Status);
            Assert.Equal("/", (await alice.SignInAsync(cast.Alice.Key)).Path);
        }

        var audit = await cast.Root.Api.ListAuditAsync(new AuditQuery { Act = "token.revoked", Limit = 100 });
        Assert.Equal(4, audit.Items.Count(row => row.Subject.EndsWith(cast.Alice.Key, StringComparison.Ordinal)));
    }

    [Theory, EitherEngine]
    public async Task A_person_sees_where_they_are_signed_in_and_ends_one_of_them(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var phone = new Visitor(cast.App);
        phone.Call(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
                + "like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
        );
        await phone.SignInAsync(cast.Alice.Key);
        var page = await alice.GetAsync("/account");
        Assert.Equal(2, page.Document.QuerySelectorAll("#sessions tbody tr").Length);
        Assert.Contains("127.0.0.1", page.Document.QuerySelector("#sessions")!.TextContent, StringComparison.Ordinal);

        using var bob = await cast.App.VisitAsync(cast.Bob);
        var action = Assert
            .Single(page.Document.QuerySelectorAll("#sessions form[action$='/end']"))
            .GetAttribute("action")!;
        var form = (await bob.GetAsync("/account")).Document.QuerySelector("[name=form]")!.GetAttribute("value")!;
        Assert.Equal(404, (await bob.PostAsync(action, [("form", form)])).Status);
        Assert.Equal("/", (await phone.GetAsync("/")).Path);

        Assert.Equal("/account", (await alice.SubmitAsync(page, "Sign out: Safari, iPhone")).Path);
        Assert.StartsWith("/sign-in", (await phone.GetAsync("/")).Path, StringComparison.Ordinal);
        Assert.Equal("/", (await alice.GetAsync("/")).Path);
    }

    [Theory, EitherEngine]
    public async Task Tokens_end_with_a_new_password_or_everywhere_when_that_is_asked(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        await alice.SubmitAsync(
            await alice.GetAsync("/account"),
            "Change password",
            ("current", Visitor.Password),
            ("password", Other)
        );
        Assert.Equal(cast.Alice.Key, (await cast.Alice.Api.MeAsync()).Person);
        var done = await alice.SubmitAsync(
            await alice.GetAsync("/account"),
            "Change password",
            ("current", Other),
            ("password", Visitor.Password),
            ("tokens", "true")
        );
        Assert.Contains("your API tokens were revoked", done.Text, StringComparison.Ordinal);
        Assert.Equal(401, (await Refusals.RefusedAsync(cast.Alice.Api.MeAsync())).Status);

        using var bob = await cast.App.VisitAsync(cast.Bob);
        using var copy = CopyOf(bob, cast.App);
        await bob.SubmitAsync(await bob.GetAsync("/account"), "Sign out everywhere", ("tokens", "true"));
        Assert.Equal(401, (await Refusals.RefusedAsync(cast.Bob.Api.MeAsync())).Status);
        Assert.StartsWith("/sign-in", (await copy.GetAsync("/")).Path, StringComparison.Ordinal);
        Assert.Equal(
            0,
            await cast.App.ReadAsync(db =>
                db.Sessions.CountAsync(session => session.PersonKey == cast.Bob.Key && session.EndedAt == null)
            )
        );
    }

    [Theory, EitherEngine]
    public async Task A_token_is_made_with_the_password_or_shortly_after_a_sign_in_without_one(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(engine, time: time);
        using var sam = await app.VisitAsync(await app.AddPersonAsync("sam"));
        var page = await sam.GetAsync("/account");
        Assert.Equal(
            "Enter your current password.",
            Assert.Single((await sam.SubmitAsync(page, "Create token", ("name", "x"))).Faults)
        );
        Assert.Equal(
            "The current password is wrong.",
            Assert.Single(
                (await sam.SubmitAsync(page, "Create token", ("name", "x"), ("token_password", "wrong"))).Faults
            )
        );

        await app.ReadAsync(db =>
            db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.PasswordHash, (string?)null))
        );
        Assert.NotNull(
            (await sam.SubmitAsync(page, "Create token", ("name", "x"))).Document.QuerySelector("code.secret")
        );
        time.Advance(OwnPassword.Recent);
        var late = await sam.SubmitAsync(await sam.GetAsync("/account"), "Create token", ("name", "y"));
        Assert.Equal(
            "You signed in more than 15 minutes ago. Sign out, sign in and try again.",
            Assert.Single(late.Faults)
        );
        Assert.Equal(2, await app.ReadAsync(db => db.Tokens.CountAsync()));
    }

    [Theory, EitherEngine]
    public async Task A_cookie_of_an_older_version_holds_and_ends_with_all_its_copies(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        var old = await OldCookieAsync(cast.App, cast.Alice.Key);
        using var alice = new Visitor(cast.App);
        using var copy = new Visitor(cast.App);
        alice.Cookies.Add(cast.App.Url, new Cookie("baton", old));
        copy.Cookies.Add(cast.App.Url, new Cookie("baton", old));
        await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async i => Assert.Equal("/teams", (await (i % 2 == 0 ? alice : copy).GetAsync("/teams")).Path))
        );
        Assert.NotEqual(old, alice.Jar["baton"]);
        Assert.Equal(
            1,
            await cast.App.ReadAsync(db => db.Sessions.CountAsync(session => session.PersonKey == cast.Alice.Key))
        );

        await alice.SubmitAsync(await alice.GetAsync("/account"), "Sign out");
        Assert.StartsWith("/sign-in", (await copy.GetAsync("/")).Path, StringComparison.Ordinal);
        using var first = new Visitor(cast.App);
        first.Cookies.Add(cast.App.Url, new Cookie("baton", old));
        Assert.StartsWith("/sign-in", (await first.GetAsync("/")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_https_a_cookie_of_an_older_version_gets_the_name_that_no_other_host_can_set()
    {
        await using var app = await BatonApp.StartAsync(
            Engine.Sqlite,
            new Dictionary<string, string?> { ["BATON_URL"] = "https://baton.example.org" }
        );
        await app.AddPersonAsync("alice");
        await app.GivePasswordAsync("alice");
        var first = await GetAsync(app, $"baton={await OldCookieAsync(app, "alice")}");
        Assert.Equal(200, first.Status);
        var set = first.Message.Headers.GetValues("Set-Cookie").ToList();
        var session = Assert
            .Single(set, cookie => cookie.StartsWith("__Host-baton=", StringComparison.Ordinal))
            .Split(';')[0];
        Assert.StartsWith(
            "baton=; expires=Thu, 01 Jan 1970",
            Assert.Single(set, cookie => cookie.StartsWith("baton=", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
        Assert.Equal(200, (await GetAsync(app, session)).Status);

        // Somebody else's session under the old name was put there by another host: it is not taken.
        Assert.Equal(302, (await GetAsync(app, session["__Host-".Length..])).Status);
        Assert.Equal(200, (await GetAsync(app, session)).Status);
    }

    [Fact]
    public async Task A_session_that_ended_at_one_server_has_ended_at_the_others()
    {
        await using var app = await BatonApp.StartAsync(Engine.Postgres);
        await using var second = await BatonApp.StartAsync(app.Storage);
        using var alice = await app.VisitAsync(await app.AddPersonAsync("alice"));
        using var copy = CopyOf(alice, second);
        Assert.Equal("/", (await copy.GetAsync("/")).Path);
        await alice.SubmitAsync(await alice.GetAsync("/account"), "Sign out");
        Assert.StartsWith("/sign-in", (await copy.GetAsync("/")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_that_nobody_uses_run_out_and_those_in_use_go_on()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(Engine.Sqlite, time: time);
        using var sam = await app.VisitAsync(await app.AddPersonAsync("sam"));
        using var idle = CopyOf(sam, app);
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromDays(8));
            Assert.Equal("/", (await sam.GetAsync("/")).Path);
        }

        Assert.StartsWith("/sign-in", (await idle.GetAsync("/")).Path, StringComparison.Ordinal);
        Assert.Equal(
            time.GetUtcNow().UtcDateTime + BrowserSession.Idle,
            await app.ReadAsync(db => db.Sessions.Select(session => session.ExpiresAt).SingleAsync())
        );
        time.Advance(BrowserSession.Idle + TimeSpan.FromSeconds(1));
        Assert.StartsWith("/sign-in", (await sam.GetAsync("/")).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
        "Edge, Windows"
    )]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox, Linux")]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
        "Chrome, Android"
    )]
    [InlineData(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            + "Version/18.1 Safari/605.1.15",
        "Safari, macOS"
    )]
    [InlineData("curl/8.10", "")]
    [InlineData("", "")]
    public void A_browser_is_named_so_that_a_person_knows_it(string userAgent, string name) =>
        Assert.Equal(name, DeviceName.Of(userAgent));

    internal static Visitor CopyOf(Visitor visitor, BatonApp app)
    {
        var copy = new Visitor(app);
        copy.Cookies.Add(app.Url, new Cookie("baton", visitor.Jar["baton"]));
        return copy;
    }

    private static async Task<Answered> GetAsync(BatonApp app, string cookie)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = app.Url,
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/teams");
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        var answer = await http.SendAsync(request);
        return new Answered((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
    }

    /// <summary>As it was made before sessions were rows: who, and the stamp of their account.</summary>
    private static async Task<string> OldCookieAsync(BatonApp app, string person)
    {
        var account = await app.ReadAsync(db => db.Accounts.SingleAsync(candidate => candidate.PersonKey == person));
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, person), new Claim(Sessions.StampClaim, account.SecurityStamp)],
            IdentityConstants.ApplicationScheme
        );
        var now = TimeProvider.System.GetUtcNow();
        var properties = new AuthenticationProperties { IssuedUtc = now.AddDays(-1), ExpiresUtc = now.AddDays(13) };
        var options = app
            .Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(IdentityConstants.ApplicationScheme);
        return options.TicketDataFormat.Protect(
            new AuthenticationTicket(new ClaimsPrincipal(identity), properties, IdentityConstants.ApplicationScheme)
        );
    }
}

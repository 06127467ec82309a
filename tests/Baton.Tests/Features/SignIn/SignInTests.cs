using System.Buffers.Binary;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.SignIn;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.SignIn;

public sealed class SignInTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task The_set_up_link_makes_the_first_admin_once(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var link = new Uri(
            (await app.Services.GetRequiredService<Setup>().LinkAsync(TestContext.Current.CancellationToken))!
        ).PathAndQuery;
        using var visitor = new Visitor(app);
        var page = await visitor.GetAsync(link);
        Assert.Equal(404, (await visitor.GetAsync("/setup?code=wrong")).Status);

        var weak = await visitor.SubmitAsync(
            page,
            "Create admin and sign in",
            ("key", "Root!"),
            ("name", ""),
            ("email", "no"),
            ("password", "password1234")
        );
        Assert.Equal((422, 4), (weak.Status, weak.Faults.Count));
        Assert.Equal("Root!", weak.Document.QuerySelector("[name=key]")!.GetAttribute("value"));

        var home = await visitor.SubmitAsync(
            weak,
            "Create admin and sign in",
            ("key", "root"),
            ("name", "Root"),
            ("email", "root@example.org"),
            ("password", Visitor.Password)
        );
        Assert.Equal((200, "/"), (home.Status, home.Path));
        Assert.Equal(404, (await visitor.GetAsync(link)).Status);
    }

    [Theory, EitherEngine]
    public async Task Nobody_learns_from_a_failed_sign_in_who_is_here(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        using var visitor = new Visitor(cast.App);
        var answers = new List<(int, string)>();
        foreach (
            var (name, password) in ((string, string)[])
                [
                    (cast.Alice.Key, "wrong"),
                    (cast.Bob.Key, "has none"),
                    ("nobody", "wrong"),
                    ("", ""),
                    (cast.Alice.Key, new string('x', 5000)),
                ]
        )
        {
            var seen = await visitor.SignInAsync(name, password);
            answers.Add((seen.Status, Assert.Single(seen.Faults)));
        }

        Assert.Equal(
            (
                422,
                "The username or the password is wrong. After several attempts, an account is locked for 15 minutes."
            ),
            Assert.Single(answers.Distinct())
        );
        Assert.DoesNotContain("baton", visitor.Jar.Keys);
    }

    [Theory, EitherEngine]
    public async Task Signed_in_by_key_or_address_a_session_holds_the_same_caller_as_a_token(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        var handoff = await cast.InitiatedAsync();
        foreach (var name in (string[])[cast.Alice.Key, $" {cast.Alice.Key}@EXAMPLE.org"])
        {
            using var visitor = new Visitor(cast.App);
            Assert.Equal("/", (await visitor.SignInAsync(name)).Path);
            var page = await visitor.GetAsync($"/handoffs/{handoff.HandoffId}");
            Assert.Equal((200, $"Acme GmbH #{handoff.HandoffId}"), (page.Status, page.Heading));
            Assert.Contains(
                "HttpOnly",
                page.Response.Headers.TryGetValues("Set-Cookie", out var set) ? string.Join(";", set) : "HttpOnly",
                StringComparison.OrdinalIgnoreCase
            );
        }
    }

    [Theory, EitherEngine]
    public async Task The_api_takes_no_session_and_pages_take_no_token(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var visitor = await cast.App.VisitAsync(cast.Alice);
        Assert.Equal(401, (await visitor.GetAsync("/api/v1/me")).Status);
        var answer = await cast.App.SendAsync(cast.Alice, HttpMethod.Get, "handoffs");
        Assert.Equal("/sign-in", answer.Message.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Theory, EitherEngine]
    public async Task Signing_out_a_new_password_and_deactivation_end_sessions_at_once(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var phone = await cast.App.VisitAsync(cast.Alice);
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        Assert.Equal("/sign-in?to=%2Fhandoffs", (await phone.GetAsync("/handoffs")).Path);

        Assert.Equal("/", (await phone.SignInAsync(cast.Alice.Key)).Path);
        var writer = cast.App.Services.GetRequiredService<Writer>();
        await writer.WriteAsync(
            async (db, token) =>
            {
                (await db.People.SingleAsync(person => person.Key == cast.Alice.Key, token)).DeactivatedAt =
                    new DateTime(2026, 11, 24, 0, 0, 0, DateTimeKind.Utc);
                await db.SaveChangesAsync(token);
            },
            TestContext.Current.CancellationToken
        );
        Assert.StartsWith("/sign-in", (await phone.GetAsync("/")).Path, StringComparison.Ordinal);
        Assert.Equal(422, (await phone.SignInAsync(cast.Alice.Key)).Status);
    }

    [Theory, EitherEngine]
    public async Task After_too_many_tries_a_name_waits_whether_it_is_one_or_not(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        using var visitor = new Visitor(cast.App);
        foreach (var name in (string[])[cast.Alice.Key, "nobody-at-all" + cast.Alice.Key])
        {
            for (var i = 0; i < SignInLimits.PerName; i++)
                Assert.Equal(422, (await visitor.SignInAsync(name, "wrong")).Status);
            var limited = await visitor.SignInAsync(name, Visitor.Password);
            Assert.Equal(429, limited.Status);
            Assert.NotNull(limited.Response.Headers.RetryAfter);
        }
    }

    [Theory, EitherEngine]
    public async Task A_locked_account_stays_locked_for_the_right_password_too(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        using var scope = cast.App.Services.CreateScope();
        var signIn = scope.ServiceProvider.GetRequiredService<PasswordSignIn>();
        for (var i = 0; i < 10; i++)
            Assert.False(
                (
                    await signIn.RunAsync(cast.Alice.Key, "wrong", stay: false, TestContext.Current.CancellationToken)
                ).Succeeded
            );
        Assert.False(
            (
                await signIn.RunAsync(
                    cast.Alice.Key,
                    Visitor.Password,
                    stay: false,
                    TestContext.Current.CancellationToken
                )
            ).Succeeded
        );
        Assert.NotNull(
            (
                await cast.App.ReadAsync(db => db.Accounts.SingleAsync(account => account.PersonKey == cast.Alice.Key))
            ).LockedUntil
        );
    }

    [Fact]
    public async Task A_name_that_is_nobodys_costs_as_much_work_as_one_that_is_somebodys()
    {
        await using var app = await BatonApp.StartAsync(Engine.Sqlite, realHashes: true);
        var cast = await app.CastAsync();
        await app.GivePasswordAsync(cast.Alice.Key);
        var hash = Convert.FromBase64String((await app.ReadAsync(db => db.Accounts.SingleAsync())).PasswordHash!);
        Assert.Equal(210_000, BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5))); // its work factor
        using var scope = cast.App.Services.CreateScope();
        var signIn = scope.ServiceProvider.GetRequiredService<PasswordSignIn>();
        string[] names = [cast.Alice.Key, "nobody-at-all", cast.Bob.Key];
        var quickest = names.ToDictionary(name => name, _ => TimeSpan.MaxValue);
        // Measured until the quickest of each name shows what it costs: the machine does other things meanwhile.
        for (var i = 0; i < 15 || (i < 150 && quickest.Values.Any(IsTooQuick)); i++)
        {
            var name = names[i % 3];
            var started = TimeProvider.System.GetTimestamp();
            Assert.False(
                (await signIn.RunAsync(name, "wrong", stay: false, TestContext.Current.CancellationToken)).Succeeded
            );
            var took = TimeProvider.System.GetElapsedTime(started);
            quickest[name] = took < quickest[name] ? took : quickest[name];
        }

        // A hash is nearly all of the work; without one, a name that is nobody's would be answered in a hundredth of
        // it.
        Assert.False(quickest.Values.Any(IsTooQuick), string.Join(", ", quickest));

        bool IsTooQuick(TimeSpan took) => took <= quickest[cast.Alice.Key] / 2;
    }

    [Fact]
    public async Task Each_sign_in_is_a_session_of_its_own_in_a_cookie_that_scripts_and_other_sites_do_not_get()
    {
        await using var app = await BatonApp.StartAsync(
            Engine.Sqlite,
            new Dictionary<string, string?> { ["BATON_URL"] = "https://baton.example.org" }
        );
        await app.AddPersonAsync("alice");
        await app.GivePasswordAsync("alice");
        async Task<(string Cookie, List<string> Flags)> SignInAsync(string before)
        {
            var page = await app.SendAsync(null, HttpMethod.Get, "sign-in");
            var form = page.Body.Split("name=\"form\" value=\"")[1].Split('"')[0];
            var held = page.Message.Headers.GetValues("Set-Cookie").Single();
            Assert.Equal(
                ["__Host-baton-form", "httponly", "path=/", "samesite=strict", "secure"],
                held.Split("; ")
                    .Select(part =>
                        part.StartsWith("__Host-baton-form=", StringComparison.Ordinal) ? "__Host-baton-form" : part
                    )
                    .Order(StringComparer.Ordinal)
            );
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Url, "/sign-in"))
            {
                Content = new FormUrlEncodedContent(
                    new Dictionary<string, string>
                    {
                        ["form"] = form,
                        ["name"] = "alice",
                        ["password"] = Visitor.Password,
                    }
                ),
            };
            request.Headers.TryAddWithoutValidation("Cookie", $"{held.Split(';')[0]}{before}");
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
            var answer = await http.SendAsync(request);
            Assert.True(
                answer.StatusCode == System.Net.HttpStatusCode.Redirect,
                $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}"
            );
            var parts = answer
                .Headers.GetValues("Set-Cookie")
                .Single(cookie => cookie.StartsWith("__Host-baton=", StringComparison.Ordinal))
                .Split("; ");
            return (parts[0], [.. parts[1..].Order(StringComparer.Ordinal)]);
        }

        var first = await SignInAsync("; __Host-baton=chosen-by-somebody-else");
        Assert.Equal(["httponly", "path=/", "samesite=lax", "secure"], first.Flags);
        Assert.NotEqual(first.Cookie, (await SignInAsync("")).Cookie);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/%0d%0aSet-Cookie:x=y")]
    public async Task Signing_in_leads_only_to_pages_of_ours(string to)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        using var visitor = new Visitor(cast.App);
        var page = await visitor.GetAsync($"/sign-in?to={Uri.EscapeDataString(to)}");
        var after = await visitor.SubmitAsync(
            page,
            "Sign in",
            ("name", cast.Alice.Key),
            ("password", Visitor.Password),
            ("to", to)
        );
        Assert.Equal(cast.App.Url.Host, new Uri(cast.App.Url, after.Path).Host);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        using var visitor = await cast.App.VisitAsync(cast.Bob);
        var handoff = await cast.InitiatedAsync();
        var answer = await visitor.PostAsync($"/handoffs/{handoff.HandoffId}/accept", [("context_revision", "1")]);
        Assert.Equal((400, "This form has expired"), (answer.Status, answer.Heading));
        Assert.Equal(Baton.Client.HandoffStatus.Initiated, (await cast.Bob.Api.GetAsync(handoff.HandoffId)).Status);
    }

    [Theory]
    [InlineData("short1!", false)]
    [InlineData("password123", false)]
    [InlineData("Passw0rd2026!", false)]
    [InlineData("1234567890", false)]
    [InlineData("qwertyuiop", false)]
    [InlineData("aaaaaaaaaaaa", false)]
    [InlineData("samantha-ito1", false)]
    [InlineData("correct horse battery", true)]
    [InlineData("Tr0ub4dor&3x", true)]
    [InlineData("пароль длинный", true)]
    public void A_password_is_checked_for_what_others_would_guess(string password, bool good) =>
        Assert.Equal(good, !Passwords.Faults(password, "samantha", "Samantha Ito", "s.ito@example.org").Any());
}

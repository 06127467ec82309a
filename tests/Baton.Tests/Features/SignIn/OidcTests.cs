using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.SignIn;
using Baton.Tests.App;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.SignIn;

/// <summary>Against a provider that is a published package of its own.</summary>
public sealed class OidcTests(OidcProvider provider) : IClassFixture<OidcProvider>
{
    private async Task<BatonApp> StartAsync(Engine engine, params (string Key, string Value)[] more)
    {
        var settings = provider.Settings;
        foreach (var (key, value) in more)
            settings[key] = value;
        return await BatonApp.StartAsync(engine, settings);
    }

    [Theory, EitherEngine]
    public async Task A_person_is_linked_by_a_verified_address_and_known_by_the_subject_from_then_on(Engine engine)
    {
        await using var app = await StartAsync(engine);
        var cast = await app.CastAsync();
        var handoff = await cast.InitiatedAsync();
        await provider.KnowsAsync(
            "a1",
            new
            {
                email = $"{cast.Alice.Key}@EXAMPLE.org",
                email_verified = true,
                name = "Alice",
            }
        );

        using var alice = new Traveller();
        Assert.Contains(
            "Sign in with Acme Login",
            (await alice.GetAsync(new Uri(app.Url, "/sign-in"))).Page.Text,
            StringComparison.Ordinal
        );
        var (page, at) = await alice.SignInAsync(app, "a1", $"/handoffs/{handoff.HandoffId}");
        Assert.Equal((200, $"/handoffs/{handoff.HandoffId}"), (page.Status, at.PathAndQuery));
        var asked = QueryHelpers.ParseQuery(alice.Way.First(candidate => candidate.AbsolutePath == "/auth").Query);
        Assert.True(asked.ContainsKey("request_uri") || asked["code_challenge_method"] == "S256", $"{alice.Way[1]}");
        var session = alice.SetCookies.Last(cookie =>
            cookie.StartsWith("baton=", StringComparison.Ordinal)
            && !cookie.StartsWith("baton=;", StringComparison.Ordinal)
        );
        Assert.Contains("httponly", session, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", session, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(
            alice.Jar(app.Url).Keys,
            name =>
                name.Contains("Correlation", StringComparison.Ordinal)
                || name.Contains("Nonce", StringComparison.Ordinal)
                || name.StartsWith("Identity", StringComparison.Ordinal)
        );

        // Another address there changes nothing here; that address with another person there is not her.
        await provider.KnowsAsync("a1", new { email = "married@example.org", email_verified = true });
        using var again = new Traveller();
        Assert.Equal("/", (await again.SignInAsync(app, "a1")).At.PathAndQuery);
        await provider.KnowsAsync("a2", new { email = $"{cast.Alice.Key}@example.org", email_verified = true });
        using var successor = new Traveller();
        var refused = await successor.SignInAsync(app, "a2");
        Assert.Equal(
            (403, true),
            (
                refused.Page.Status,
                Assert.Single(refused.Page.Faults).Contains("linked to another account", StringComparison.Ordinal)
            )
        );
        Assert.DoesNotContain("baton", successor.Jar(app.Url).Keys);
        Assert.Equal(cast.Alice.Key, (await app.ReadAsync(db => db.ExternalLogins.SingleAsync())).PersonKey);

        await app.AdminAsync("person", "unlink", cast.Alice.Key);
        Assert.Equal("/sign-in", (await again.GetAsync(app.Url)).At.AbsolutePath);
        Assert.Equal("/", (await successor.SignInAsync(app, "a2")).At.PathAndQuery);
    }

    [Theory, EitherEngine]
    public async Task Who_is_not_vouched_for_not_known_or_shut_out_is_told_so_and_stays_out(Engine engine)
    {
        await using var app = await StartAsync(engine);
        var cast = await app.CastAsync();
        await provider.KnowsAsync(
            "unverified",
            new { email = $"{cast.Alice.Key}@example.org", email_verified = false }
        );
        await provider.KnowsAsync("silent", new { email = $"{cast.Alice.Key}@example.org" });
        await provider.KnowsAsync("nobody", new { name = "No Address" });
        await provider.KnowsAsync("stranger", new { email = "stranger@example.org", email_verified = true });
        await provider.KnowsAsync("bob", new { email = $"{cast.Bob.Key}@example.org", email_verified = true });
        await app.AdminAsync("person", "deactivate", cast.Bob.Key);
        foreach (
            var (name, says) in ((string, string)[])
                [
                    ("unverified", "has not verified"),
                    ("silent", "has not verified"),
                    ("nobody", "has not verified"),
                    ("stranger", "No account has the confirmed address"),
                    ("bob", "was deactivated"),
                ]
        )
        {
            using var traveller = new Traveller();
            var (page, _) = await traveller.SignInAsync(app, name);
            Assert.Equal((403, "Sign in"), (page.Status, page.Heading));
            Assert.Contains(says, Assert.Single(page.Faults), StringComparison.Ordinal);
            Assert.DoesNotContain("baton", traveller.Jar(app.Url).Keys);
        }

        Assert.Empty(await app.ReadAsync(db => db.ExternalLogins.ToListAsync()));

        // Who was let in once and is shut out later stays out by their link too, and their session ends.
        await provider.KnowsAsync("ben", new { email = $"{cast.Ben.Key}@example.org", email_verified = true });
        using var ben = new Traveller();
        Assert.Equal(200, (await ben.SignInAsync(app, "ben")).Page.Status);
        await app.AdminAsync("person", "deactivate", cast.Ben.Key);
        Assert.Equal("/sign-in", (await ben.GetAsync(app.Url)).At.AbsolutePath);
        Assert.Contains(
            "was deactivated",
            Assert.Single((await ben.SignInAsync(app, "ben")).Page.Faults),
            StringComparison.Ordinal
        );
    }

    [Theory, EitherEngine]
    public async Task With_sign_up_a_stranger_becomes_a_person_once(Engine engine)
    {
        await using var app = await StartAsync(engine, ("BATON_OIDC_SIGN_UP", "true"));
        await app.AddPersonAsync("jo");
        await provider.KnowsAsync(
            "s1",
            new
            {
                email = "jo.roe@example.org",
                email_verified = true,
                name = "Jo Roe",
                preferred_username = "Jo",
            }
        );
        await provider.KnowsAsync("s2", new { email = "x@example.org", email_verified = false });
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var traveller = new Traveller();
            Assert.Equal(
                (200, "/"),
                ((await traveller.SignInAsync(app, "s1")).Page.Status, traveller.Way[^1].PathAndQuery)
            );
        }

        using var other = new Traveller();
        Assert.Equal(403, (await other.SignInAsync(app, "s2")).Page.Status);
        var people = await app.ReadAsync(db => db.People.OrderBy(person => person.Key).ToListAsync());
        Assert.Equal([("jo", "jo Doe"), ("jo-2", "Jo Roe")], people.Select(person => (person.Key, person.Name)));
        Assert.False(people[1].IsAdmin);
    }

    [Theory, EitherEngine]
    public async Task Groups_make_and_take_back_their_own_memberships_only_and_strand_nothing(Engine engine)
    {
        const string Sales = "sales",
            Support = "support",
            Ops = "ops";
        await using var app = await StartAsync(
            engine,
            (
                "BATON_OIDC_GROUPS",
                $"people-sales={Sales}, sales-heads={Sales}:lead, helpers={Support}, ops={Ops}, later=not-there-yet"
            )
        );
        var cast = await app.CastAsync();
        foreach (var team in (string[])[Sales, Support, Ops])
            await cast.Root.Api.PutTeamAsync(
                team,
                new TeamRequest { Name = team, Members = team == Ops ? [new(cast.Charlie.Key, TeamRole.Member)] : [] }
            );
        async Task<string> AsAsync(params string[] groups)
        {
            await provider.KnowsAsync(
                "c1",
                new
                {
                    email = $"{cast.Charlie.Key}@example.org",
                    email_verified = true,
                    groups,
                }
            );
            using var traveller = new Traveller();
            Assert.Equal("/", (await traveller.SignInAsync(app, "c1")).At.PathAndQuery);
            return string.Join(
                ' ',
                (await cast.Charlie.Api.MeAsync())
                    .Teams.Where(team => team.Team != cast.Other)
                    .Select(team => $"{team.Team}:{team.Role}")
            );
        }

        Assert.Equal("ops:Member sales:Lead", await AsAsync("people-sales", "sales-heads", "unheard-of", "later"));
        Assert.Equal("ops:Member sales:Member support:Member", await AsAsync("people-sales", "helpers"));

        // What they work on in a team that they leave goes on; what was decided here stays.
        await cast.Root.Api.PublishTemplateAsync(
            "ask",
            "key: ask\nfrom_team: sales\nreceiving_team: support\nfields: [{ key: what, type: text, required: true }]\n"
        );
        var handoff = await cast.Root.Api.CreateAsync(
            new CreateHandoffRequest("ask", System.Text.Json.JsonElement.Parse("""{"what": "Help"}"""))
        );
        await cast.Charlie.Api.AcceptAsync(handoff.HandoffId);
        await cast.Root.Api.PutMemberAsync(Support, cast.Ben.Key, new MemberRequest(TeamRole.Lead));
        await cast.Root.Api.PutMemberAsync(Sales, cast.Charlie.Key, new MemberRequest(TeamRole.Lead));
        Assert.Equal("ops:Member sales:Lead", await AsAsync());
        Assert.Equal(cast.Ben.Key, (await cast.Ben.Api.GetAsync(handoff.HandoffId)).Owner);
        Assert.Equal("ops:Member sales:Lead", await AsAsync("people-sales", "ops"));
        await cast.Root.Api.PutTeamAsync(Ops, new TeamRequest { Members = [] });
        Assert.Equal("ops:Member sales:Lead", await AsAsync("ops"));
        Assert.Equal("sales:Lead", await AsAsync());
    }

    [Theory, EitherEngine]
    public async Task Who_is_not_vouched_for_is_linked_by_an_admin_on_the_page_or_the_command_line(Engine engine)
    {
        await using var app = await StartAsync(engine);
        var cast = await app.CastAsync();
        await provider.KnowsAsync("a1", new { email = $"{cast.Alice.Key}@example.org" });
        await provider.KnowsAsync("b1", new { name = "No Address" });
        using var alice = new Traveller();
        var told = Assert.Single((await alice.SignInAsync(app, "a1")).Page.Faults);
        Assert.Contains($"issuer {provider.Issuer}, subject a1", told, StringComparison.Ordinal);
        Assert.Contains("BATON_OIDC_TRUST_EMAIL", told, StringComparison.Ordinal);

        using var root = await app.VisitAsync(cast.Root);
        var page = await root.GetAsync($"/people/{cast.Alice.Key}/sign-in");
        Assert.Equal(provider.Issuer, page.Document.QuerySelector("[name=issuer]")!.GetAttribute("value"));
        Assert.Equal(422, (await root.SubmitAsync(page, "Link", ("subject", "\u200b"))).Status);
        Assert.Contains("a1", (await root.SubmitAsync(page, "Link", ("subject", "a1"))).Text, StringComparison.Ordinal);
        Assert.Equal((200, "/"), ((await alice.SignInAsync(app, "a1")).Page.Status, alice.Way[^1].PathAndQuery));

        // One subject is one person, and one person is one subject of an issuer.
        Assert.Contains(
            cast.Alice.Key,
            Assert.Single(
                (
                    await root.SubmitAsync(
                        await root.GetAsync($"/people/{cast.Bob.Key}/sign-in"),
                        "Link",
                        ("subject", "a1")
                    )
                ).Faults
            ),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "another subject",
            Assert.Single((await root.SubmitAsync(page, "Link", ("subject", "a2"))).Faults),
            StringComparison.Ordinal
        );

        await app.AdminAsync("person", "link", cast.Bob.Key, "--issuer", provider.Issuer, "--subject", "b1");
        using var bob = new Traveller();
        Assert.Equal("/", (await bob.SignInAsync(app, "b1")).At.PathAndQuery);

        await root.SubmitAsync(await root.GetAsync($"/people/{cast.Alice.Key}/sign-in"), "Unlink");
        Assert.Equal("/sign-in", (await alice.GetAsync(app.Url)).At.AbsolutePath);
        Assert.Equal(403, (await alice.SignInAsync(app, "a1")).Page.Status);
    }

    [Fact]
    public async Task An_address_of_which_nothing_is_said_counts_where_the_operator_trusts_the_provider()
    {
        await using var app = await StartAsync(Engine.Sqlite, ("BATON_OIDC_TRUST_EMAIL", "true"));
        await app.AddPersonAsync("alice");
        await app.AddPersonAsync("bob");
        await provider.KnowsAsync("a1", new { email = "alice@example.org" });
        await provider.KnowsAsync("b1", new { email = "bob@example.org", email_verified = false });
        using var alice = new Traveller();
        Assert.Equal("/", (await alice.SignInAsync(app, "a1")).At.PathAndQuery);
        using var bob = new Traveller();
        Assert.Equal(403, (await bob.SignInAsync(app, "b1")).Page.Status);
    }

    [Fact]
    public async Task The_second_factor_set_up_here_is_asked_for_after_it()
    {
        await using var app = await StartAsync(Engine.Sqlite);
        var alice = await app.AddPersonAsync("alice");
        await provider.KnowsAsync("a1", new { email = "alice@example.org", email_verified = true });
        var codes = await SecondFactorTests.SetUpAsync(app, alice);
        using var traveller = new Traveller();
        var (page, at) = await traveller.SignInAsync(app, "a1", "/teams");
        Assert.Equal(("Enter your code", "/sign-in/code?to=%2Fteams"), (page.Heading, at.PathAndQuery));
        Assert.DoesNotContain("baton", traveller.Jar(app.Url).Keys);
        Assert.Equal(10, codes.Length);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task The_way_back_leads_only_to_pages_of_ours(string to)
    {
        await using var app = await StartAsync(Engine.Sqlite);
        await app.AddPersonAsync("alice");
        await provider.KnowsAsync("a1", new { email = "alice@example.org", email_verified = true });
        using var traveller = new Traveller();
        var (page, at) = await traveller.SignInAsync(app, "a1", to);
        Assert.Equal((200, new Uri(app.Url, "/")), (page.Status, at));
    }

    [Fact]
    public async Task What_fails_is_told_kindly_and_signs_nobody_in()
    {
        await using var app = await StartAsync(Engine.Sqlite);
        await app.AddPersonAsync("alice");
        await provider.KnowsAsync("a1", new { email = "alice@example.org", email_verified = true });
        using var traveller = new Traveller();
        var (page, _) = await traveller.SignInAsync(app, "a1", agree: false);
        Assert.Equal(
            (403, "You canceled the sign-in at Acme Login. Try again, or sign in with your password."),
            (page.Status, Assert.Single(page.Faults))
        );

        // Somebody else's way back, one that was walked already, and one that was made up.
        using var victim = new Traveller();
        await traveller.SignInAsync(app, "a1");
        var back = traveller.Way.Last(candidate =>
            candidate.AbsolutePath == "/sign-in/oidc/back"
            && candidate.Query.Contains("code=", StringComparison.Ordinal)
        );
        foreach (
            var address in (Uri[])
                [
                    back,
                    new Uri(app.Url, "/sign-in/oidc/back?code=x&state=y"),
                    new Uri(app.Url, "/sign-in/oidc/back"),
                    new Uri(app.Url, "/sign-in/oidc/back?error=server_error&error_description=%3Cb%3Ebang"),
                ]
        )
        {
            var (refused, _) = await victim.GetAsync(address);
            Assert.Equal((400, "Sign in"), (refused.Status, refused.Heading));
            Assert.DoesNotContain("bang", refused.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("baton", victim.Jar(app.Url).Keys);
        }

        await using var alone = await BatonApp.StartAsync(
            Engine.Sqlite,
            new Dictionary<string, string?>(provider.Settings) { ["BATON_OIDC_AUTHORITY"] = "http://127.0.0.1:9" }
        );
        var (away, _) = await victim.GetAsync(new Uri(alone.Url, "/sign-in/oidc"));
        Assert.Equal(
            (503, "Acme Login cannot be reached right now. Try again later, or sign in with your password."),
            (away.Status, Assert.Single(away.Faults))
        );
    }
}

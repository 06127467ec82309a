using Baton.Client;
using Baton.Tests.App;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.People;

public sealed class InvitationTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task A_lead_invites_and_whoever_has_the_link_comes_in_once(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var made = await ben.SubmitAsync(
            await ben.GetAsync($"/teams/{cast.Receiver}"),
            "Invite",
            ("emails", $"new-{cast.Bob.Key}@example.org"),
            ("role", "lead")
        );
        var link = new Uri(made.Document.QuerySelector("#link")!.TextContent).PathAndQuery;
        Assert.Null((await ben.GetAsync($"/teams/{cast.Receiver}")).Document.QuerySelector("#link"));

        using var visitor = new Visitor(cast.App);
        var page = await visitor.GetAsync(link);
        Assert.Contains("invited you to the team Receiver", page.Text, StringComparison.Ordinal);
        var taken = await visitor.SubmitAsync(
            page,
            "Create account",
            ("name", "New One"),
            ("key", cast.Bob.Key),
            ("password", Visitor.Password)
        );
        Assert.Equal((409, true), (taken.Status, taken.Faults.Count == 1));
        var key = "new-" + cast.Bob.Key;
        var home = await visitor.SubmitAsync(taken, "Create account", ("key", key), ("password", Visitor.Password));
        Assert.Equal((200, "/"), (home.Status, home.Path));
        Assert.Contains(new MemberRecord(key, TeamRole.Lead), (await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Members);

        using var other = new Visitor(cast.App);
        Assert.Equal(
            (404, "This link no longer works"),
            ((await other.GetAsync(link)).Status, (await other.GetAsync(link)).Heading)
        );
    }

    [Theory, EitherEngine]
    public async Task Two_with_the_same_link_at_once_make_one_person(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var root = await cast.App.VisitAsync(cast.Root);
        var made = await root.SubmitAsync(
            await root.GetAsync("/people"),
            "Invite",
            ("emails", $"x-{cast.Bob.Key}@example.org")
        );
        var link = new Uri(made.Document.QuerySelector("#link")!.TextContent).PathAndQuery;
        var visitors = Enumerable.Range(0, 4).Select(_ => new Visitor(cast.App)).ToList();
        var pages = await Task.WhenAll(visitors.Select(visitor => visitor.GetAsync(link)));
        var ends = await Task.WhenAll(
            visitors
                .Index()
                .Select(candidate =>
                    candidate.Item.SubmitAsync(
                        pages[candidate.Index],
                        "Create account",
                        ("name", "X"),
                        ("key", $"x{candidate.Index}-{cast.Bob.Key}"),
                        ("password", Visitor.Password)
                    )
                )
        );
        Assert.Equal([200, 404, 404, 404], ends.Select(end => end.Status).Order());
        visitors.ForEach(visitor => visitor.Dispose());
    }

    [Theory, EitherEngine]
    public async Task An_invitation_ends_after_a_week(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(engine, time: time);
        using var root = await app.VisitAsync(await app.AddPersonAsync("root", admin: true));
        var link = new Uri(
            (await root.SubmitAsync(await root.GetAsync("/people"), "Invite", ("emails", "new@example.org")))
                .Document.QuerySelector("#link")!
                .TextContent
        ).PathAndQuery;
        time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        using var visitor = new Visitor(app);
        Assert.Equal(200, (await visitor.GetAsync(link)).Status);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(404, (await visitor.GetAsync(link)).Status);
    }

    [Theory, EitherEngine]
    public async Task Nobody_invites_where_they_do_not_lead(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        foreach (var who in (Someone[])[cast.Bob, cast.Charlie])
        {
            using var visitor = await cast.App.VisitAsync(who);
            var own = await visitor.GetAsync("/account");
            var answer = await visitor.PostAsync(
                $"/teams/{cast.Receiver}/invite",
                [
                    ("form", own.Document.QuerySelector("[name=form]")!.GetAttribute("value")!),
                    ("emails", "x@example.org"),
                ]
            );
            Assert.Equal(403, answer.Status);
            Assert.Equal(
                403,
                (
                    await visitor.PostAsync(
                        "/people/invite",
                        [
                            ("form", own.Document.QuerySelector("[name=form]")!.GetAttribute("value")!),
                            ("emails", "x@example.org"),
                        ]
                    )
                ).Status
            );
        }
    }

    [Theory, EitherEngine]
    public async Task An_admin_makes_a_link_for_a_new_password_and_shuts_people_out(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var root = await cast.App.VisitAsync(cast.Root);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var made = await root.SubmitAsync(
            await root.GetAsync($"/people/{cast.Bob.Key}/link"),
            $"Reset password: {cast.Bob.Key}"
        );
        using var visitor = new Visitor(cast.App);
        var page = await visitor.GetAsync(new Uri(made.Document.QuerySelector("#link")!.TextContent).PathAndQuery);
        Assert.Equal(
            "/",
            (await visitor.SubmitAsync(page, "Save password", ("password", "another horse battery"))).Path
        );
        Assert.StartsWith("/sign-in", (await bob.GetAsync("/")).Path, StringComparison.Ordinal);
        Assert.Equal(422, (await bob.SignInAsync(cast.Bob.Key)).Status);
        Assert.Equal("/", (await bob.SignInAsync(cast.Bob.Key, "another horse battery")).Path);

        await root.SubmitAsync(
            await root.GetAsync($"/people/{cast.Bob.Key}/deactivate"),
            $"Deactivate: {cast.Bob.Key}"
        );
        Assert.StartsWith("/sign-in", (await bob.GetAsync("/")).Path, StringComparison.Ordinal);
        Assert.Equal(401, (await Refusals.RefusedAsync(cast.Bob.Api.MeAsync())).Status);
        await root.SubmitAsync(await root.GetAsync($"/people?q={cast.Bob.Key}"), $"Reactivate: {cast.Bob.Key}");
        Assert.Equal("/", (await bob.SignInAsync(cast.Bob.Key, "another horse battery")).Path);
    }

    [Theory, EitherEngine]
    public async Task A_person_changes_their_password_and_manages_their_tokens_and_sessions(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var phone = new Visitor(cast.App);
        await phone.SignInAsync(cast.Alice.Key);
        Assert.Equal(
            "The current password is wrong.",
            Assert.Single(
                (
                    await alice.SubmitAsync(
                        await alice.GetAsync("/account"),
                        "Change password",
                        ("current", "wrong"),
                        ("password", "another horse battery")
                    )
                ).Faults
            )
        );
        Assert.Equal(
            200,
            (
                await alice.SubmitAsync(
                    await alice.GetAsync("/account"),
                    "Change password",
                    ("current", Visitor.Password),
                    ("password", "another horse battery")
                )
            ).Status
        );
        Assert.StartsWith("/sign-in", (await phone.GetAsync("/")).Path, StringComparison.Ordinal);

        var made = await alice.SubmitAsync(
            await alice.GetAsync("/account"),
            "Create token",
            ("name", "night"),
            ("expires", "90d"),
            ("token_password", "another horse battery")
        );
        var api = new BatonClient(cast.App.Http, made.Document.QuerySelector("code.secret")!.TextContent);
        Assert.Equal(cast.Alice.Key, (await api.MeAsync()).Person);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var form = (await bob.GetAsync("/account")).Document.QuerySelector("[name=form]")!.GetAttribute("value")!;
        var revoke = (await alice.GetAsync("/account"))
            .Document.QuerySelectorAll("form[action$='/revoke']")[^1]
            .GetAttribute("action")!;
        Assert.Equal(404, (await bob.PostAsync(revoke, [("form", form)])).Status);
        await alice.SubmitAsync(await alice.GetAsync("/account"), "Revoke night");
        Assert.Equal(401, (await Refusals.RefusedAsync(api.MeAsync())).Status);

        await phone.SignInAsync(cast.Alice.Key, "another horse battery");
        await alice.SubmitAsync(await alice.GetAsync("/account"), "Sign out everywhere");
        Assert.StartsWith("/sign-in", (await phone.GetAsync("/")).Path, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in", (await alice.GetAsync("/")).Path, StringComparison.Ordinal);
    }
}

using System.Text.RegularExpressions;
using Baton.Client;
using Baton.Features.Guests;
using Baton.Tests.App;
using Baton.Tests.Features.Doctor;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Guests;

public sealed partial class GuestTests(SharedApps apps)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EitherEngine]
    public async Task Leads_of_either_team_make_and_revoke_links_and_nobody_else(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        foreach (var who in (Someone[])[cast.Alice, cast.Bob])
        {
            Assert.Equal(
                403,
                (
                    await Refusals.RefusedAsync(who.Api.InviteGuestAsync(id, new GuestRequest("g@example.org"), Cancel))
                ).Status
            );
            Assert.Equal(403, (await Refusals.RefusedAsync(who.Api.ListGuestsAsync(id, Cancel))).Status);
        }

        Assert.Equal(
            404,
            (
                await Refusals.RefusedAsync(
                    cast.Charlie.Api.InviteGuestAsync(id, new GuestRequest("g@example.org"), Cancel)
                )
            ).Status
        );
        Assert.Equal(
            ["email", "days"],
            (
                await Refusals.RefusedAsync(cast.Ann.Api.InviteGuestAsync(id, new GuestRequest("nobody", 91), Cancel))
            ).Errors!.Select(error => error.Field)
        );
        var first = await cast.Ann.Api.InviteGuestAsync(id, new GuestRequest("g@example.org"), Cancel);
        var second = await cast.Ben.Api.InviteGuestAsync(id, new GuestRequest("h@example.org", 1), Cancel);
        Assert.Equal(
            (1, 2, TimeSpan.FromDays(14), cast.Receiver, true),
            (first.Number, second.Number, first.ExpiresAt - first.CreatedAt, first.Team, first.Open)
        );
        Assert.Matches("/guest/[0-9a-f]{64}$", first.Url);
        var token = first.Url!.Split('/')[^1];
        Assert.Equal(0, await cast.App.ReadAsync(db => db.Guests.CountAsync(guest => guest.Hash == token)));
        await cast.Root.Api.RevokeGuestAsync(id, 2, Cancel);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Ben.Api.RevokeGuestAsync(id, 2, Cancel))).Status);
        Assert.Equal(
            [(true, null), (false, null)],
            (await cast.Ben.Api.ListGuestsAsync(id, Cancel)).Items.Select(guest => (guest.Open, guest.Url))
        );
        Assert.Equal(
            ["guest.invited"],
            (await cast.Root.Api.ListAuditAsync(new AuditQuery { Who = cast.Ann.Key }, Cancel)).Items.Select(row =>
                row.Act
            )
        );
        Assert.Equal(
            "guest.revoked",
            (await cast.Root.Api.ListAuditAsync(new AuditQuery { Who = cast.Root.Key, Limit = 1 }, Cancel)).Items[0].Act
        );
        Assert.Equal(
            409,
            (
                await Refusals.RefusedAsync(
                    cast.Ann.Api.InviteGuestAsync(
                        (await cast.DraftAsync()).HandoffId,
                        new GuestRequest("g@example.org"),
                        Cancel
                    )
                )
            ).Status
        );
    }

    [Fact]
    public async Task A_repeated_request_is_not_told_the_link_again()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var path = $"api/v1/handoffs/{(await cast.InitiatedAsync()).HandoffId}/guests";
        var first = await cast.App.SendAsync(
            cast.Ann,
            HttpMethod.Post,
            path,
            """{"email": "g@example.org"}""",
            ("Idempotency-Key", "k")
        );
        var again = await cast.App.SendAsync(
            cast.Ann,
            HttpMethod.Post,
            path,
            """{"email": "g@example.org"}""",
            ("Idempotency-Key", "k")
        );
        Assert.Equal((201, 201), (first.Status, again.Status));
        Assert.Contains("/guest/", first.Body, StringComparison.Ordinal);
        Assert.Contains("\"url\":null", again.Body, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task A_guest_receives_the_handoff_from_end_to_end(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        var path = PathOf(await cast.Ann.Api.InviteGuestAsync(id, new GuestRequest("g@example.org"), Cancel));
        using var guest = new Visitor(cast.App);
        var page = await guest.GetAsync(path);
        Assert.Equal((200, "Acme GmbH"), (page.Status, page.Heading.Split(" #")[0]));
        Assert.Equal(["Return…", "Accept", "Ask a question", "Comment"], page.Buttons);
        Assert.All(
            page.Document.QuerySelectorAll("a[href], form[action]"),
            candidate =>
                Assert.Matches("^(#|/$|/guest/)", candidate.GetAttribute("href") ?? candidate.GetAttribute("action"))
        );
        Assert.NotNull((await cast.Alice.Api.GetAsync(id, Cancel)).OpenedAt);
        var before = (await cast.Alice.Api.GetAsync(id, Cancel)).Version;
        await guest.GetAsync(path);
        await guest.GetAsync(path + "/return");
        Assert.Equal(before, (await cast.Alice.Api.GetAsync(id, Cancel)).Version);

        Assert.Equal(
            ["A return needs at least one finding."],
            (await guest.SubmitAsync(await guest.GetAsync(path + "/return"), "Return")).Faults
        );
        await guest.SubmitAsync(
            await guest.GetAsync(path + "/return"),
            "Return",
            ("field", "contract_value"),
            ("note.contract_value", "It is 60000.")
        );
        Assert.Equal(HandoffStatus.Returned, (await cast.Alice.Api.GetAsync(id, Cancel)).Status);
        await cast.Alice.Api.EditAsync(
            id,
            new EditRequest(System.Text.Json.JsonElement.Parse("""{"contract_value": 60000}""")),
            cancellationToken: Cancel
        );
        await cast.Alice.Api.InitiateAsync(id, cancellationToken: Cancel);
        await cast.Alice.Api.AskAsync(id, new AskRequest("Who are you?"), Cancel);
        page = await guest.SubmitAsync(await guest.GetAsync(path), "Accept");
        page = await guest.SubmitAsync(page, "Answer", ("text", "An agency."));
        page = await guest.SubmitAsync(page, "Ask a question", ("text", "When?"));
        Assert.Contains("When?", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            page.Document.QuerySelectorAll("a"),
            link => link.TextContent.Contains("Skip", StringComparison.Ordinal) && link.ClassName != "skip"
        );
        foreach (var step in (string[])["First step", "Second step"])
            page = await guest.SubmitAsync(page, step);
        page = await guest.SubmitAsync(page, "Complete");
        Assert.Contains("the link no longer works", page.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await guest.GetAsync(path)).Status);

        var done = await cast.Alice.Api.GetAsync(id, Cancel);
        Assert.Equal(
            (HandoffStatus.Completed, "guest:g@example.org", "guest:g@example.org"),
            (done.Status, done.AcceptedBy, done.CompletedBy)
        );
        var events = (await cast.Alice.Api.GetEventsAsync(id, Cancel))
            .Items.Where(item => item.Actor == "guest:g@example.org")
            .ToList();
        Assert.Equal(
            [
                "handoff.opened",
                "handoff.returned",
                "handoff.opened",
                "handoff.accepted",
                "question.answered",
                "question.asked",
                "step.ticked",
                "step.ticked",
                "handoff.completed",
            ],
            events.Select(candidate => candidate.Kind)
        );
        Assert.All(events, candidate => Assert.Equal((cast.Receiver, "guest"), (candidate.Team, candidate.Role)));
        Assert.Equal("", await Checkup.FoundAsync(cast.App, "history"));
    }

    [Theory, EitherEngine]
    public async Task A_link_ends_when_it_is_revoked_or_expires_or_the_handoff_goes_elsewhere(Engine engine)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var accepted = await cast.InitiatedAsync();
        var rerouted = await cast.InitiatedAsync();
        var revoked = PathOf(
            await cast.Ann.Api.InviteGuestAsync(accepted.HandoffId, new GuestRequest("a@example.org", 1), Cancel)
        );
        var expired = PathOf(
            await cast.Ann.Api.InviteGuestAsync(accepted.HandoffId, new GuestRequest("b@example.org", 1), Cancel)
        );
        var gone = PathOf(
            await cast.Ann.Api.InviteGuestAsync(rerouted.HandoffId, new GuestRequest("c@example.org"), Cancel)
        );
        using var guest = new Visitor(app);
        var open = await guest.SubmitAsync(await guest.GetAsync(revoked), "Accept");
        await cast.Ann.Api.RevokeGuestAsync(accepted.HandoffId, 1, Cancel);
        Assert.Equal(404, (await guest.SubmitAsync(open, "First step")).Status);
        Assert.Equal(
            (404, cast.Ben.Key),
            ((await guest.GetAsync(revoked)).Status, (await cast.Bob.Api.GetAsync(accepted.HandoffId, Cancel)).Owner)
        );
        Assert.Equal(200, (await guest.GetAsync(expired)).Status);
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(404, (await guest.GetAsync(expired)).Status);
        Assert.Equal(200, (await guest.GetAsync(gone)).Status);
        await cast.Ben.Api.RerouteAsync(
            rerouted.HandoffId,
            new RerouteRequest(cast.Other, "Theirs."),
            cancellationToken: Cancel
        );
        var last = await guest.GetAsync(gone);
        Assert.Equal((404, "This link no longer works"), (last.Status, last.Heading));
    }

    [Theory, EitherEngine]
    public async Task What_a_guest_holds_goes_to_a_lead_when_the_link_expires_and_not_while_another_is_open(
        Engine engine
    )
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var one = (await cast.InitiatedAsync()).HandoffId;
        var two = (await cast.InitiatedAsync()).HandoffId;
        using var guest = new Visitor(app);
        foreach (var (id, days) in ((long, int)[])[(one, 1), (two, 1), (two, 2)])
        {
            var page = await guest.GetAsync(
                PathOf(await cast.Ann.Api.InviteGuestAsync(id, new GuestRequest("g@example.org", days), Cancel))
            );
            if (page.Buttons.Contains("Accept"))
                await guest.SubmitAsync(page, "Accept");
        }

        Assert.Equal(("guest:g@example.org", "guest:g@example.org"), await OwnersAsync());
        time.Advance(TimeSpan.FromDays(1));
        await Wait.ForAsync(OwnersAsync, owners => owners.Item1 == cast.Ben.Key);
        Assert.Equal((cast.Ben.Key, "guest:g@example.org"), await OwnersAsync());
        await cast.Root.Api.PutMemberAsync(cast.Receiver, cast.Ben.Key, new MemberRequest(TeamRole.Member), Cancel);
        time.Advance(TimeSpan.FromDays(1));
        // no lead is left: nobody's, and on the list of orphans
        await Wait.ForAsync(OwnersAsync, owners => owners.Item2 is null);
        Assert.Equal(
            ("owner_gone", two),
            (await cast.Bob.Api.ListOrphansAsync(cancellationToken: Cancel))
                .Items.Where(orphan => orphan.HandoffId == two)
                .Select(orphan => (orphan.Reason, orphan.HandoffId))
                .Single()
        );

        async Task<(string?, string?)> OwnersAsync()
        {
            time.Advance(TimeSpan.FromMilliseconds(300)); // the scheduler looks once a second, by this clock
            return (
                (await cast.Root.Api.GetAsync(one, Cancel)).Owner,
                (await cast.Root.Api.GetAsync(two, Cancel)).Owner
            );
        }
    }

    /// <summary>A guest has a path of one handoff and nothing else: no session, no token, no other page.</summary>
    [Fact]
    public async Task A_guest_reaches_nothing_else()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var mine = (await cast.InitiatedAsync()).HandoffId;
        var other = (await cast.InitiatedAsync()).HandoffId;
        var made = await cast.Ann.Api.InviteGuestAsync(mine, new GuestRequest("g@example.org"), Cancel);
        var path = PathOf(made);
        var token = made.Url!.Split('/')[^1];
        using var guest = new Visitor(cast.App);
        Assert.DoesNotContain($"#{other}", (await guest.GetAsync(path)).Text, StringComparison.Ordinal);
        foreach (
            var page in (string[])
                [
                    "/",
                    "/handoffs",
                    $"/handoffs/{mine}",
                    $"/handoffs/{other}",
                    "/teams",
                    $"/teams/{cast.Receiver}",
                    "/people",
                    "/audit",
                    "/templates",
                    "/account",
                    $"/live/handoffs/{mine}",
                ]
        )
            Assert.StartsWith("/sign-in", (await guest.GetAsync(page)).Path, StringComparison.Ordinal);
        foreach (
            var below in (string[])
                [
                    "/decline",
                    "/reroute",
                    "/withdraw",
                    "/assign",
                    "/skip",
                    "/flag_gap",
                    "/edit",
                    "/guests",
                    $"/{other}",
                    $"/../{other}",
                ]
        )
            Assert.Equal(404, (await guest.GetAsync(path + below)).Status);
        Assert.Equal(404, (await guest.GetAsync(path[..^1] + (path[^1] == '0' ? '1' : '0'))).Status);
        foreach (var api in (string[])["api/v1/me", $"api/v1/handoffs/{mine}"])
            Assert.Equal(
                401,
                (await cast.App.SendAsync(new Someone("g", token, cast.Ann.Api), HttpMethod.Get, api)).Status
            );
        var routes = cast
            .App.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(route => route.Contains("guest/{token}", StringComparison.Ordinal));
        Assert.Equal(
            [
                "",
                "/accept",
                "/attachments/{n:int}",
                "/checklist",
                "/checklist/all",
                "/comments",
                "/complete",
                "/evidence",
                "/questions",
                "/questions/{n:int}/answer",
                "/return",
                "/seen",
            ],
            routes.Select(route => route.Split("{token}")[1].TrimEnd('/')).Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Leads_manage_links_on_the_page_of_the_handoff()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var path = $"/handoffs/{(await cast.InitiatedAsync()).HandoffId}";
        using var ben = await cast.App.VisitAsync(cast.Ben);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        Assert.Null((await bob.GetAsync(path)).Document.QuerySelector("#guests"));
        Assert.Equal(
            ["'x' is not an email address. Enter one such as jo@example.org."],
            (await ben.SubmitAsync(await ben.GetAsync(path), "Create link", ("email", "x"))).Faults
        );
        var page = await ben.SubmitAsync(
            await ben.GetAsync(path),
            "Create link",
            ("email", "g@example.org"),
            ("days", "3")
        );
        var link = Link().Match(page.Document.QuerySelector("#guests")!.TextContent).Value;
        using var guest = new Visitor(cast.App);
        Assert.Equal(200, (await guest.GetAsync(link)).Status);
        Assert.DoesNotContain(link, (await ben.GetAsync(path)).Text, StringComparison.Ordinal);
        Assert.Contains(
            "revoked",
            (await ben.SubmitAsync(page, "Revoke the link of g@example.org"))
                .Document.QuerySelector("#guests")!
                .TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(404, (await guest.GetAsync(link)).Status);
    }

    [Fact]
    public async Task Links_cannot_be_tried_without_end()
    {
        await using var app = await BatonApp.StartAsync(
            Engine.Sqlite,
            new Dictionary<string, string?> { ["BATON_RATE_LIMIT"] = "600" }
        );
        using var guest = new Visitor(app);
        // All at once, since while the tries of a slow machine take their time new ones are granted.
        var answers = await Task.WhenAll(Enumerable.Range(0, 90).Select(i => guest.GetAsync($"/guest/{i}")));
        Assert.InRange(answers.Count(answer => answer.Status == 404), 60, 89);
        Assert.All(
            answers.Where(answer => answer.Status != 404),
            answer => Assert.Equal((429, true), (answer.Status, answer.Response.Headers.RetryAfter is not null))
        );
    }

    private static string PathOf(GuestRecord guest) => new Uri(guest.Url!).AbsolutePath;

    [GeneratedRegex("/guest/[0-9a-f]{64}")]
    private static partial Regex Link();
}

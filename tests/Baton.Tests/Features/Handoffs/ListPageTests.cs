using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.Handoffs;

/// <summary>
/// The list of handoffs as pages: filters, views, board, calendar, file, and the search of the header.
/// </summary>
public sealed class ListPageTests(SharedApps apps)
{
    /// <summary>
    /// A handoff in several lanes counts once, where one statement counts all of them and where they are too many.
    /// </summary>
    [Theory, BothEngines]
    public async Task Somebody_in_several_teams_sees_right_counts(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.Root.Api.PutMemberAsync(cast.Sender, cast.Bob.Key, new MemberRequest());
        await cast.InitiatedAsync();
        await cast.InitiatedAsync();
        await cast.AcceptedAsync();
        Assert.Equal(("2", "1"), await CountsAsync(cast));
        Assert.Equal(("0", "0"), await CountsAsync(cast, cast.Charlie));
        await cast.Root.Api.RemoveMemberAsync(cast.Other, cast.Charlie.Key);
        Assert.Equal(("0", "0"), await CountsAsync(cast, cast.Charlie));
        for (var n = 0; n < 33; n++)
        {
            var team = $"{cast.Receiver}-{n}";
            await cast.Root.Api.PutTeamAsync(team, new TeamRequest { Name = $"Team {n}" });
            await cast.Root.Api.PutMemberAsync(team, cast.Bob.Key, new MemberRequest());
            if (n == 29)
                Assert.Equal(("2", "1"), await CountsAsync(cast));
        }

        Assert.Equal(("2", "1"), await CountsAsync(cast));
    }

    private static async Task<(string? ToAccept, string? Mine)> CountsAsync(Cast cast, Someone? who = null)
    {
        using var visitor = await cast.App.VisitAsync(who ?? cast.Bob);
        var page = await visitor.GetAsync("/handoffs");
        string? Count(string words) =>
            Links(page, ".tabs a")
                .Single(link => link.TextContent.Trim().StartsWith(words))
                .QuerySelector(".count")
                ?.TextContent;
        return (Count("To accept"), Count("Mine"));
    }

    [Theory, EitherEngine]
    public async Task A_filter_is_a_link_that_keeps_the_others(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var accepted = await cast.AcceptedAsync();
        await cast.InitiatedAsync();
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var all = await bob.GetAsync($"/handoffs?team={cast.Receiver}&box=inbox");
        var link = Links(all, ".chips a.item").Single(item => item.TextContent.Trim().StartsWith("Accepted"));
        var narrow = await bob.GetAsync(link.GetAttribute("href")!);
        Assert.Equal([$"/handoffs/{accepted.HandoffId}"], Addresses(narrow));
        Assert.Contains($"team={cast.Receiver}", narrow.Path, StringComparison.Ordinal);
        foreach (
            var (query, found) in ((string, int)[])
                [
                    ($"owner={cast.Bob.Key}", 1),
                    ($"person={cast.Alice.Key}", 2),
                    ("due=week", 1),
                    ("sort=priority", 2),
                    ("sort=due&overdue=true", 0),
                ]
        )
            Assert.Equal(found, Addresses(await bob.GetAsync($"/handoffs?{query}")).Count);
        Assert.Equal(422, (await bob.GetAsync("/handoffs?view=pile")).Status);
        Assert.Equal(422, (await bob.GetAsync("/handoffs?view=calendar&month=November")).Status);
    }

    [Theory, EitherEngine]
    public async Task What_is_shown_can_be_downloaded(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var context = JsonSerializer.SerializeToElement(new { client_name = "=cmd, \"x\"", contract_value = 1 });
        var first = await cast.Alice.Api.CreateAsync(cast.NewHandoff(context));
        var second = await cast.AcceptedAsync();
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var page = await alice.GetAsync("/handoffs?sort=updated");
        var link = page.Document.QuerySelector("a[download]")!.GetAttribute("href")!;
        Assert.Equal("/handoffs.csv?sort=updated", link);
        var file = await alice.GetAsync(link);
        var text = await file.Response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("number,title,status,", lines[0]);
        Assert.StartsWith($"{second.HandoffId},Acme GmbH,accepted,", lines[1]);
        Assert.StartsWith($"{first.HandoffId},\"'=cmd, \"\"x\"\"\",initiated,", lines[2]);
        Assert.Equal(3, lines.Length);
    }

    [Theory, BothEngines]
    public async Task A_view_is_saved_for_oneself_or_for_a_team(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var ann = await cast.App.VisitAsync(cast.Ann);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var query = $"/handoffs?status=returned&template={cast.Template_}";
        await alice.SubmitAsync(await alice.GetAsync(query), "Save", ("name", "Mine alone"), ("team", ""));
        query = $"/handoffs?status=declined&template={cast.Template_}";
        var saved = await alice.SubmitAsync(
            await alice.GetAsync(query),
            "Save",
            ("name", "Renewals <Q4>"),
            ("team", cast.Sender)
        );
        Assert.Equal("Renewals <Q4>", Links(saved, ".tabs [aria-current]").Single().TextContent.Trim());
        Assert.Equal(["Mine alone", "Renewals <Q4>"], await TabsAsync(alice));
        Assert.Equal(["Renewals <Q4>"], await TabsAsync(ann));
        Assert.Empty(await TabsAsync(bob));

        // Its lead may remove it, and nobody of another team can say anything about it.
        var shown = await ann.GetAsync(query);
        await ann.SubmitAsync(shown, "Remove the view Renewals <Q4>");
        Assert.Equal(["Mine alone"], await TabsAsync(alice));
    }

    [Theory, EitherEngine]
    public async Task A_view_that_cannot_be_saved_says_so_above_its_list(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var query = $"/handoffs?status=returned&template={cast.Template_}";
        await alice.SubmitAsync(await alice.GetAsync(query), "Save", ("name", "Late ones"), ("team", ""));
        var other = $"/handoffs?status=declined&template={cast.Template_}";
        var page = await alice.GetAsync(other);
        foreach (
            var (name, team, fault) in ((string, string, string)[])
                [
                    (" Late ones ", "", "There is a view “Late ones” already. Choose another name."),
                    ("  ", "", "Name must not be empty."),
                    (new string('x', 61), "", "Name may have at most 60 characters."),
                    ("Ours", cast.Other, "Team must be a team that you are in and that is not closed."),
                ]
        )
        {
            var refused = await alice.SubmitAsync(page, "Save", ("name", name), ("team", team));
            Assert.Equal((422, fault), (refused.Status, Assert.Single(refused.Faults)));
            Assert.Equal(name, refused.Document.QuerySelector("#f-view-name")!.GetAttribute("value"));
            Assert.Contains("status=declined", refused.Document.QuerySelector("[name=query]")!.GetAttribute("value"));
        }

        // What is a team's is no reason to refuse what is one's own.
        await alice.SubmitAsync(page, "Save", ("name", "Late ones"), ("team", cast.Sender));
        Assert.Equal(["Late ones", "Late ones"], await TabsAsync(alice));
    }

    [Theory, EitherEngine]
    public async Task Its_heading_says_what_is_there(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        Assert.Equal("Nothing waits, and nothing is overdue", (await bob.GetAsync("/handoffs")).Heading);
        await cast.InitiatedAsync();
        await cast.AcceptedAsync();
        Assert.Equal("1 to accept, 0 overdue", (await bob.GetAsync("/handoffs")).Heading);
        Assert.Equal("1 to accept, 0 overdue", (await bob.GetAsync("/handoffs?view=board")).Heading);
        Assert.Equal("1 to accept", (await bob.GetAsync("/handoffs?status=initiated")).Heading);
        Assert.Equal("0 overdue", (await bob.GetAsync("/handoffs?overdue=true")).Heading);
        Assert.Equal("Your handoffs", (await bob.GetAsync($"/handoffs?owner={cast.Bob.Key}&status=accepted")).Heading);
        Assert.Equal("Closed handoffs", (await bob.GetAsync("/handoffs?closed=true")).Heading);
        Assert.Equal("Received by Receiver", (await bob.GetAsync($"/handoffs?team={cast.Receiver}&box=inbox")).Heading);
        Assert.EndsWith(" due in March 2031", (await bob.GetAsync("/handoffs?view=calendar&month=2031-03")).Heading);
    }

    [Theory, EitherEngine]
    public async Task The_views_of_a_closed_team_are_gone(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var charlie = await cast.App.VisitAsync(cast.Charlie);
        var page = await charlie.GetAsync("/handoffs?overdue=true&sort=due");
        await charlie.SubmitAsync(page, "Save", ("name", "Ours"), ("team", cast.Other));
        Assert.Equal(["Ours"], await TabsAsync(charlie));
        await CloseAsync(cast, cast.Other);
        await Wait.ForAsync(() => TabsAsync(charlie), tabs => tabs.Count == 0);
        var list = await charlie.GetAsync("/handoffs?overdue=true&sort=due");
        Assert.DoesNotContain(cast.Other, list.Document.QuerySelectorAll("#f-view-team option").Select(Value));
    }

    [Theory, EitherEngine]
    public async Task A_card_that_is_moved_gives_the_command(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var initiated = await cast.InitiatedAsync();
        var draft = await cast.Alice.Api.CreateAsync(
            cast.NewHandoff(JsonElement.Parse("""{"client_name": "Half"}""")) with
            {
                Draft = true,
            }
        );
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var board = await bob.GetAsync("/handoffs?view=board");
        Assert.Equal("1", CountOf(board, "initiated"));
        Assert.Empty(board.Document.QuerySelectorAll("[data-status=draft] .bcard"));
        var moved = await MoveAsync(bob, board, initiated, "accepted");
        Assert.Equal((200, "1"), (moved.Status, CountOf(moved, "accepted")));
        Assert.Equal(HandoffStatus.Accepted, (await cast.Bob.Api.GetAsync(initiated.HandoffId)).Status);

        // A step is open, and no command leads back.
        var open = await MoveAsync(bob, moved, initiated, "completed");
        Assert.Contains("First step", open.Faults[0]);
        var back = await MoveAsync(bob, moved, initiated, "initiated");
        Assert.Equal("Acme GmbH cannot go from Accepted to Handed over.", Assert.Single(back.Faults));
        Assert.EndsWith("/return", (await MoveAsync(bob, moved, initiated, "returned")).Path);

        // The gate says by its label what is missing.
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var refused = await MoveAsync(alice, await alice.GetAsync("/handoffs?view=board"), draft, "initiated");
        Assert.Contains("Contract value", Assert.Single(refused.Faults));
        Assert.Equal("1", CountOf(refused, "draft"));
        using var charlie = await cast.App.VisitAsync(cast.Charlie);
        var hidden = await MoveAsync(charlie, await charlie.GetAsync("/handoffs?view=board"), initiated, "completed");
        Assert.Equal(404, hidden.Status);
    }

    [Theory, EitherEngine]
    public async Task A_move_that_needs_words_opens_its_page_and_one_that_may_not_be_says_why(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var handoff = await cast.InitiatedAsync();
        using var bob = await cast.App.VisitAsync(cast.Bob);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var board = await bob.GetAsync("/handoffs?view=board&status=declined");
        Assert.Equal("0", CountOf(board, "declined"));
        Assert.EndsWith("/decline", (await MoveAsync(bob, board, handoff, "declined")).Path);
        var sent = await alice.GetAsync("/handoffs?view=board");
        Assert.EndsWith("/withdraw", (await MoveAsync(alice, sent, handoff, "withdrawn")).Path);
        Assert.Equal(403, (await MoveAsync(alice, sent, handoff, "accepted")).Status);
        Assert.Equal(409, (await MoveAsync(bob, board, handoff, "draft")).Status);
        Assert.Equal(409, (await MoveAsync(bob, board, handoff, "<script>")).Status);
        Assert.Equal(HandoffStatus.Initiated, (await cast.Bob.Api.GetAsync(handoff.HandoffId)).Status);
        var closed = await bob.GetAsync("/handoffs?view=board&closed=true");
        Assert.Equal(
            ["completed", "declined", "withdrawn"],
            closed.Document.QuerySelectorAll("[data-status]").Select(column => column.GetAttribute("data-status"))
        );
    }

    [Theory, BothEngines]
    public async Task Lists_are_narrowed_to_a_priority_and_to_what_is_closed(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var usual = await cast.InitiatedAsync();
        var urgent = await cast.Alice.Api.CreateAsync(cast.NewHandoff() with { Priority = "urgent" });
        var done = await cast.InitiatedAsync();
        await cast.Alice.Api.WithdrawAsync(done.HandoffId, new WithdrawRequest("Not needed"));
        async Task<IEnumerable<long>> IdsAsync(HandoffQuery query) =>
            (await cast.Bob.Api.ListAsync(query)).Items.Select(handoff => handoff.HandoffId).Order();

        foreach (var sort in new[] { null, "due", "updated", "priority" })
        {
            Assert.Equal([urgent.HandoffId], await IdsAsync(new HandoffQuery { Priority = "urgent", Sort = sort }));
            Assert.Equal([done.HandoffId], await IdsAsync(new HandoffQuery { Closed = true, Sort = sort }));
            Assert.Equal(
                [usual.HandoffId, done.HandoffId],
                await IdsAsync(new HandoffQuery { Priority = "normal", Sort = sort })
            );
            Assert.Empty(await IdsAsync(new HandoffQuery { Priority = "low", Sort = sort }));
        }

        var wrong = await Refusals.RefusedAsync(cast.Bob.Api.ListAsync(new HandoffQuery { Priority = "hot" }));
        Assert.Equal((422, "priority"), (wrong.Status, Assert.Single(wrong.Errors!).Field));
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var page = await bob.GetAsync("/handoffs?closed=true");
        Assert.Equal("Closed", Links(page, ".tabs [aria-current]").Single().TextContent.Trim());
        page = await bob.GetAsync("/handoffs?priority=urgent");
        Assert.Equal($"/handoffs/{urgent.HandoffId}", Links(page, ".rows a.what").Single().GetAttribute("href"));
    }

    [Theory, EitherEngine]
    public async Task What_no_list_has_is_refused(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        foreach (var month in new[] { "0001-01", "9999-12", "-9998-01", "2026-13", "now" })
            Assert.Equal(422, (await bob.GetAsync($"/handoffs?view=calendar&month={month}")).Status);
        var list = await bob.GetAsync("/handoffs?status=returned");
        var saved = await bob.SubmitAsync(list, "Save", ("name", "Lines"), ("query", "q=a%0Ab\n&status=returned"));
        Assert.Equal(200, saved.Status);
        Assert.Equal(422, (await bob.SubmitAsync(list, "Save", ("name", "No"), ("query", "nonsense=1"))).Status);
        Assert.Equal(422, (await bob.SubmitAsync(list, "Save", ("name", " "), ("query", "q=x"))).Status);
    }

    [Theory, EitherEngine]
    public async Task The_calendar_shows_what_is_due_on_its_day(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var handoff = await cast.AcceptedAsync();
        var due = handoff.CompleteBy!.Value;
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var page = await bob.GetAsync($"/handoffs?view=calendar&month={due:yyyy-MM}");
        var day = page.Document.QuerySelector($".cal a[href='/handoffs/{handoff.HandoffId}']")!.ParentElement!;
        Assert.Equal($"{due:yyyy-MM-dd}", day.QuerySelector("time")!.GetAttribute("datetime"));
        Assert.Equal(0, page.Document.QuerySelectorAll(".cal .day").Length % 7);
        var later = await bob.GetAsync(Links(page, "a[rel=next]").First().GetAttribute("href")!);
        later = await bob.GetAsync(Links(later, "a[rel=next]").First().GetAttribute("href")!);
        Assert.Empty(later.Document.QuerySelectorAll(".cal a"));
    }

    [Theory, EitherEngine]
    public async Task The_search_of_the_header_answers_with_a_part_of_a_page(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var handoff = await cast.InitiatedAsync();
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var found = await bob.GetAsync($"/handoffs/find?q={handoff.HandoffId}");
        Assert.Equal($"/handoffs/{handoff.HandoffId}", Links(found, "a.item").First().GetAttribute("href"));
        Assert.Null(found.Document.QuerySelector("header, main"));
        Assert.Empty(Links(await bob.GetAsync("/handoffs/find?q=nothing-like-it"), "a"));
        using var charlie = await cast.App.VisitAsync(cast.Charlie);
        Assert.Empty(Links(await charlie.GetAsync("/handoffs/find?q=acme"), "a"));
    }

    private static Task<Seen> MoveAsync(Visitor who, Seen board, HandoffRecord handoff, string status) =>
        who.PostAsync(
            "/handoffs/move",
            board
                .Document.QuerySelectorAll<IHtmlInputElement>("#move input")
                .Select(input =>
                    (
                        input.Name!,
                        input.Name switch
                        {
                            "id" => $"{handoff.HandoffId}",
                            "status" => status,
                            "context_revision" => $"{handoff.ContextRevision}",
                            _ => input.Value,
                        }
                    )
                )
        );

    private static string? CountOf(Seen board, string status) =>
        board.Document.QuerySelector($"[data-status={status}] h2 .count")?.TextContent;

    private static async Task<List<string>> TabsAsync(Visitor who) =>
        [
            .. (await who.GetAsync("/handoffs"))
                .Document.QuerySelectorAll(".tabs a[title]")
                .Select(tab => tab.TextContent.Trim()),
        ];

    private static Task CloseAsync(Cast cast, string team) =>
        cast
            .App.Services.GetRequiredService<Writer>()
            .WriteAsync(
                async (db, token) =>
                {
                    db.Teams.Single(candidate => candidate.Key == team).ClosedAt = DateTime.UnixEpoch;
                    await db.SaveChangesAsync(token);
                },
                CancellationToken.None
            );

    private static string? Value(IElement option) => option.GetAttribute("value");

    private static IEnumerable<IElement> Links(Seen page, string selector) => page.Document.QuerySelectorAll(selector);

    private static List<string?> Addresses(Seen page) =>
        [.. Links(page, ".rows a.what").Select(link => link.GetAttribute("href"))];
}

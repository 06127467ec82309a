using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;
using Baton.Tests.Channels;

namespace Baton.Tests.Features.Handoffs;

/// <summary>What either team says of a handoff without asking for an answer, and whom it names.</summary>
public sealed class CommentTests(SharedApps apps)
{
    private const string Hostile = "<script>alert(1)</script> <b>x</b> [x](javascript:alert(1)) \u202Etxt.exe @";

    [Theory, BothEngines]
    public async Task Either_team_comments_in_every_state_but_draft(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var draft = await cast.DraftAsync();
        Assert.Equal(409, await StatusAsync(cast.Alice, draft.HandoffId, "Hello"));
        Assert.Equal(404, await StatusAsync(cast.Bob, draft.HandoffId, "Hello"));
        Assert.DoesNotContain("comment", draft.AllowedCommands);
        foreach (
            var handoff in (HandoffRecord[])
                [
                    await cast.InitiatedAsync(),
                    await cast.ReturnedAsync(),
                    await cast.AcceptedAsync(),
                    await cast.CompletedAsync(),
                    await cast.Alice.Api.WithdrawAsync(
                        (await cast.InitiatedAsync()).HandoffId,
                        new WithdrawRequest("No longer.")
                    ),
                    await cast.Bob.Api.DeclineAsync(
                        (await cast.InitiatedAsync()).HandoffId,
                        new DeclineRequest(DeclineCode.Other, "No.")
                    ),
                ]
        )
        {
            Assert.Contains("comment", handoff.AllowedCommands);
            await cast.Alice.Api.CommentAsync(handoff.HandoffId, new CommentRequest("From the sender."));
            var said = await cast.Bob.Api.CommentAsync(handoff.HandoffId, new CommentRequest(" Two\nlines. "));
            Assert.Equal(
                [(1, "From the sender.", cast.Alice.Key), (2, " Two\nlines. ", cast.Bob.Key)],
                said.Comments.Select(comment => (comment.N, comment.Text, comment.By))
            );
            Assert.Equal((handoff.Status, handoff.Version + 2), (said.Status, said.Version));
            Assert.Equal(404, await StatusAsync(cast.Charlie, handoff.HandoffId, "Hello"));
        }
    }

    [Theory, EitherEngine]
    public async Task What_is_blank_or_too_long_is_refused_and_what_is_hostile_is_kept_as_text(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        foreach (var text in (string[])["", "  \n ", "\u200B\u2800", new string('x', 5001), new string('x', 100_000)])
            Assert.Equal(422, await StatusAsync(cast.Bob, id, text));
        var kept = await cast.Bob.Api.CommentAsync(id, new CommentRequest(Hostile));
        Assert.Equal(Hostile, Assert.Single(kept.Comments).Text);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var page = await alice.GetAsync($"/handoffs/{id}");
        Assert.Contains("<script>alert(1)</script>", page.Document.QuerySelector(".talk .said")!.TextContent);
        Assert.Empty(page.Document.QuerySelectorAll(".talk script, .talk a"));
    }

    [Theory, BothEngines]
    public async Task A_mention_is_somebody_who_may_see_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        var text =
            $"@{cast.Alice.Key}, @{cast.Ann.Key.ToUpperInvariant()}. (@{cast.Ben.Key}) @{cast.Alice.Key} "
            + $"@{cast.Charlie.Key} @nobody x@{cast.Root.Key} @{cast.Root.Key}é a/@{cast.Bob.Key} @{cast.Bob.Key}-";
        var said = await cast.Bob.Api.CommentAsync(id, new CommentRequest(text));
        var comment = Assert.Single(said.Comments);
        Assert.Equal([cast.Alice.Key, cast.Ann.Key, cast.Ben.Key, cast.Bob.Key], comment.Mentions);
        var logged = (await cast.Alice.Api.GetEventsAsync(id)).Items[^1].Data.GetProperty("mentions");
        Assert.Equal(comment.Mentions, logged.EnumerateArray().Select(person => person.GetString()!));
    }

    [Theory, EitherEngine]
    public async Task Its_author_alone_reads_who_was_not_notified_and_it_is_the_same_for_hidden_and_unknown(
        Engine engine
    )
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        using var bob = await cast.App.VisitAsync(cast.Bob);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        await bob.SubmitAsync(
            await bob.GetAsync($"/handoffs/{id}"),
            "Comment",
            ("text", $"@{cast.Alice.Key} and @{cast.Charlie.Key}, also @nobody: see x@example.org")
        );
        Assert.Equal(
            [$"Not notified: @{cast.Charlie.Key}, @nobody. Only people who can see this handoff are."],
            Said(await bob.GetAsync($"/handoffs/{id}"))
        );
        Assert.Empty(Said(await alice.GetAsync($"/handoffs/{id}")));
        var told = await cast.App.CliAsync(cast.Bob, "handoff", "comment", $"{id}", $"@{cast.Charlie.Key} look");
        Assert.Contains(
            $"added comment 2. Not notified: @{cast.Charlie.Key}.",
            told.Done().Out,
            StringComparison.Ordinal
        );

        static IEnumerable<string> Said(Seen page) =>
            page.Document.QuerySelectorAll(".talk p.sm.muted").Select(line => line.TextContent.Trim());
    }

    [Theory, EitherEngine]
    public async Task Members_of_both_teams_are_offered_and_guests_are_offered_nobody(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var offered = (await bob.GetAsync($"/handoffs/{id}"))
            .Document.QuerySelector("#say")!
            .GetAttribute("data-people")!;
        Assert.Equal(
            new[] { cast.Alice.Key, cast.Ann.Key, cast.Ben.Key }.Order(StringComparer.Ordinal),
            JsonElement
                .Parse(offered)
                .EnumerateArray()
                .Select(person => person.GetProperty("key").GetString()!)
                .Order(StringComparer.Ordinal)
        );
        var guest = await cast.Ann.Api.InviteGuestAsync(id, new GuestRequest("g@example.org"));
        using var visitor = new Visitor(cast.App);
        var page = await visitor.GetAsync(new Uri(guest.Url!).AbsolutePath);
        Assert.False(page.Document.QuerySelector("#say")!.HasAttribute("data-people"));
    }

    [Theory, BothEngines]
    public async Task A_repeated_request_says_it_once(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        foreach (var _ in (int[])[1, 2])
        {
            var answer = await cast.App.SendAsync(
                cast.Bob,
                HttpMethod.Post,
                $"api/v1/handoffs/{id}/comments",
                """{"text": "Once."}""",
                ("Idempotency-Key", $"once-{id}")
            );
            Assert.Equal(200, answer.Status);
            Assert.Single(JsonElement.Parse(answer.Body).GetProperty("comments").EnumerateArray());
        }
    }

    [Theory, BothEngines]
    public async Task Of_comments_at_once_none_is_lost(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        await Task.WhenAll(
            new[] { cast.Alice, cast.Ann, cast.Bob, cast.Ben, cast.Root }.Select(who =>
                who.Api.CommentAsync(id, new CommentRequest(who.Key))
            )
        );
        var comments = (await cast.Alice.Api.GetAsync(id)).Comments;
        Assert.Equal([1, 2, 3, 4, 5], comments.Select(comment => comment.N));
        Assert.All(comments, comment => Assert.Equal(comment.By, comment.Text));
    }

    [Theory, EitherEngine]
    public async Task The_other_team_is_told_and_whoever_is_named_in_person_and_once(Engine engine)
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await BatonApp.StartAsync(
            engine,
            new Dictionary<string, string?> { ["BATON_SMTP_URL"] = smtp.Url, ["BATON_MAIL_FROM"] = "baton@example.org" }
        );
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Bob.Api.CommentAsync(
            id,
            new CommentRequest($"Ready. @{cast.Alice.Key} @{cast.Ben.Key} @{cast.Charlie.Key} @{cast.Bob.Key}")
        );
        var told = await Wait.ForAsync(
            async () =>
                (await cast.Root.Api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = id }))
                    .Items.Where(delivery => delivery.Kind is "comment.added" or "person.mentioned")
                    .ToList(),
            deliveries => deliveries.Count >= 3 && deliveries.All(delivery => delivery.State == DeliveryState.Delivered)
        );
        Assert.Equal(
            [
                ("comment.added", cast.Sender, MailOf(cast.Ann)),
                ("person.mentioned", cast.Receiver, MailOf(cast.Ben)),
                ("person.mentioned", cast.Sender, MailOf(cast.Alice)),
            ],
            told.Select(delivery => (delivery.Kind, delivery.Team, delivery.Address)).Order()
        );
        var mail = smtp.Received.Last(mail => mail.RcptTo[0].Contains(MailOf(cast.Alice), StringComparison.Ordinal));
        Assert.Contains("You were mentioned", mail.Open().Subject);
        Assert.Contains("Ready.", mail.Open().TextBody);
    }

    [Theory, EitherEngine]
    public async Task On_the_page_it_is_one_conversation_with_the_questions(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var page = await bob.GetAsync($"/handoffs/{id}");
        page = await bob.SubmitAsync(page, "Ask a question", ("text", "Which portal?"), ("field", "client_name"));
        page = await bob.SubmitAsync(page, "Comment", ("text", $"Thanks, @{cast.Alice.Key}!"));
        Assert.Equal($"/handoffs/{id}", page.Path);
        Assert.Equal(
            ["Which portal?", $"Thanks, @{cast.Alice.Key}!"],
            page.Document.QuerySelectorAll(".talk .said").Select(said => said.TextContent.Trim())
        );
        using var alice = await cast.App.VisitAsync(cast.Alice);
        page = await alice.SubmitAsync(await alice.GetAsync($"/handoffs/{id}"), "Answer", ("text", "Dublin."));
        Assert.Equal("Dublin.", page.Document.QuerySelector(".talk .reply .said")!.TextContent.Trim());
        Assert.Equal($"@{cast.Alice.Key}", page.Document.QuerySelector(".talk .mine")!.TextContent);
        Assert.Equal(422, (await alice.SubmitAsync(page, "Comment", ("text", " "))).Status);
        Assert.Single((await cast.Alice.Api.GetAsync(id)).Comments);
    }

    [Theory, EitherEngine]
    public async Task A_guest_comments_for_the_receiving_team(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        var guest = await cast.Ann.Api.InviteGuestAsync(id, new GuestRequest("g@example.org"));
        using var visitor = new Visitor(cast.App);
        var page = await visitor.GetAsync(new Uri(guest.Url!).AbsolutePath);
        Assert.Equal(200, (await visitor.SubmitAsync(page, "Comment", ("text", "Hello from outside."))).Status);
        var comment = Assert.Single((await cast.Alice.Api.GetAsync(id)).Comments);
        Assert.Equal(("Hello from outside.", true), (comment.Text, comment.By.StartsWith("guest:")));
        Assert.Equal(cast.Receiver, (await cast.Alice.Api.GetEventsAsync(id)).Items[^1].Team);
    }

    private static string MailOf(Someone who) => $"{who.Key}@example.org";

    private static async Task<int> StatusAsync(Someone who, long id, string text) =>
        (await Refusals.RefusedAsync(who.Api.CommentAsync(id, new CommentRequest(text)))).Status;
}

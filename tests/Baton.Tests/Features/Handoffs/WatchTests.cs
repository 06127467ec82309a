using Baton.Client;
using Baton.Tests.App;
using Baton.Tests.Channels;

namespace Baton.Tests.Features.Handoffs;

/// <summary>Who hears more of a handoff than their teams do, and who less.</summary>
public sealed class WatchTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task Watching_and_muting_are_of_one_person_and_one_at_a_time(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        Assert.Equal((false, false), Of(await cast.Ben.Api.GetAsync(id)));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => cast.Ben.Api.WatchAsync(id)));
        Assert.Equal((true, false), Of(await cast.Ben.Api.GetAsync(id)));
        Assert.Equal((true, false), Of(await cast.Ben.Api.UnmuteAsync(id)));
        Assert.Equal((false, true), Of(await cast.Ben.Api.MuteAsync(id)));
        Assert.Equal((false, true), Of(await cast.Ben.Api.UnwatchAsync(id)));
        Assert.Equal((false, false), Of(await cast.Ben.Api.UnmuteAsync(id)));
        Assert.Equal((false, false), Of(await cast.Bob.Api.GetAsync(id)));
        Assert.Null((await cast.Ben.Api.ListAsync(new HandoffQuery())).Items[0].Watching);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Charlie.Api.WatchAsync(id))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Charlie.Api.UnmuteAsync(id))).Status);
        Assert.DoesNotContain(
            "watch",
            string.Join(' ', (await cast.Ben.Api.GetEventsAsync(id)).Items.Select(happened => happened.Kind))
        );
    }

    [Theory, BothEngines]
    public async Task A_watcher_hears_what_the_teams_hear_once_and_as_long_as_they_may_see_it(Engine engine)
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await StartAsync(engine, smtp);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Root.Api.WatchAsync(id); // sees it as an admin, and is of no team
        await cast.Ann.Api.WatchAsync(id); // of the sending team, which is told of accepting anyway
        await cast.Ben.Api.WatchAsync(id); // of the receiving team, which is not
        await cast.Bob.Api.WatchAsync(id); // accepts it himself
        await cast.Bob.Api.AcceptAsync(id);
        Assert.Equal(
            [cast.Alice.Key, cast.Ann.Key, cast.Ben.Key, cast.Root.Key],
            await ToldAsync(cast, id, "handoff.accepted", 4)
        );

        await cast.Root.Api.RemoveMemberAsync(cast.Receiver, cast.Ben.Key);
        await cast.Root.Api.UnwatchAsync(id);
        await cast.Alice.Api.CommentAsync(id, new CommentRequest($"Hello @{cast.Ann.Key}"));
        Assert.Equal([cast.Ann.Key], await ToldAsync(cast, id, "person.mentioned", 1));
        await cast.Ann.Api.CommentAsync(id, new CommentRequest("Last."));
        Assert.Equal([cast.Bob.Key, cast.Bob.Key], await ToldAsync(cast, id, "comment.added", 2));
    }

    [Theory, EitherEngine]
    public async Task A_muted_handoff_is_silent_but_for_mentions(Engine engine)
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await StartAsync(engine, smtp);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        await ToldAsync(cast, id, "handoff.initiated", 2);
        await cast.Bob.Api.MuteAsync(id);
        await cast.Ben.Api.MuteAsync(id);
        await cast.Alice.Api.CommentAsync(id, new CommentRequest($"For @{cast.Bob.Key}."));
        Assert.Equal([cast.Bob.Key], await ToldAsync(cast, id, "person.mentioned", 1));
        await cast.Ben.Api.UnmuteAsync(id);
        await cast.Alice.Api.CommentAsync(id, new CommentRequest("For all."));
        Assert.Equal([cast.Ben.Key], await ToldAsync(cast, id, "comment.added", 1));

        // What asks a team to act reaches it, whoever muted it.
        await cast.Ben.Api.MuteAsync(id);
        await cast.Alice.Api.AskAsync(id, new AskRequest("Who is the owner?"));
        Assert.Equal([cast.Ben.Key, cast.Bob.Key], await ToldAsync(cast, id, "question.asked", 2));
    }

    [Theory, EitherEngine]
    public async Task Without_email_a_watcher_finds_it_among_their_notifications(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Root.Api.WatchAsync(id);
        await cast.Ann.Api.MuteAsync(id);
        await cast.Bob.Api.AcceptAsync(id);
        foreach (var (who, count) in ((Someone, int)[])[(cast.Alice, 1), (cast.Root, 1), (cast.Ann, 0)])
            Assert.Equal(
                (who.Key, count),
                (
                    who.Key,
                    (
                        await Wait.ForAsync(
                            async () => (await who.Api.ListNotificationsAsync()).Items,
                            items => items.Count(told => told.HandoffId == id) >= count
                        )
                    ).Count(told => told.HandoffId == id && told.Kind == "handoff.accepted")
                )
            );
    }

    [Theory, EitherEngine]
    public async Task By_buttons_and_on_the_command_line(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync($"/handoffs/{id}");
        page = await ben.SubmitAsync(page, "Watch");
        Assert.True((await cast.Ben.Api.GetAsync(id)).Watching);
        page = await ben.SubmitAsync(page, "Unwatch");
        page = await ben.SubmitAsync(page, "Mute");
        Assert.True((await cast.Ben.Api.GetAsync(id)).Muted);
        page = await ben.SubmitAsync(page, "Unmute");
        Assert.Equal((200, $"/handoffs/{id}"), (page.Status, page.Path));
        using var root = await cast.App.VisitAsync(cast.Root);
        var buttons = (await root.GetAsync($"/handoffs/{id}"))
            .Document.QuerySelectorAll("[data-part=props] button")
            .Select(button => button.TextContent.Trim());
        Assert.Contains("Watch", buttons);
        Assert.DoesNotContain("Mute", buttons);
        Assert.Equal(
            $"Handoff {id}: you watch it.",
            (await cast.App.CliAsync(cast.Bob, "handoff", "watch", $"{id}")).Done().Lines[0]
        );
        foreach (var (verb, said) in Verbs)
            Assert.Equal(
                $"Handoff {id}: {said}",
                (await cast.App.CliAsync(cast.Bob, "handoff", verb, $"{id}")).Done().Lines[0]
            );
        (await cast.App.CliAsync(cast.Charlie, "handoff", "watch", $"{id}")).Refused($"There is no handoff {id}");
    }

    private static (string Verb, string Said)[] Verbs =>
        [("unwatch", "you no longer watch it."), ("mute", "muted."), ("unmute", "not muted.")];

    private static (bool?, bool?) Of(HandoffRecord handoff) => (handoff.Watching, handoff.Muted);

    private static Task<BatonApp> StartAsync(Engine engine, SmtpServer smtp) =>
        BatonApp.StartAsync(
            engine,
            new Dictionary<string, string?> { ["BATON_SMTP_URL"] = smtp.Url, ["BATON_MAIL_FROM"] = "baton@example.org" }
        );

    private static async Task<IEnumerable<string>> ToldAsync(Cast cast, long id, string kind, int count) =>
        (
            await Wait.ForAsync(
                async () =>
                    (await cast.Root.Api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = id }))
                        .Items.Where(delivery => delivery.Kind == kind)
                        .ToList(),
                deliveries =>
                    deliveries.Count >= count && deliveries.All(delivery => delivery.State == DeliveryState.Delivered)
            )
        )
            .Select(delivery => delivery.Address.Split('@')[0])
            .Order();
}

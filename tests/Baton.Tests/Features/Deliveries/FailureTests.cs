using Baton.Client;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Deliveries;

/// <summary>What becomes of a notice that its receiver does not take.</summary>
public sealed class FailureTests(SmtpServer smtp) : IClassFixture<SmtpServer>
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    private Dictionary<string, string?> Mail =>
        new() { ["BATON_SMTP_URL"] = smtp.Url, ["BATON_MAIL_FROM"] = "baton@example.org" };

    [Theory, BothEngines]
    public async Task It_is_tried_ten_times_by_the_schedule_and_then_given_up(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        await using var hook = await Receiver.AnswerAsync(503);
        var (cast, handoff) = await InitiatedAsync(app, hook);
        TimeSpan[] waits =
        [
            .. ((double[])[5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]).Select(TimeSpan.FromSeconds),
        ];
        foreach (var (i, wait) in waits.Index())
        {
            var failed = Assert.Single(await cast.SettledAsync(handoff, 1, attempts: i + 1, time: time));
            Assert.Equal(DeliveryState.Failed, failed.State);
            Assert.Equal(
                (i + 1, "retry", 503, "The receiver answered 503."),
                (failed.Log[^1].Number, failed.Log[^1].Outcome, failed.Log[^1].StatusCode, failed.Log[^1].Reason)
            );
            var planned = failed.NextAttemptAt!.Value - failed.Log[^1].At;
            Assert.InRange(planned, wait * 0.89, wait * 1.11);
            time.Advance(planned);
        }

        var dead = Assert.Single(await cast.SettledAsync(handoff, 1, attempts: 10, time: time));
        Assert.Equal((DeliveryState.Dead, 10, null), (dead.State, dead.Log.Count, dead.NextAttemptAt));
        Assert.Single(hook.Requests.Select(request => request.Headers["webhook-id"]).Distinct());
        Assert.Single(hook.Requests.Select(request => request.Text).Distinct());
    }

    [Theory, BothEngines]
    public async Task A_receiver_that_asks_to_be_left_alone_is(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        await using var hook = await Receiver.AnswerAsync(429, "", ("Retry-After", "600"));
        var (cast, handoff) = await InitiatedAsync(app, hook);
        var waiting = Assert.Single(await cast.SettledAsync(handoff, 1, attempts: 1, time: time));
        Assert.Equal(waiting.Log[0].At.AddSeconds(600), waiting.NextAttemptAt);
    }

    [Theory, BothEngines]
    public async Task A_receiver_that_is_gone_is_switched_off_and_people_are_told_instead(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        await using var hook = await Receiver.AnswerAsync(410);
        var (cast, handoff) = await InitiatedAsync(app, hook);

        // The refused one; to the people of the team in its place; to its lead and the admin that the channel is off.
        var log = await cast.SettledAsync(handoff, 5);
        Assert.Equal(
            (DeliveryState.Dead, "refused", 410),
            log.Where(candidate => candidate.Channel == "webhook")
                .Select(candidate => (candidate.State, candidate.Log[0].Outcome, candidate.Log[0].StatusCode!.Value))
                .Single()
        );
        Assert.Equal(
            [cast.Ben.Key, cast.Bob.Key],
            log.Where(candidate => candidate is { Channel: "email", Kind: "handoff.initiated" })
                .Select(candidate => candidate.Person)
                .Order()
        );
        Assert.Equal(
            new[] { cast.Ben.Key, cast.Root.Key }.Order(),
            log.Where(candidate => candidate.Kind == "channel.disabled").Select(candidate => candidate.Person).Order()
        );
        var mail = (
            await smtp.WaitForAsync(candidate => candidate.RcptTo.Contains($"{cast.Root.Key}@example.org"))
        ).Open();
        Assert.StartsWith("[Baton] Channel switched off", mail.Subject);
        Assert.Contains("410", mail.TextBody);
        Assert.Equal(
            "The receiver answered 410: it no longer accepts webhooks.",
            Assert.Single((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels).DisabledReason
        );

        // What comes after goes to the people at once.
        var next = await cast.InitiatedAsync();
        Assert.All(
            await cast.SettledAsync(next.HandoffId, 2),
            candidate => Assert.Equal(("email", DeliveryState.Delivered), (candidate.Channel, candidate.State))
        );
    }

    [Theory, BothEngines]
    public async Task A_dead_receiver_holds_up_nobody_else(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var release = new TaskCompletionSource();
        await using var stuck = await Receiver.StartAsync(async context =>
        {
            await release.Task;
            context.Response.StatusCode = 200;
        });
        await using var well = await Receiver.AnswerAsync(200);
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Channels = [new("webhook", Url: stuck.Url), new("webhook", Url: well.Url)] }
        );
        for (var i = 0; i < 100; i++)
            await cast.InitiatedAsync();
        await Wait.ForAsync(() => Task.FromResult(well.Requests.Count), count => count == 100);
        Assert.InRange(stuck.Requests.Count, 1, 8);
        release.SetResult();
        await Wait.ForAsync(() => Task.FromResult(stuck.Requests.Count), count => count == 100);
    }

    [Theory, BothEngines]
    public async Task Silent_receivers_however_many_hold_up_nobody_else(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var release = new TaskCompletionSource();
        await using var silent = await Receiver.StartAsync(_ => release.Task);
        await using var well = await Receiver.AnswerAsync(200);
        var cast = await app.CastAsync();
        await cast.Ann.Api.PutTeamAsync(cast.Sender, new TeamRequest { Channels = [new("webhook", Url: well.Url)] });
        for (var i = 0; i < 5; i++)
        {
            var key = $"silent-{i}-{cast.Other}";
            await cast.Root.Api.PutTeamAsync(
                key,
                new TeamRequest
                {
                    Name = key,
                    Channels =
                    [
                        .. Enumerable
                            .Range(0, 20)
                            .Select(n => new ChannelRequest("webhook", Url: $"{silent.Url}/{i}/{n}")),
                    ],
                }
            );
            await cast.Root.Api.PublishTemplateAsync(
                key,
                Cast.Template.Replace("KEY", key).Replace("SENDER", cast.Sender).Replace("RECEIVER", key)
            );
            await cast.Alice.Api.CreateAsync(cast.NewHandoff() with { Template = key });
            await cast.Alice.Api.CreateAsync(cast.NewHandoff() with { Template = key });
        }

        await Wait.ForAsync(() => Task.FromResult(silent.Requests.Count), count => count == 100); // one to each
        for (var i = 0; i < 3; i++)
            await cast.AcceptedAsync();
        await Wait.ForAsync(() => Task.FromResult(well.Requests.Count), count => count == 3);
        Assert.Equal(100, silent.Requests.Count);
        release.SetResult();
    }

    [Theory, BothEngines]
    public async Task What_was_withdrawn_is_not_offered_any_more(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        await using var hook = await Receiver.AnswerAsync(500);
        var (cast, handoff) = await InitiatedAsync(app, hook);
        await cast.SettledAsync(handoff, 1, attempts: 1, time: time);
        await cast.Alice.Api.WithdrawAsync(handoff, new WithdrawRequest("The client left."));
        var log = await cast.SettledAsync(handoff, 2);
        Assert.Equal([DeliveryState.Failed, DeliveryState.Cancelled], log.Select(candidate => candidate.State));
        Assert.Equal("No longer needed: Withdrawn.", log[1].Reason);
    }

    [Theory, BothEngines]
    public async Task A_channel_that_was_removed_meanwhile_is_said_to_be(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        await using var hook = await Receiver.AnswerAsync(500);
        var (cast, handoff) = await InitiatedAsync(app, hook);
        await cast.SettledAsync(handoff, 1, attempts: 1, time: time);
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [] });
        time.Advance(TimeSpan.FromSeconds(6));
        var dead = Assert.Single(await cast.SettledAsync(handoff, 1, attempts: 2, time: time));
        Assert.Equal((DeliveryState.Dead, "The channel was removed."), (dead.State, dead.Reason));
    }

    private static async Task<(Cast Cast, long Handoff)> InitiatedAsync(BatonApp app, Receiver hook)
    {
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [new("webhook", Url: hook.Url)] });
        return (cast, (await cast.InitiatedAsync()).HandoffId);
    }
}

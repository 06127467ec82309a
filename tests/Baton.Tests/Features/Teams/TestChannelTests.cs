using Baton.Client;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Baton.Tests.Channels.Slack;

namespace Baton.Tests.Features.Teams;

public sealed class TestChannelTests(SmtpServer smtp) : IClassFixture<SmtpServer>
{
    private Dictionary<string, string?> Mail =>
        new() { ["BATON_SMTP_URL"] = smtp.Url, ["BATON_MAIL_FROM"] = "baton@example.org" };

    [Theory, EitherEngine]
    public async Task A_test_goes_out_at_once_marked_as_one_and_its_outcome_comes_back(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        await using var hook = await Receiver.AnswerAsync(204);
        await using var slack = await Receiver.AnswerAsync(200, "ok");
        var cast = await app.CastAsync();
        var address = $"test-{cast.Receiver}@example.org";
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                Channels =
                [
                    new("email", Address: address),
                    new("slack", Url: slack.Url),
                    new("webhook", Url: hook.Url),
                ],
            }
        );

        var mailed = await cast.Ben.Api.TestChannelAsync(cast.Receiver, 1);
        var posted = await cast.Root.Api.TestChannelAsync(cast.Receiver, 2);
        var hooked = await cast.Ben.Api.TestChannelAsync(cast.Receiver, 3);

        Assert.Equal(
            ("email", address, "delivered", 250, false),
            (mailed.Channel, mailed.Address, mailed.Outcome, mailed.StatusCode, mailed.SwitchedOn)
        );
        Assert.Equal(("slack", "127.0.0.1", "delivered"), (posted.Channel, posted.Address, posted.Outcome));
        Assert.Equal(
            ("webhook", hook.Url, "delivered", 204, "The receiver answered 204."),
            (hooked.Channel, hooked.Address, hooked.Outcome, hooked.StatusCode, hooked.Reason)
        );
        Assert.Equal(hooked.MessageId, hook.Single.Headers["webhook-id"]);
        Assert.Contains("\"type\":\"channel.test\"", hook.Single.Text);
        Assert.Contains("\"handoff_id\":0", hook.Single.Text);
        Assert.Contains("Test message: Receiver", slack.Single.Text);
        Assert.Empty(BlockKit.Faults(System.Text.Json.JsonElement.Parse(slack.Single.Text)));
        var mail = (await smtp.WaitForAsync(candidate => candidate.RcptTo.Contains(address))).Open();
        Assert.Equal("[Baton] Test message: Receiver", mail.Subject);
        Assert.Contains(
            $"{cast.Ben.Key} Doe sent this test message to “Receiver”. This channel works, and there is nothing to do.",
            mail.TextBody
        );
        Assert.Empty(mail.References);
        Assert.Null(mail.Headers["X-Baton-Handoff"]);
        Assert.Equal(mailed.MessageId, mail.Headers["X-Baton-Delivery"]);
        Assert.Empty((await cast.Root.Api.ListDeliveriesAsync()).Items);
    }

    [Theory, EitherEngine]
    public async Task A_failed_test_says_why_and_a_good_one_switches_the_channel_on_again(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var status = 410;
        await using var hook = await Receiver.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [new("webhook", Url: hook.Url)] });
        await cast.InitiatedAsync();
        await Wait.ForAsync(
            () => cast.Ben.Api.GetTeamAsync(cast.Receiver),
            team => team.Channels[0].DisabledReason is not null
        );

        var refused = await cast.Ben.Api.TestChannelAsync(cast.Receiver, 1);
        Assert.Equal(("refused", 410, false), (refused.Outcome, refused.StatusCode, refused.SwitchedOn));
        Assert.NotNull((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels[0].DisabledReason);

        status = 200;
        Assert.True((await cast.Ben.Api.TestChannelAsync(cast.Receiver, 1)).SwitchedOn);
        Assert.Null((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels[0].DisabledReason);
        Assert.False((await cast.Ben.Api.TestChannelAsync(cast.Receiver, 1)).SwitchedOn);
    }

    [Theory, EitherEngine]
    public async Task Only_those_who_look_after_the_channel_may(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        await using var hook = await Receiver.AnswerAsync(200);
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [new("webhook", Url: hook.Url)] });
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Bob.Api.TestChannelAsync(cast.Receiver, 1))).Status);
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Ann.Api.TestChannelAsync(cast.Receiver, 1))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Ben.Api.TestChannelAsync(cast.Receiver, 2))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Ben.Api.TestChannelAsync(cast.Receiver, 0))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Ben.Api.TestChannelAsync("no-team", 1))).Status);
        Assert.Empty(hook.Requests);
    }

    [Theory, EitherEngine]
    public async Task Asked_twice_with_one_key_it_is_sent_once(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        await using var hook = await Receiver.AnswerAsync(200);
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [new("webhook", Url: hook.Url)] });
        var path = $"api/v1/teams/{cast.Receiver}/channels/1/test";
        var first = await app.SendAsync(cast.Ben, HttpMethod.Post, path, "{}", ("Idempotency-Key", "once"));
        var second = await app.SendAsync(cast.Ben, HttpMethod.Post, path, "{}", ("Idempotency-Key", "once"));
        Assert.Equal((200, first.Body), (second.Status, second.Body));
        Assert.Single(hook.Requests);
        Assert.Equal(
            422,
            (await app.SendAsync(cast.Ben, HttpMethod.Post, path, " {}", ("Idempotency-Key", "once"))).Status
        );
        Assert.Equal(
            422,
            (
                await app.SendAsync(cast.Ben, HttpMethod.Post, path, "{}", ("Idempotency-Key", new string('x', 256)))
            ).Status
        );
    }
}

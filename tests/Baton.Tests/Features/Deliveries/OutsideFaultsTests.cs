using System.Text.Json;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Doctor;
using Baton.Features.Organization;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Baton.Tests.Channels.Slack;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Deliveries;

/// <summary>One fault of a mail server, a proxy or Slack must neither silence a team nor flood it.</summary>
public sealed class OutsideFaultsTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    [Theory, EitherEngine]
    public async Task What_the_installation_is_refused_waits_until_it_is_mended(Engine engine)
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await BatonApp.StartAsync(engine, Mail(smtp), time);
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Channels = [new("email", Address: "onboarding@example.org")] }
        );
        await smtp.AnswerAsync("""{"rcpt": "550 5.7.1 Relaying denied"}""");
        var first = await cast.InitiatedAsync();
        await AttemptedAsync(cast, first.HandoffId);
        for (var i = 0; i < 3; i++)
            await cast.InitiatedAsync();
        time.Advance(TimeSpan.FromDays(5)); // longer than the schedule
        await Wait.ForAsync(
            () => LogAsync(cast),
            log => log.Count == 4 && log.Sum(candidate => candidate.Attempts) >= 4
        );

        // The channel is on, nobody was told elsewhere, and admins see why.
        Assert.All(
            await LogAsync(cast),
            candidate =>
                Assert.True(
                    candidate.State is DeliveryState.Failed or DeliveryState.Queued or DeliveryState.Sending,
                    candidate.State.ToString()
                )
        );
        Assert.Null(Assert.Single((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels).DisabledReason);
        using (var root = await app.VisitAsync(cast.Root))
        {
            Assert.Contains(
                "Baton cannot send mail. The mail server does not accept mail from this installation: 550 "
                    + "5.7.1 Relaying denied",
                (await root.GetAsync("/teams")).Text
            );
            await root.SubmitAsync(await root.GetAsync("/health"), "Try to send mail now");
        }

        using (var ben = await app.VisitAsync(cast.Ben))
            Assert.DoesNotContain("No mail goes out", (await ben.GetAsync("/teams")).Text);
        var doctor = await Examine.RunAsync(
            new Examination(app.Services) { Now = time.GetUtcNow().UtcDateTime },
            repair: false,
            CancellationToken.None
        );
        Assert.Contains(
            "Relaying denied",
            Assert.Single(doctor.Checks.Single(check => check.Check == "mail").Findings).Found
        );
        Assert.Empty(doctor.Checks.Single(check => check.Check == "stuck").Findings);

        await smtp.AnswerAsync("{}");
        var told = await Wait.ForAsync(
            () => LaterAsync(cast),
            log => log.All(candidate => candidate.State == DeliveryState.Delivered)
        );
        Assert.Equal(4, told.Count);
        using var again = await app.VisitAsync(cast.Root);
        await Wait.ForAsync(
            async () => (await again.GetAsync("/teams")).Text,
            text => !text.Contains("No mail goes out", StringComparison.Ordinal)
        );
    }

    /// <summary>
    /// The log a little later: the attempt that was asked for may have met the mail server while it still refused.
    /// </summary>
    private Task<IReadOnlyList<DeliveryRecord>> LaterAsync(Cast cast)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return LogAsync(cast);
    }

    [Theory, EitherEngine]
    public async Task A_refused_message_and_a_full_mailbox_leave_the_channel_on(Engine engine)
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await BatonApp.StartAsync(engine, Mail(smtp), time);
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Channels = [new("email", Address: "onboarding@example.org")] }
        );
        await smtp.AnswerAsync("""{"data": {"onboarding": "554 5.7.1 Message looks like spam"}}""");
        var spam = await cast.InitiatedAsync();
        var log = await cast.SettledAsync(spam.HandoffId, 3, time: time);
        Assert.Equal(
            (DeliveryState.Dead, "refused"),
            log.Where(candidate => candidate.Person is null)
                .Select(candidate => (candidate.State, candidate.Log[0].Outcome))
                .Single()
        );
        Assert.Equal([cast.Ben.Key, cast.Bob.Key], log.Select(candidate => candidate.Person).OfType<string>().Order());

        await smtp.AnswerAsync("""{"rcpt": {"onboarding": "552 5.2.2 Mailbox full"}}""");
        var full = await cast.InitiatedAsync();
        Assert.Equal(
            (DeliveryState.Failed, 552),
            (await AttemptedAsync(cast, full.HandoffId)) is var failed
                ? (failed.State, failed.Log[0].StatusCode!.Value)
                : default
        );
        Assert.Null(Assert.Single((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels).DisabledReason);

        await smtp.AnswerAsync("{}");
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(
            DeliveryState.Delivered,
            Assert.Single(await cast.SettledAsync(full.HandoffId, 1, attempts: 2, time: time)).State
        );
    }

    [Theory, EitherEngine]
    public async Task An_unknown_address_switches_the_channel_off_and_one_click_makes_up_for_it(Engine engine)
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await BatonApp.StartAsync(engine, Mail(smtp), time);
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                Channels =
                [
                    new("email", Address: "onboarding@example.org"),
                    new("email", Address: "second@example.org"),
                ],
            }
        );
        await smtp.AnswerAsync("""{"rcpt": {"onboarding": "550 5.1.1 No such user", "second": "550 No thanks"}}""");
        var handoff = await cast.InitiatedAsync();
        var channels = (
            await Wait.ForAsync(
                () => Ticking(cast.Ben.Api.GetTeamAsync(cast.Receiver)),
                team => team.Channels[0].DisabledReason is not null
            )
        ).Channels;
        Assert.Equal("The mail server does not know the address: 550 5.1.1 No such user", channels[0].DisabledReason);
        Assert.Null(channels[1].DisabledReason);
        Assert.Equal(
            403,
            (await Refusals.RefusedAsync(cast.Bob.Api.EnableChannelAsync(cast.Receiver, channels[0].Id))).Status
        );
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Ben.Api.EnableChannelAsync(cast.Receiver, 0))).Status);

        await smtp.AnswerAsync("{}");
        using var ben = await app.VisitAsync(cast.Ben);
        await ben.SubmitAsync(await ben.GetAsync($"/teams/{cast.Receiver}/notifications"), "Turn on and send again");
        Assert.All(
            (await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels,
            channel => Assert.Null(channel.DisabledReason)
        );
        await Wait.ForAsync(
            () => LogAsync(cast),
            log =>
                log.Any(candidate =>
                    candidate is { Address: "onboarding@example.org", State: DeliveryState.Delivered, Attempts: 2 }
                )
        );
        Assert.Equal(
            new ChannelEnabledRecord(SwitchedOn: false, 0),
            await cast.Ben.Api.EnableChannelAsync(cast.Receiver, channels[0].Id)
        );
        Assert.Contains(handoff.HandoffId, (await LogAsync(cast)).Select(candidate => candidate.HandoffId));
    }

    [Theory, EitherEngine]
    public async Task Forty_notices_reach_a_receiver_that_takes_one_a_second_within_a_minute(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var gate = new Lock();
        var last = DateTimeOffset.MinValue;
        await using var strict = await Receiver.StartAsync(context =>
        {
            lock (gate)
            {
                var isTooSoon = time.GetUtcNow() - last < TimeSpan.FromSeconds(1);
                (context.Response.StatusCode, last) = isTooSoon ? (429, last) : (200, time.GetUtcNow());
                if (isTooSoon)
                    context.Response.Headers.RetryAfter = "1";
            }

            return Task.CompletedTask;
        });
        await using var other = await Receiver.AnswerAsync(200);
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Channels = [new("webhook", Url: strict.Url), new("webhook", Url: other.Url)] }
        );
        for (var i = 0; i < 40; i++)
            await cast.InitiatedAsync();
        // by a clock that stands still
        await Wait.ForAsync(() => Task.FromResult(other.Requests.Count), count => count == 40);
        var started = time.GetUtcNow();
        var log = await Wait.ForAsync(
            async () =>
            {
                var seen = await LogAsync(cast);
                // the clock does not run ahead of what is under way
                if (seen.All(candidate => candidate.State != DeliveryState.Sending))
                    time.Advance(TimeSpan.FromMilliseconds(100));
                return seen;
            },
            all => all.All(candidate => candidate.State == DeliveryState.Delivered)
        );
        Assert.InRange((time.GetUtcNow() - started).TotalSeconds, 30, 75);
        Assert.Equal(80, log.Count);
    }

    [Theory, EitherEngine]
    public async Task A_digest_that_Slack_never_takes_is_one_mail_for_each_person(Engine engine)
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await BatonApp.StartAsync(engine, Mail(smtp), time);
        await using var slack = await Receiver.AnswerAsync(404, "no_service");
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Channels = [new("slack", Url: slack.Url, Delivery: DeliveryPace.Hourly)] }
        );
        for (var i = 0; i < 60; i++)
            await cast.Alice.Api.CreateAsync(Named(cast, $"Client {i} {new string('x', 90)}"));
        await Wait.ForAsync(() => LogAsync(cast), log => log.Count == 60);
        time.Advance(TimeSpan.FromHours(1));
        foreach (var person in (Someone[])[cast.Bob, cast.Ben])
        {
            await Wait.ForAsync(
                () =>
                    Ticking(
                        Task.FromResult(
                            smtp.Received.Count(mail =>
                                mail.RcptTo.Contains($"{person.Key}@example.org")
                                && mail.Open().Subject == "[Baton] 60 notices about 60 handoffs"
                            )
                        )
                    ),
                count => count == 1
            );
            Assert.DoesNotContain(
                smtp.Received,
                mail =>
                    mail.RcptTo.Contains($"{person.Key}@example.org")
                    && mail.Open().Subject!.Contains("Handed over", StringComparison.Ordinal)
            );
        }

        Assert.Single(slack.Requests);
    }

    [Theory, EitherEngine]
    public async Task A_digest_is_split_so_that_Slack_takes_each_part(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        await using var slack = await Receiver.AnswerAsync(200, "ok");
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Channels = [new("slack", Url: slack.Url, Delivery: DeliveryPace.Hourly)] }
        );
        for (var i = 0; i < 60; i++)
            await cast.Alice.Api.CreateAsync(Named(cast, $"Client {i} {new string('x', 90)}"));
        await Wait.ForAsync(() => LogAsync(cast), log => log.Count == 60);
        time.Advance(TimeSpan.FromHours(1));
        await Wait.ForAsync(
            () => LogAsync(cast),
            log => log.All(candidate => candidate.State == DeliveryState.Delivered)
        );
        Assert.InRange(slack.Requests.Count, 2, 4);
        foreach (var body in slack.Requests.Select(request => JsonElement.Parse(request.Text)))
        {
            Assert.Empty(BlockKit.Faults(body));
            Assert.InRange(
                body.GetProperty("blocks")
                    .EnumerateArray()
                    .Sum(block =>
                        block.TryGetProperty("text", out var text) ? text.GetProperty("text").GetString()!.Length : 0
                    ),
                1,
                12_000
            );
            Assert.InRange(body.GetProperty("blocks").GetArrayLength(), 1, 45);
        }
    }

    private static Dictionary<string, string?> Mail(SmtpServer smtp) =>
        new() { ["BATON_SMTP_URL"] = smtp.Url, ["BATON_MAIL_FROM"] = "baton@example.org" };

    private static CreateHandoffRequest Named(Cast cast, string client) =>
        new(cast.Template_, JsonSerializer.SerializeToElement(new { client_name = client, contract_value = 1 }));

    private Task<T> Ticking<T>(Task<T> look)
    {
        time.Advance(TimeSpan.FromMilliseconds(100));
        return look;
    }

    private async Task<DeliveryRecord> AttemptedAsync(Cast cast, long handoff) =>
        (
            await Wait.ForAsync(
                () => Ticking(cast.Root.Api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = handoff })),
                page =>
                    page.Items.Count == 1 && page.Items[0].Log.Count > 0 && page.Items[0].State != DeliveryState.Sending
            )
        ).Items[0];

    private async Task<IReadOnlyList<DeliveryRecord>> LogAsync(Cast cast) =>
        (await Ticking(cast.Root.Api.ListDeliveriesAsync(new DeliveryQuery { Limit = 100 }))).Items;
}

using System.Text.Json;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Organization;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Baton.Tests.Channels.Slack;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Deliveries;

/// <summary>
/// Who asks for it is told of many notices in one message; of a clock that runs out at once in any case.
/// </summary>
public sealed class DigestTests(SharedApps apps, SmtpServer smtp) : IClassFixture<SmtpServer>
{
    private const string Reminded = """
        escalation:
          - { at: 50%, tell: team }
        """;

    // A Monday, twenty past nine in Berlin.
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 8, 20, 0, TimeSpan.Zero));

    private Dictionary<string, string?> Mail =>
        new() { ["BATON_SMTP_URL"] = smtp.Url, ["BATON_MAIL_FROM"] = "baton@example.org" };

    [Theory, BothEngines]
    public async Task What_waits_for_the_full_hour_goes_out_as_one_message(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail, time);
        await using var slack = await Receiver.AnswerAsync(200, "ok");
        await using var hook = await Receiver.AnswerAsync(200);
        var cast = await app.CastAsync(
            Cast.Template.Replace("accept_within: 8h", "accept_within: 40m").Replace("escalation: []", Reminded)
        );
        var address = $"{cast.Receiver}@example.org";
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                Channels =
                [
                    new("email", Address: address, Delivery: DeliveryPace.Hourly),
                    new("slack", Url: slack.Url, Delivery: DeliveryPace.Hourly),
                    new("webhook", Url: hook.Url),
                ],
            }
        );
        var first = await cast.InitiatedAsync();
        var second = await cast.Alice.Api.CreateAsync(Named(cast, "Brass & <b>Sons</b>"));
        var gone = await cast.Alice.Api.CreateAsync(Named(cast, "Never mind Ltd"));
        // programs are told of each
        await Wait.ForAsync(() => Task.FromResult(Ticking(hook.Requests.Count)), count => count == 3);
        await cast.Alice.Api.WithdrawAsync(gone.HandoffId, new WithdrawRequest("A mistake."));
        var waiting = await LogAsync(
            cast,
            log =>
                log.Count(candidate => candidate.State == DeliveryState.Cancelled) == 2
                && log.Count(candidate => candidate.State == DeliveryState.Queued) == 6
        ); // the withdrawn one is told of in place of the offer
        var full = new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc);
        Assert.All(
            waiting.Where(candidate => candidate.State == DeliveryState.Queued),
            candidate => Assert.Equal((full, 0), (candidate.NextAttemptAt, candidate.Attempts))
        );

        // Half of the forty minutes are over at 8:40: that is told at once.
        time.Advance(TimeSpan.FromMinutes(20));
        var reminders = (
            await LogAsync(
                cast,
                log =>
                    log.Count(candidate => candidate is { Kind: "clock.reminder", State: DeliveryState.Delivered }) == 6
            )
        ).Where(candidate => candidate.Kind == "clock.reminder");
        Assert.Equal(
            2,
            MailsTo(address).Count(mail => mail.Subject!.StartsWith("[Baton] Due soon", StringComparison.Ordinal))
        );
        Assert.All(reminders, candidate => Assert.True(candidate.DeliveredAt < full));
        Assert.DoesNotContain(MailsTo(address), mail => mail.Subject!.Contains("notices", StringComparison.Ordinal));

        time.Advance(full - time.GetUtcNow().UtcDateTime);
        var log = await LogAsync(
            cast,
            all => all.All(candidate => candidate.State is not (DeliveryState.Queued or DeliveryState.Sending))
        );
        var mail = Assert.Single(
            MailsTo(address),
            candidate => candidate.Subject == ("[Baton] 3 notices about 3 handoffs")
        );
        var together = log.Where(candidate =>
                candidate is { Channel: "email", State: DeliveryState.Delivered } && candidate.Kind != "clock.reminder"
            )
            .ToList();
        Assert.Equal(
            ["handoff.initiated", "handoff.initiated", "handoff.withdrawn"],
            together.Select(candidate => candidate.Kind).Order()
        );
        Assert.All(
            together,
            candidate =>
                Assert.Equal(
                    (
                        1,
                        "The mail server accepted the message. One message for 3 notices, "
                            + $"{mail.Headers["X-Baton-Delivery"]}."
                    ),
                    (Assert.Single(candidate.Log).Number, candidate.Reason)
                )
        );
        Assert.All([mail.TextBody, mail.HtmlBody], body => Assert.Contains($"Acme GmbH (#{first.HandoffId})", body));
        Assert.Contains($"Brass & <b>Sons</b> (#{second.HandoffId})", mail.TextBody);
        Assert.Contains("Brass &amp; &lt;b&gt;Sons&lt;/b&gt;", mail.HtmlBody);
        Assert.Contains("withdrew “Never mind Ltd”", mail.TextBody);
        Assert.DoesNotContain("handed over “Never mind Ltd”", mail.TextBody);
        Assert.Contains($"/handoffs/{second.HandoffId}", mail.TextBody);
        Assert.Equal(
            2,
            log.Count(candidate => candidate is { State: DeliveryState.Cancelled, Kind: "handoff.initiated" })
        );
        var posted = Assert.Single(
            slack.Requests,
            request => request.Text.Contains("notices about", StringComparison.Ordinal)
        );
        Assert.Empty(BlockKit.Faults(JsonElement.Parse(posted.Text)));
        Assert.Contains($"#{second.HandoffId} Brass &amp; &lt;b&gt;Sons&lt;/b&gt;>: Handed over", posted.Text);
    }

    [Theory, BothEngines]
    public async Task A_person_is_told_once_a_day_when_their_team_opens_and_sooner_when_they_ask(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail, time);
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                TimeZone = "Europe/Berlin",
                WorkingHours = new Dictionary<string, IReadOnlyList<string>>
                {
                    ["mon"] = ["09:00-12:00"],
                    ["tue"] = ["10:00-12:00"],
                },
            }
        );
        Assert.Equal(DeliveryPace.Immediate, (await cast.Bob.Api.MeAsync()).Delivery);
        Assert.Equal(DeliveryPace.Daily, (await cast.Bob.Api.PutMeAsync(new MeRequest(DeliveryPace.Daily))).Delivery);
        Assert.Equal(DeliveryPace.Immediate, (await cast.Ben.Api.MeAsync()).Delivery);
        await cast.InitiatedAsync();
        await cast.InitiatedAsync();
        var log = await LogAsync(
            cast,
            all =>
                all.Count == 4
                && all.Where(candidate => candidate.Person == cast.Ben.Key)
                    .All(candidate => candidate.State == DeliveryState.Delivered)
        );
        Assert.All(
            log.Where(candidate => candidate.Person == cast.Bob.Key),
            candidate =>
                Assert.Equal(
                    (DeliveryState.Queued, new DateTime(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc)),
                    (candidate.State, candidate.NextAttemptAt!.Value)
                )
        );

        // Asked to be told every hour, and then at once, Bob need not wait until tomorrow.
        await cast.Bob.Api.PutMeAsync(new MeRequest(DeliveryPace.Hourly));
        Assert.All(
            (await LogAsync(cast, all => true)).Where(candidate => candidate.Person == cast.Bob.Key),
            candidate => Assert.Equal(new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc), candidate.NextAttemptAt)
        );
        await cast.Bob.Api.PutMeAsync(new MeRequest(DeliveryPace.Immediate));
        await LogAsync(cast, all => all.All(candidate => candidate.State == DeliveryState.Delivered));
        Assert.Equal(
            "[Baton] 2 notices about 2 handoffs",
            Assert.Single(MailsTo($"{cast.Bob.Key}@example.org")).Subject
        );
        Assert.Equal(2, MailsTo($"{cast.Ben.Key}@example.org").Count);

        // One notice alone is a mail as any other, with its buttons.
        await cast.Bob.Api.PutMeAsync(new MeRequest(DeliveryPace.Hourly));
        await cast.InitiatedAsync();
        await LogAsync(cast, all => all.Count == 6);
        time.Advance(TimeSpan.FromHours(1));
        await LogAsync(cast, all => all.All(candidate => candidate.State == DeliveryState.Delivered));
        Assert.Contains(
            MailsTo($"{cast.Bob.Key}@example.org"),
            mail =>
                mail.Subject!.StartsWith("[Baton] Handed over: Acme GmbH", StringComparison.Ordinal)
                && mail.TextBody!.Contains("/act/", StringComparison.Ordinal)
        );
    }

    [Theory, BothEngines]
    public async Task A_stop_in_between_loses_nothing_and_two_servers_send_one_message(Engine engine)
    {
        var first = await BatonApp.StartAsync(engine, Mail, time);
        var cast = await first.CastAsync();
        var silent = new RawReceiver("", waitForRequest: true, hangUp: false);
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Channels = [new("slack", Url: silent.Url, Delivery: DeliveryPace.Hourly)] }
        );
        for (var i = 0; i < 3; i++)
            await cast.InitiatedAsync();
        await LogAsync(cast, log => log.Count == 3);
        time.Advance(TimeSpan.FromHours(1));
        await Wait.ForAsync(() => Task.FromResult(Ticking(silent.Connected.IsCompleted)), connected => connected);
        var port = silent.Port;
        await first.DisposeAsync(); // in the middle of the attempt
        await silent.DisposeAsync();

        await using var slack = await Receiver.AnswerAtAsync(port, 200);
        time.Advance(TimeSpan.FromMinutes(3)); // the lease is over
        await using var second = await BatonApp.StartAsync(first.Storage, Mail, time);
        await using var third = engine == Engine.Postgres ? await BatonApp.StartAsync(first.Storage, Mail, time) : null;
        cast = cast with
        {
            App = second,
            Root = cast.Root with { Api = new BatonClient(second.Http, cast.Root.Token) },
        };
        var told = await LogAsync(cast, log => log.All(candidate => candidate.State == DeliveryState.Delivered));
        Assert.All(
            told,
            candidate => Assert.Equal(["interrupted", "delivered"], candidate.Log.Select(attempt => attempt.Outcome))
        );
        Assert.Single(told.Select(candidate => candidate.Reason).Distinct());
        Assert.Contains("3 notices about 3 handoffs", slack.Single.Text);
    }

    [Theory, BothEngines]
    public async Task Programs_are_told_of_each_and_nonsense_is_refused(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var refused = await Refusals.RefusedAsync(
            cast.Ben.Api.PutTeamAsync(
                cast.Receiver,
                new TeamRequest
                {
                    Channels =
                    [
                        new("email", Address: "a@example.org", Delivery: DeliveryPace.Daily),
                        new("webhook", Url: "http://127.0.0.1:1/x", Delivery: DeliveryPace.Daily),
                    ],
                }
            )
        );
        Assert.Equal(
            (
                422,
                "channels[1].delivery",
                "delivery must be immediate for a channel of type webhook, which always gets each "
                    + "notice immediately."
            ),
            (refused.Status, Assert.Single(refused.Errors!).Field, refused.Errors![0].Message)
        );
        Assert.Empty((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels);
        foreach (var body in (string[])["""{"delivery": "weekly"}""", "{}", """{"delivery": 1}"""])
            Assert.Equal(422, (await cast.App.SendAsync(cast.Bob, HttpMethod.Put, "api/v1/me", body)).Status);

        // What is sent back as it was read keeps its pace.
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Channels = [new("email", Address: "a@example.org", Delivery: DeliveryPace.Daily)] }
        );
        Assert.Equal(
            DeliveryPace.Daily,
            Assert.Single((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels).Delivery
        );
        await cast.App.GivePasswordAsync(cast.Ben.Key);
        using var ben = new Visitor(cast.App);
        await ben.SignInAsync(cast.Ben.Key);
        await ben.SubmitAsync(
            await ben.GetAsync($"/teams/{cast.Receiver}/notifications"),
            "Add channel",
            ("type", "slack"),
            ("to", "http://127.0.0.1:1/s"),
            ("delivery", "hourly")
        );
        Assert.Equal(
            [DeliveryPace.Daily, DeliveryPace.Hourly],
            (await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels.Select(channel => channel.Delivery)
        );
        await ben.SubmitAsync(
            await ben.GetAsync(
                $"/teams/{cast.Receiver}/channels/{(await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels[0].Id}"
            ),
            "Save",
            ("delivery", "immediate")
        );
        Assert.Equal(
            [DeliveryPace.Immediate, DeliveryPace.Hourly],
            (await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels.Select(channel => channel.Delivery)
        );
        Assert.Contains("This server cannot send email", (await ben.GetAsync("/account")).Text);
        var page = await ben.SubmitAsync(
            await ben.GetAsync("/account"),
            "Save: notifications by email",
            ("delivery", "daily"),
            ("weekly_summary", "true")
        );
        Assert.Equal(
            (200, DeliveryPace.Daily, true),
            (page.Status, (await cast.Ben.Api.MeAsync()).Delivery, (await cast.Ben.Api.MeAsync()).WeeklySummary)
        );
    }

    private static CreateHandoffRequest Named(Cast cast, string client) =>
        new(
            cast.Template_,
            JsonElement.Parse($$"""{"client_name": {{JsonSerializer.Serialize(client)}}, "contract_value": 1}""")
        );

    /// <summary>The worker looks once a second, by this clock.</summary>
    private T Ticking<T>(T seen)
    {
        time.Advance(TimeSpan.FromMilliseconds(100));
        return seen;
    }

    private async Task<IReadOnlyList<DeliveryRecord>> LogAsync(
        Cast cast,
        Func<IReadOnlyList<DeliveryRecord>, bool> fits
    ) =>
        Ticking(
            await Wait.ForAsync(
                async () => Ticking(await cast.Root.Api.ListDeliveriesAsync(new DeliveryQuery { Limit = 100 })).Items,
                fits
            )
        );

    private List<MimeKit.MimeMessage> MailsTo(string address) =>
        [
            .. smtp
                .Received.Where(mail => mail.RcptTo.Contains(address))
                .Select(mail => mail.Open())
                .DistinctBy(mail => mail.MessageId),
        ];
}

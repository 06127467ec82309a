using System.Text;
using Baton.Channels.Webhook;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Deliveries;

/// <summary>From the commit of a command to the receiver's hand, over real mail and real HTTP.</summary>
public sealed class DeliveryTests(SharedApps apps, SmtpServer smtp) : IClassFixture<SmtpServer>
{
    private Dictionary<string, string?> Mail =>
        new() { ["BATON_SMTP_URL"] = smtp.Url, ["BATON_MAIL_FROM"] = "Baton <baton@example.org>" };

    [Theory, BothEngines]
    public async Task Every_channel_of_the_receiving_team_is_told_and_the_log_proves_it(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        await using var hook = await Receiver.AnswerAsync(204);
        await using var slack = await Receiver.AnswerAsync(200, "ok");
        var cast = await app.CastAsync();
        var secret = WebhookSecret.New();
        var address = $"{cast.Receiver}@example.org";
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                Channels =
                [
                    new("email", Address: address),
                    new("slack", Url: slack.Url),
                    new("webhook", Url: hook.Url, Secret: secret),
                ],
            }
        );

        var handoff = await cast.InitiatedAsync();

        var log = await cast.SettledAsync(handoff.HandoffId, 3);
        Assert.All(
            log,
            candidate =>
                Assert.Equal(
                    (DeliveryState.Delivered, 1, "handoff.initiated", cast.Receiver),
                    (candidate.State, candidate.Attempts, candidate.Kind, candidate.Team)
                )
        );
        Assert.All(
            log,
            candidate => Assert.Equal((1, "delivered"), (Assert.Single(candidate.Log).Number, candidate.Log[0].Outcome))
        );
        Assert.Equal(
            [(address, "email"), ("127.0.0.1", "slack"), (hook.Url, "webhook")],
            log.Select(candidate => (candidate.Address, candidate.Channel))
                .OrderBy(candidate => candidate.Channel, StringComparer.Ordinal)
        );
        var request = hook.Single;
        var told = log.Single(candidate => candidate.Channel == "webhook");
        Assert.Equal(told.MessageId, request.Headers["webhook-id"]);
        Assert.Equal(
            WebhookSignature.Of(told.MessageId, long.Parse(request.Headers["webhook-timestamp"]), request.Body, secret),
            request.Headers["webhook-signature"]
        );
        Assert.Contains($"\"handoff_id\":{handoff.HandoffId}", request.Text);
        Assert.DoesNotContain("50000", request.Text);
        var mail = (await smtp.WaitForAsync(candidate => candidate.RcptTo.Contains(address))).Open();
        Assert.Equal($"[Baton] Handed over: Acme GmbH (#{handoff.HandoffId})", mail.Subject);
        Assert.Equal(log.Single(candidate => candidate.Channel == "email").MessageId, mail.Headers["X-Baton-Delivery"]);
    }

    [Theory, BothEngines]
    public async Task Each_side_hears_what_concerns_it(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        await using var sender = await Receiver.AnswerAsync(200);
        await using var receiver = await Receiver.AnswerAsync(200);
        var cast = await app.CastAsync();
        await cast.Ann.Api.PutTeamAsync(cast.Sender, new TeamRequest { Channels = [new("webhook", Url: sender.Url)] });
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                Channels = [new("webhook", Url: receiver.Url, Kinds: ["handoff.initiated", "question.answered"])],
            }
        );

        var handoff = await cast.ReturnedAsync();
        await cast.SettledAsync(handoff.HandoffId, 2); // else the return would be moot before anybody heard of it
        await cast.Alice.Api.EditAsync(
            handoff.HandoffId,
            new EditRequest(System.Text.Json.JsonElement.Parse("""{"contract_value": 60000}"""))
        );
        await cast.Alice.Api.InitiateAsync(handoff.HandoffId);
        await cast.Bob.Api.AskAsync(handoff.HandoffId, new AskRequest("Which currency?", "contract_value"));
        await cast.Alice.Api.AnswerAsync(handoff.HandoffId, 1, new AnswerRequest("Euro."));
        await cast.Bob.Api.AcceptAsync(handoff.HandoffId);

        await cast.SettledAsync(handoff.HandoffId, 5);
        Assert.Equal(["handoff.returned", "question.asked", "handoff.accepted"], sender.Kinds());
        Assert.Equal(["handoff.initiated", "question.answered"], receiver.Kinds());
    }

    [Theory, BothEngines]
    public async Task A_team_without_a_channel_is_told_person_by_person(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var cast = await app.CastAsync();
        var handoff = await cast.InitiatedAsync();
        var log = await cast.SettledAsync(handoff.HandoffId, 2);
        Assert.Equal([cast.Ben.Key, cast.Bob.Key], log.Select(candidate => candidate.Person).Order());
        foreach (var person in (string[])[cast.Ben.Key, cast.Bob.Key])
            Assert.Equal(
                [$"{person}@example.org"],
                (await smtp.WaitForAsync(mail => mail.RcptTo.Contains($"{person}@example.org"))).RcptTo
            );
    }

    [Theory, BothEngines]
    public async Task Nobody_gets_one_thing_twice(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var cast = await app.CastAsync();
        var address = $"Team-{cast.Receiver}@Example.org";
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                Channels =
                [
                    new("email", Address: address),
                    new("email", Address: address.ToLowerInvariant()),
                    new("email", Address: address.ToUpperInvariant()),
                ],
            }
        );
        var handoff = await cast.InitiatedAsync();
        Assert.Equal(address, Assert.Single(await cast.SettledAsync(handoff.HandoffId, 1)).Address);

        // Root is an admin and a member of both teams: by each of them, by their role, and once.
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [] });
        foreach (var team in (string[])[cast.Sender, cast.Receiver])
            await cast.Root.Api.PutMemberAsync(team, cast.Root.Key, new MemberRequest());
        await cast.Root.Api.DeactivateAsync(cast.Ben.Key);
        await cast.Root.Api.DeactivateAsync(cast.Bob.Key);
        // nobody is left, which the admins and the other team are told
        await cast.Root.Api.RemoveMemberAsync(cast.Receiver, cast.Root.Key);
        var log = await Wait.ForAsync(
            () => cast.Root.Api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = handoff.HandoffId }),
            page => page.Items.Any(item => item.Kind == "clock.escalated" && item.State == DeliveryState.Delivered)
        );
        Assert.Single(log.Items, candidate => candidate.Kind == "clock.escalated" && candidate.Person == cast.Root.Key);
    }

    [Theory, BothEngines]
    public async Task Times_are_told_by_the_clock_of_the_reader(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(
            engine,
            Mail,
            new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero))
        );
        await using var slack = await Receiver.AnswerAsync(200, "ok");
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                TimeZone = "Asia/Tokyo",
                Channels = [new("slack", Url: slack.Url), new("email", Address: $"{cast.Receiver}@example.org")],
            }
        );
        await cast.Ann.Api.PutTeamAsync(cast.Sender, new TeamRequest { TimeZone = "America/New_York" });
        var handoff = await cast.InitiatedAsync();
        await cast.SettledAsync(handoff.HandoffId, 2);
        var mail = (
            await smtp.WaitForAsync(candidate => candidate.RcptTo.Contains($"{cast.Receiver}@example.org"))
        ).Open();
        foreach (var body in (string[])[mail.TextBody!, mail.HtmlBody!])
        {
            Assert.Contains("Tue 24 Nov 2026, 03:00 (Asia/Tokyo)", body);
            Assert.Contains("Tue 24 Nov 2026, 11:00 (Asia/Tokyo)", body); // eight working hours later
            Assert.DoesNotContain("UTC", body);
        }

        Assert.Contains("Tue 24 Nov 2026, 11:00 (Asia/Tokyo)", slack.Single.Text);
        Assert.DoesNotContain("UTC", slack.Single.Text);

        await cast.Bob.Api.ReturnAsync(
            handoff.HandoffId,
            new ReturnRequest([new FindingRequest("contract_value", FindingCode.Wrong)])
        );
        var returned = (
            await smtp.WaitForAsync(candidate => candidate.RcptTo.Contains($"{cast.Alice.Key}@example.org"))
        ).Open();
        Assert.Contains("When: Mon 23 Nov 2026, 13:00 (America/New_York)", returned.TextBody);
    }

    [Theory, EitherEngine]
    public async Task A_mail_shows_values_to_those_who_may_read_them(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var cast = await app.CastAsync();
        await app.ForgetProofAsync(cast.Bob.Key);
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.SettledAsync(id, 2);
        var asked = await MailOfAsync(cast.Ben);
        Assert.Contains("waits for you to accept it", asked, StringComparison.Ordinal);
        Assert.Contains("Contract value: 50,000", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("Contract value", await MailOfAsync(cast.Bob), StringComparison.Ordinal);
        await cast.Ben.Api.AcceptAsync(id);
        Assert.DoesNotContain("50,000", await MailOfAsync(cast.Alice), StringComparison.Ordinal);
        var log = await cast.Root.Api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = id });
        var stored = await app.ReadAsync(db =>
            db.Deliveries.Where(row => row.HandoffId == id).Select(row => row.Payload).ToListAsync()
        );
        Assert.Equal(log.Items.Count, stored.Count);
        Assert.All(stored, payload => Assert.DoesNotContain("50,000", payload, StringComparison.Ordinal));

        async Task<string> MailOfAsync(Someone who) =>
            (await smtp.WaitForAsync(mail => mail.RcptTo.Contains($"{who.Key}@example.org"))).Open().TextBody!;
    }

    [Theory, BothEngines]
    public async Task Where_nobody_can_be_told_the_log_says_so(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var handoff = await cast.InitiatedAsync();
        var only = Assert.Single(await cast.SettledAsync(handoff.HandoffId, 1));
        Assert.Equal((DeliveryState.Dead, "none", 0), (only.State, only.Channel, only.Attempts));
        Assert.Equal(
            "Nobody was notified: Receiver has no channel, and email is not set up. Add a channel, or set "
                + "BATON_SMTP_URL.",
            only.Reason
        );
        Assert.Equal(
            (409, "wrong-state"),
            await Refusals.RefusedAsync(cast.Ben.Api.ReplayAsync(only.DeliveryId)) is var problem
                ? (problem.Status, problem.Type)
                : default
        );
    }

    [Theory, BothEngines]
    public async Task What_is_owed_is_told_after_a_stop_in_between(Engine engine)
    {
        var first = await BatonApp.StartAsync(engine);
        var cast = await first.CastAsync();
        var silent = new RawReceiver("", waitForRequest: true, hangUp: false);
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Channels = [new("webhook", Url: silent.Url)] }
        );
        var handoff = await cast.InitiatedAsync();
        await silent.Connected;
        var port = silent.Port;
        await first.DisposeAsync(); // in the middle of the attempt
        await silent.DisposeAsync();

        await using var hook = await Receiver.AnswerAtAsync(port, 200);
        var time = new FakeTimeProvider(
            DateTimeOffset.Parse("2030-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture)
        );
        await using var second = await BatonApp.StartAsync(first.Storage, time: time);
        var told = Assert.Single(
            await (cast with { App = second }).SettledAsync(handoff.HandoffId, 1, cast.Bob.Token, time: time)
        );
        Assert.Equal(
            (DeliveryState.Delivered, 2, "The receiver answered 200."),
            (told.State, told.Attempts, told.Reason)
        );
        Assert.Equal(["interrupted", "delivered"], told.Log.Select(attempt => attempt.Outcome));
        Assert.Equal(told.MessageId, hook.Single.Headers["webhook-id"]);
    }

    [Theory, BothEngines]
    public async Task Outsiders_see_no_delivery_and_only_leads_send_again(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        await using var hook = await Receiver.AnswerAsync(200);
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [new("webhook", Url: hook.Url)] });
        var handoff = await cast.InitiatedAsync();
        var told = Assert.Single(await cast.SettledAsync(handoff.HandoffId, 1));

        Assert.Equal(
            404,
            (
                await Refusals.RefusedAsync(
                    cast.Charlie.Api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = handoff.HandoffId })
                )
            ).Status
        );
        Assert.Empty((await cast.Charlie.Api.ListDeliveriesAsync()).Items);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Charlie.Api.ReplayAsync(told.DeliveryId))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Ann.Api.ReplayAsync(told.DeliveryId))).Status);
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Bob.Api.ReplayAsync(told.DeliveryId))).Status);
        Assert.Equal(
            told.DeliveryId,
            Assert
                .Single(
                    (
                        await cast.Alice.Api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = handoff.HandoffId })
                    ).Items
                )
                .DeliveryId
        );

        await cast.Ben.Api.ReplayAsync(told.DeliveryId);
        var again = Assert.Single(await cast.SettledAsync(handoff.HandoffId, 1, attempts: 2));
        Assert.Equal([told.MessageId, told.MessageId], hook.Requests.Select(request => request.Headers["webhook-id"]));
        Assert.Equal(2, again.Log.Count);
    }

    [Theory, BothEngines]
    public async Task Only_leads_of_the_team_that_was_told_see_more_of_a_webhook_than_its_host(Engine engine)
    {
        await using var hook = await Receiver.AnswerAsync(200);
        var cast = await apps.CastOn(engine);
        var url = hook.Url + "/T0/secret-path";
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [new("webhook", Url: url)] });
        var handoff = await cast.InitiatedAsync();
        var told = Assert.Single(await cast.SettledAsync(handoff.HandoffId, 1));

        foreach (
            var (someone, address) in ((Someone, string)[])
                [
                    (cast.Ben, url),
                    (cast.Root, url),
                    (cast.Bob, "127.0.0.1"),
                    (cast.Alice, "127.0.0.1"),
                    (cast.Ann, "127.0.0.1"),
                ]
        )
        {
            Assert.Equal(address, (await someone.Api.GetDeliveryAsync(told.DeliveryId)).Address);
            Assert.Equal(
                address,
                Assert
                    .Single(
                        (
                            await someone.Api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = handoff.HandoffId })
                        ).Items
                    )
                    .Address
            );
        }

        Assert.Equal(url, (await cast.Ben.Api.ReplayAsync(told.DeliveryId)).Address);
        await cast.App.GivePasswordAsync(cast.Ann.Key);
        using var ann = new Visitor(cast.App);
        await ann.SignInAsync(cast.Ann.Key);
        foreach (
            var page in (string[])[$"/handoffs/{handoff.HandoffId}", $"/deliveries?handoff_id={handoff.HandoffId}"]
        )
        {
            var shown = (await ann.GetAsync(page)).Text;
            Assert.Contains("127.0.0.1", shown);
            Assert.DoesNotContain("secret-path", shown);
        }
    }

    [Theory, BothEngines]
    public async Task The_log_is_paged_and_filtered(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var handoffs = new List<HandoffRecord>();
        for (var i = 0; i < 5; i++)
        {
            handoffs.Add(await cast.InitiatedAsync());
            // One after another: notices that wait together are taken in any order
            await cast.SettledAsync(handoffs[^1].HandoffId, 1);
        }

        var first = await cast.Bob.Api.ListDeliveriesAsync(new DeliveryQuery { Limit = 3, State = DeliveryState.Dead });
        var rest = await cast.Bob.Api.ListDeliveriesAsync(new DeliveryQuery { Limit = 3, Cursor = first.NextCursor });
        Assert.Equal(
            handoffs.Select(handoff => handoff.HandoffId).Reverse(),
            first.Items.Concat(rest.Items).Select(item => item.HandoffId)
        );
        Assert.Null(rest.NextCursor);
        Assert.Empty(
            (await cast.Bob.Api.ListDeliveriesAsync(new DeliveryQuery { State = DeliveryState.Delivered })).Items
        );
        var wrong = await cast.App.SendAsync(
            cast.Bob,
            HttpMethod.Get,
            "api/v1/deliveries?state=lost&handoff=1&limit=0&cursor=x"
        );
        Assert.Equal(["state", "limit", "cursor", "handoff"], wrong.Problem.Errors!.Select(error => error.Field));
    }
}

internal static class DeliveryLog
{
    /// <summary>The log of a handoff once so many deliveries are in it and none is under way.</summary>
    internal static async Task<IReadOnlyList<DeliveryRecord>> SettledAsync(
        this Cast cast,
        long handoff,
        int count,
        string? token = null,
        int attempts = 0,
        FakeTimeProvider? time = null
    )
    {
        var api = token is null ? cast.Root.Api : new BatonClient(cast.App.Http, token);
        var page = await Wait.ForAsync(
            () =>
            {
                time?.Advance(TimeSpan.FromSeconds(1)); // the worker looks once a second, by this clock
                return api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = handoff, Limit = 100 });
            },
            page =>
                page.Items.Count == count
                && page.Items.All(item =>
                    item.State is not (DeliveryState.Queued or DeliveryState.Sending) && item.Attempts >= attempts
                )
        );
        return page.Items;
    }

    /// <summary>
    /// The kinds of what it was told, each message once: a clock that jumps makes a lease end early, and a message
    /// come twice.
    /// </summary>
    internal static IEnumerable<string> Kinds(this Receiver receiver) =>
        receiver
            .Requests.DistinctBy(request => request.Headers["webhook-id"])
            .Select(request =>
                System
                    .Text.Json.JsonElement.Parse(Encoding.UTF8.GetString(request.Body))
                    .GetProperty("type")
                    .GetString()!
            );
}

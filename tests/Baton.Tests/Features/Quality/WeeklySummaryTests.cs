using Baton.Client;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Quality;

/// <summary>Leads who ask for it are told by mail how their week was, with the figures of the reports.</summary>
public sealed class WeeklySummaryTests(SmtpServer smtp) : IClassFixture<SmtpServer>
{
    // A Thursday.
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 19, 10, 0, 0, TimeSpan.Zero));

    private Dictionary<string, string?> Mail =>
        new() { ["BATON_SMTP_URL"] = smtp.Url, ["BATON_MAIL_FROM"] = "baton@example.org" };

    [Theory, BothEngines]
    public async Task It_comes_as_the_week_begins_to_leads_who_asked_and_to_nobody_else(Engine engine)
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
                    ["tue"] = ["10:00-12:00"],
                    ["fri"] = ["09:00-12:00"],
                },
            }
        );
        Assert.False((await cast.Ben.Api.MeAsync()).WeeklySummary);
        Assert.True((await cast.Ben.Api.PutMeAsync(new MeRequest(WeeklySummary: true))).WeeklySummary);
        Assert.Equal(
            (true, DeliveryPace.Daily),
            Both(await cast.Ben.Api.PutMeAsync(new MeRequest(DeliveryPace.Daily)))
        );
        var refused = await Refusals.RefusedAsync(
            cast.Bob.Api.PutMeAsync(new MeRequest(DeliveryPace.Hourly, WeeklySummary: true))
        );
        Assert.Equal((422, "weekly_summary"), (refused.Status, Assert.Single(refused.Errors!).Field));
        Assert.Equal((false, DeliveryPace.Immediate), Both(await cast.Bob.Api.MeAsync()));

        await cast.ReturnedAsync();
        await cast.CompletedAsync();
        await cast.AcceptedAsync();
        await cast.InitiatedAsync();
        await app.CastAsync(); // another pair of teams, of which Ben must hear nothing
        var due = new DateTime(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc); // Tuesday at ten in Berlin
        // her team is always open: her week begins on Monday
        await cast.Ann.Api.PutMeAsync(new MeRequest(WeeklySummary: true));
        time.Advance(due.AddMinutes(-2) - time.GetUtcNow().UtcDateTime);
        await MailsAsync(cast.Ann, all => all.Count == 1); // so the scheduler looked
        Assert.Empty(Summaries(cast.Ben));
        time.Advance(TimeSpan.FromMinutes(2));
        var mail = Assert.Single(await MailsAsync(cast.Ben, all => all.Count > 0));
        Assert.Equal("[Baton] Your week: 4 handoffs, 1 with something missing", mail.Subject);
        foreach (var body in (string[])[mail.Text, mail.Html])
        {
            Assert.Contains(
                "The average defect rate is 25%. No team differs from it by more than chance. The field "
                    + "with the most defects is Contract value.",
                body
            );
            Assert.Contains("Sent nothing. Received 4, returned 1. Holds 2", body);
            Assert.Contains("Contract value (1 time)", body);
            Assert.Contains("2 of 4, half of them within 0 h.", body);
            Assert.Contains($"{app.Url}reports?days=7", body);
            Assert.Contains($"{app.Url}account", body);
        }

        // Told once, kept in the log of the team, planned for the week after; nobody else got one.
        var logged = Assert.Single(
            (await cast.Ben.Api.ListDeliveriesAsync(new DeliveryQuery())).Items,
            candidate => candidate.Kind == "summary.weekly"
        );
        Assert.Equal(
            (0, cast.Receiver, cast.Ben.Key, "email"),
            ((int)logged.HandoffId, logged.Team, logged.Person, logged.Channel)
        );
        Assert.DoesNotContain(
            (await cast.Charlie.Api.ListDeliveriesAsync(new DeliveryQuery())).Items,
            candidate => candidate.Kind == "summary.weekly"
        );
        Assert.Contains(
            "every row that refers to another finds it",
            (await app.AdminAsync("doctor")).Lines.Single(line =>
                line.StartsWith("OK", StringComparison.Ordinal)
                && line.Contains(" references ", StringComparison.Ordinal)
            )
        );
        time.Advance(TimeSpan.FromDays(7));
        var second = (await MailsAsync(cast.Ben, all => all.Count == 2))[1];
        Assert.Equal("[Baton] Your week: nothing was handed over", second.Subject);

        // Whoever ends it, or leads nobody any more, gets none; after a long stop one is sent, not one for each week.
        Assert.False((await cast.Ben.Api.PutMeAsync(new MeRequest(WeeklySummary: false))).WeeklySummary);
        await cast.Root.Api.PutMeAsync(new MeRequest(WeeklySummary: true));
        time.Advance(TimeSpan.FromDays(30));
        await MailsAsync(cast.Root, all => all.Count == 1);
        time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(2, (await MailsAsync(cast.Root, all => all.Count > 1)).Count);
        Assert.Equal(2, Summaries(cast.Ben).Count);
    }

    [Theory, BothEngines]
    public async Task Two_servers_send_it_once_and_a_lead_no_more_gets_none(Engine engine)
    {
        await using var first = await BatonApp.StartAsync(engine, Mail, time);
        var cast = await first.CastAsync();
        await cast.Ben.Api.PutMeAsync(new MeRequest(WeeklySummary: true));
        await cast.Ann.Api.PutMeAsync(new MeRequest(WeeklySummary: true));
        await cast.Root.Api.PutMemberAsync(cast.Sender, cast.Ann.Key, new MemberRequest(TeamRole.Member));
        await using var second =
            engine == Engine.Postgres ? await BatonApp.StartAsync(first.Storage, Mail, time) : null;
        time.Advance(TimeSpan.FromDays(5));
        await MailsAsync(cast.Ben, all => all.Count == 1);
        // what was sent twice in the first week has arrived twice when that of the second comes
        time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(2, (await MailsAsync(cast.Ben, all => all.Count > 1)).Count);
        Assert.Empty(Summaries(cast.Ann));
        Assert.True((await cast.Ann.Api.MeAsync()).WeeklySummary);
    }

    private sealed record Letter(string Subject, string Text, string Html);

    private Task<IReadOnlyList<Letter>> MailsAsync(Someone who, Func<IReadOnlyList<Letter>, bool> fits) =>
        Wait.ForAsync(() => Task.FromResult(Ticking(Summaries(who))), fits);

    private IReadOnlyList<Letter> Summaries(Someone who) =>
        [
            .. smtp
                .Received.Where(mail => mail.RcptTo.Contains($"{who.Key}@example.org"))
                .Select(mail => mail.Open())
                .Where(mail => mail.Subject!.StartsWith("[Baton] Your week", StringComparison.Ordinal))
                .DistinctBy(mail => mail.MessageId)
                .Select(mail => new Letter(mail.Subject!, mail.TextBody!, mail.HtmlBody!)),
        ];

    /// <summary>The scheduler and the outbox look once a second, by this clock.</summary>
    private T Ticking<T>(T seen)
    {
        time.Advance(TimeSpan.FromMilliseconds(100));
        return seen;
    }

    private static (bool, DeliveryPace) Both(MeRecord me) => (me.WeeklySummary, me.Delivery);
}

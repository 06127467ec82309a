using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Escalation;
using Baton.Features.Notices;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Baton.Tests.Features.Deliveries;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Escalation;

/// <summary>While a clock runs out somebody is told, and whoever falls between is on a list.</summary>
public sealed class EscalationTests
{
    private const string Ladder = """
        escalation:
          - { at: 50%, tell: team }
          - { at: 100%, tell: [lead] }
          - { at: 150%, tell: [other, admins, "team:RECEIVER"] }
        """;

    // A Monday morning in UTC.
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    [Theory, BothEngines]
    public async Task Each_rung_goes_off_once_and_tells_whom_it_names(Engine engine)
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await BatonApp.StartAsync(
            engine,
            new Dictionary<string, string?>
            {
                ["BATON_SMTP_URL"] = smtp.Url,
                ["BATON_MAIL_FROM"] = "baton@example.org",
            },
            time
        );
        await using var sender = await Receiver.AnswerAsync(200);
        await using var receiver = await Receiver.AnswerAsync(200);
        var cast = await app.CastAsync(Cast.Template.Replace("escalation: []", Ladder));
        await cast.Ann.Api.PutTeamAsync(cast.Sender, new TeamRequest { Channels = [new("webhook", Url: sender.Url)] });
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest { Channels = [new("webhook", Url: receiver.Url)] }
        );
        await cast.InitiatedAsync();

        await AdvanceToAsync(() => receiver.Kinds().Count(), 1, TimeSpan.Zero);
        await SettledAsync(app);
        await AdvanceToAsync(() => receiver.Kinds().Count(), 2, TimeSpan.FromHours(4));
        await SettledAsync(app);
        await AdvanceToAsync(() => smtp.Received.DistinctBy(mail => mail.RcptTo[0]).Count(), 1, TimeSpan.FromHours(4));
        await SettledAsync(app);
        await AdvanceToAsync(() => receiver.Kinds().Count(), 3, TimeSpan.FromHours(4));
        await AdvanceToAsync(
            () => smtp.Received.DistinctBy(mail => mail.RcptTo[0]).Count(),
            2,
            TimeSpan.FromMinutes(1)
        );
        time.Advance(TimeSpan.FromDays(30));
        await AdvanceToAsync(() => sender.Kinds().Count(), 1, TimeSpan.FromMinutes(1));

        Assert.Equal(["handoff.initiated", "clock.reminder", "clock.escalated"], receiver.Kinds());
        Assert.Equal(["clock.escalated"], sender.Kinds());
        Assert.Equal(
            [$"{cast.Ben.Key}@example.org", $"{cast.Root.Key}@example.org"],
            smtp.Received.Select(mail => Assert.Single(mail.RcptTo)).Distinct()
        );
        Assert.StartsWith("[Baton] Overdue: Acme GmbH", smtp.Received[0].Open().Subject);
        var orphan = Assert.Single((await cast.Alice.Api.ListOrphansAsync()).Items);
        Assert.Equal(("ladder_exhausted", cast.Receiver), (orphan.Reason, orphan.Team));
        Assert.Equal(1, (await cast.Alice.Api.MetricsAsync(days: 60)).Orphans);
        Assert.Empty((await cast.Charlie.Api.ListOrphansAsync()).Items);
    }

    [Theory, BothEngines]
    public async Task A_state_that_was_reached_silences_the_ladder_and_starts_the_next(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync(Cast.Template.Replace("escalation: []", Ladder));
        var handoff = await cast.InitiatedAsync();
        Assert.Equal([(50, 4.0), (100, 8.0), (150, 12.0)], await RungsAsync(app, handoff.HandoffId));
        time.Advance(TimeSpan.FromHours(2));
        await cast.Bob.Api.AcceptAsync(handoff.HandoffId);
        Assert.Equal([(50, 122.0), (100, 242.0), (150, 362.0)], await RungsAsync(app, handoff.HandoffId));
        await TickAsync(cast, handoff.HandoffId);
        Assert.Empty(await RungsAsync(app, handoff.HandoffId));
        Assert.Empty((await cast.Root.Api.ListOrphansAsync()).Items);
    }

    [Theory, BothEngines]
    public async Task What_was_missed_is_caught_up_with_once_and_not_at_night(Engine engine)
    {
        var first = await BatonApp.StartAsync(engine, time: time);
        var cast = await first.CastAsync(Cast.Template.Replace("escalation: []", Ladder));
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                WorkingHours = new Dictionary<string, IReadOnlyList<string>>
                {
                    ["mon"] = ["08:00-16:00"],
                    ["tue"] = ["08:00-16:00"],
                },
            }
        );
        var handoff = await cast.InitiatedAsync();
        await first.DisposeAsync();

        time.Advance(TimeSpan.FromDays(3)); // Thursday: closed until Monday
        await using var second = await BatonApp.StartAsync(first.Storage, time: time);
        await Wait.ForAsync(
            () => ASecondLater(second.ReadAsync(db => db.Alarms.SingleAsync())),
            alarm => alarm.NextAt == new DateTime(2026, 11, 30, 8, 0, 0, DateTimeKind.Utc)
        );
        Assert.Equal(["handoff.initiated"], await KindsAsync(second, handoff.HandoffId));
        time.Advance(TimeSpan.FromDays(3) + TimeSpan.FromHours(23.9));
        Assert.Equal(["handoff.initiated"], await KindsAsync(second, handoff.HandoffId));
        time.Advance(TimeSpan.FromHours(0.2));
        await Wait.ForAsync(() => ASecondLater(KindsAsync(second, handoff.HandoffId)), kinds => kinds.Count == 2);
        time.Advance(TimeSpan.FromDays(20));
        Assert.Equal(["handoff.initiated", "clock.escalated"], await KindsAsync(second, handoff.HandoffId));

        // All three rungs have passed: the highest is told, to whom any of them means.
        var told = await second.ReadAsync(db => db.Notices.OrderBy(notice => notice.Id).LastAsync());
        Assert.Equal(150, told.Data!.Percent);
        Assert.Equal(["other", "admins", $"team:{cast.Receiver}", "lead", "team"], told.Data.Tell);
    }

    [Theory, BothEngines]
    public async Task What_nobody_heard_in_time_is_told_once_as_it_is_by_then(Engine engine)
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await BatonApp.StartAsync(
            engine,
            new Dictionary<string, string?>
            {
                ["BATON_SMTP_URL"] = smtp.Url,
                ["BATON_MAIL_FROM"] = "baton@example.org",
            },
            time
        );
        var cast = await app.CastAsync(Cast.Template.Replace("escalation: []", Ladder));
        var handoff = await cast.InitiatedAsync();
        await AdvanceToAsync(() => smtp.Received.DistinctBy(mail => mail.RcptTo[0]).Count(), 2, TimeSpan.Zero);
        // the mail server is down from before the first rung to after the last
        await smtp.AnswerAsync("{\"mail\": \"530 5.7.0 Sign in first\"}");
        foreach (var clocks in (int[])[1, 2, 3])
        {
            time.Advance(TimeSpan.FromHours(4));
            await Wait.ForAsync(
                () => ASecondLater(KindsAsync(app, handoff.HandoffId)),
                kinds => kinds.Count == 1 + clocks
            );
            await Wait.ForAsync(
                () => ASecondLater(app.ReadAsync(db => db.Notices.CountAsync(notice => notice.ExpandedAt == null))),
                waiting => waiting == 0
            );
        }

        // One for each reader is left; what was under way as a higher rung went off is not any more.
        await Wait.ForAsync(
            () =>
                ASecondLater(app.ReadAsync(db => db.Deliveries.CountAsync(delivery => delivery.NextAttemptAt != null))),
            open => open == 5
        );
        await smtp.AnswerAsync("{}");
        time.Advance(TimeSpan.FromMinutes(10));
        await Wait.ForAsync(
            () =>
                ASecondLater(app.ReadAsync(db => db.Deliveries.CountAsync(delivery => delivery.NextAttemptAt != null))),
            waiting => waiting == 0
        );
        var told = smtp
            .Received.Select(mail => (To: Assert.Single(mail.RcptTo), Mail: mail.Open()))
            .DistinctBy(candidate => candidate.Mail.MessageId)
            .Where(candidate =>
                candidate.Mail.Subject!.Contains("Overdue", StringComparison.Ordinal)
                || candidate.Mail.Subject.Contains("Due soon", StringComparison.Ordinal)
            )
            .ToList();
        Assert.Equal(
            new[] { cast.Alice, cast.Ann, cast.Bob, cast.Ben, cast.Root }
                .Select(candidate => $"{candidate.Key}@example.org")
                .Order(),
            told.Select(candidate => candidate.To).Order()
        );
        Assert.All(told, candidate => Assert.Contains("150%", candidate.Mail.TextBody));
    }

    [Theory, BothEngines]
    public async Task A_blocking_question_moves_the_clock_and_its_answer_gives_the_rest_back(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var handoff = await cast.InitiatedAsync();
        var asked = time.GetUtcNow().UtcDateTime.AddHours(2);
        time.Advance(TimeSpan.FromHours(2));
        var waiting = await cast.Bob.Api.AskAsync(
            handoff.HandoffId,
            new AskRequest("Which currency?", "contract_value", Blocking: true)
        );
        Assert.Equal(asked.AddDays(1), waiting.Questions[0].AnswerBy);
        Assert.Equal(
            (cast.Sender, asked.AddDays(1)),
            await app.ReadAsync(async db =>
                await db.Alarms.SingleAsync() is var alarm ? (alarm.Team, alarm.DueAt!.Value) : default
            )
        );
        time.Advance(TimeSpan.FromHours(100));
        var answered = await cast.Alice.Api.AnswerAsync(handoff.HandoffId, 1, new AnswerRequest("Euro."));
        Assert.Equal((asked.AddHours(106), false), (answered.AcceptBy, answered.Overdue));
        Assert.Equal(cast.Receiver, await app.ReadAsync(async db => (await db.Alarms.SingleAsync()).Team));
        await cast.Bob.Api.AcceptAsync(handoff.HandoffId);
        var measured = await cast.Root.Api.MetricsAsync();
        Assert.Equal(
            (2.0, 100.0, 0.0),
            (measured.WaitingHours.Receiver, measured.WaitingHours.Sender, measured.WaitingHours.Work)
        );
    }

    [Theory, BothEngines]
    public async Task Who_leaves_strands_nothing(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var handoff = await cast.AcceptedAsync();
        await cast.Ben.Api.RemoveMemberAsync(cast.Receiver, cast.Bob.Key);
        Assert.Equal(cast.Ben.Key, (await cast.Ben.Api.GetAsync(handoff.HandoffId)).Owner);

        await cast.Root.Api.DeactivateAsync(cast.Ben.Key);
        Assert.Equal(401, (await Refusals.RefusedAsync(cast.Ben.Api.MeAsync())).Status);
        Assert.Null((await cast.Alice.Api.GetAsync(handoff.HandoffId)).Owner);
        Assert.Equal("owner_gone", Assert.Single((await cast.Alice.Api.ListOrphansAsync()).Items).Reason);
        var told = await cast.SettledAsync(handoff.HandoffId, 4);
        Assert.Contains(
            told,
            candidate => candidate is { Kind: "clock.escalated", Channel: "none" } && candidate.Team == cast.Receiver
        );

        await cast.Root.Api.PutMemberAsync(cast.Receiver, cast.Bob.Key, new MemberRequest());
        await cast.Bob.Api.AssignAsync(handoff.HandoffId, new AssignRequest(cast.Bob.Key));
        Assert.Empty((await cast.Alice.Api.ListOrphansAsync()).Items);
    }

    [Theory, BothEngines]
    public async Task A_closed_team_hands_what_waits_to_its_successor(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var waiting = await cast.InitiatedAsync();
        var working = await cast.AcceptedAsync();
        Assert.Equal(
            403,
            (await Refusals.RefusedAsync(cast.Ben.Api.CloseTeamAsync(cast.Receiver, new CloseTeamRequest()))).Status
        );
        Assert.Equal(
            "successor",
            Assert
                .Single(
                    (
                        await Refusals.RefusedAsync(
                            cast.Root.Api.CloseTeamAsync(cast.Receiver, new CloseTeamRequest("nobody"))
                        )
                    ).Errors!
                )
                .Field
        );

        Assert.NotNull((await cast.Root.Api.CloseTeamAsync(cast.Receiver, new CloseTeamRequest(cast.Other))).ClosedAt);

        Assert.Equal(
            (cast.Other, HandoffStatus.Initiated),
            await cast.Charlie.Api.GetAsync(waiting.HandoffId) is var moved ? (moved.ToTeam, moved.Status) : default
        );
        var orphan = Assert.Single(
            (await cast.Alice.Api.ListOrphansAsync()).Items,
            candidate => candidate.Reason == "team_closed"
        );
        Assert.Equal((working.HandoffId, "team_closed"), (orphan.HandoffId, orphan.Reason));
        Assert.Equal(
            "closed_team",
            Assert.Single((await Refusals.RefusedAsync(cast.Alice.Api.CreateAsync(cast.NewHandoff()))).Errors!).Code
        );
        Assert.Equal(
            409,
            (await Refusals.RefusedAsync(cast.Root.Api.CloseTeamAsync(cast.Receiver, new CloseTeamRequest()))).Status
        );
    }

    [Theory, BothEngines]
    public async Task A_handoff_of_which_nobody_heard_is_an_orphan_until_somebody_reads_it(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var handoff = await cast.InitiatedAsync();
        var orphan = Assert.Single(
            (await Wait.ForAsync(() => cast.Root.Api.ListOrphansAsync(), page => page.Items.Count > 0)).Items
        );
        Assert.Equal(("nobody_told", handoff.HandoffId), (orphan.Reason, orphan.HandoffId));
        Assert.Contains("Give", orphan.WhatToDo);
        await cast.Bob.Api.GetAsync(handoff.HandoffId);
        Assert.Empty((await cast.Root.Api.ListOrphansAsync()).Items);
    }

    private Task<T> ASecondLater<T>(Task<T> look)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return look;
    }

    private static Task<List<string>> KindsAsync(BatonApp app, long handoff) =>
        app.ReadAsync(db =>
            db.Notices.Where(notice => notice.HandoffId == handoff)
                .OrderBy(notice => notice.Id)
                .Select(notice => notice.Kind)
                .ToListAsync()
        );

    /// <summary>The ladder of the clock that runs, in hours since the test began.</summary>
    private static async Task<IEnumerable<(int, double)>> RungsAsync(BatonApp app, long handoff)
    {
        var alarm = await app.ReadAsync(db =>
            db.Alarms.SingleOrDefaultAsync(candidate => candidate.HandoffId == handoff)
        );
        return alarm?.Rungs.Select(rung =>
                (rung.Percent, (rung.At - new DateTime(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc)).TotalHours)
            ) ?? [];
    }

    private static async Task TickAsync(Cast cast, long handoff)
    {
        foreach (var step in (string[])["first-step", "second"])
            await cast.Bob.Api.TickAsync(handoff, step, new TickRequest(Done: true));
        await cast.Bob.Api.CompleteAsync(handoff);
    }

    /// <summary>
    /// Until what was sent is noted as such: a jump of the clock ends an attempt that is not, and what nobody took is
    /// told as a higher rung.
    /// </summary>
    private Task<int> SettledAsync(BatonApp app) =>
        Wait.ForAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(50));
                return app.ReadAsync(db => db.Deliveries.CountAsync(delivery => delivery.NextAttemptAt != null));
            },
            open => open == 0
        );

    /// <summary>
    /// Lets the time pass, then second by second until what was to come has come; a second is what the workers wait
    /// between two looks.
    /// </summary>
    private async Task AdvanceToAsync(Func<int> count, int expected, TimeSpan passes)
    {
        time.Advance(passes);
        await Wait.ForAsync(() => ASecondLater(Task.FromResult(count())), seen => seen >= expected);
        Assert.Equal(expected, count());
    }
}

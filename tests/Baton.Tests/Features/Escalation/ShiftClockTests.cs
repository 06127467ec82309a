using Baton.Channels;
using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Notices;
using Baton.Tests.App;
using Baton.Tests.Features.Handoffs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Escalation;

/// <summary>A shift that is late or missed is told, rung by rung.</summary>
public sealed class ShiftClockTests
{
    private static readonly DateTime Start = new(2026, 11, 23, 13, 40, 0, DateTimeKind.Utc);

    private readonly FakeTimeProvider time = new(Start);

    [Theory, BothEngines]
    public async Task A_missed_shift_is_told_and_one_that_is_handed_over_is_not(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var late = await app.CastAsync(ShiftTests.Template.Replace("escalation: []", Ladder));
        var punctual = await app.CastAsync(ShiftTests.Template.Replace("escalation: []", Ladder));
        var missed = await HandOverAsync(late);
        await HandOverAsync(punctual);

        // Handed over twenty minutes early, which serves 14:00.
        var due = Start.Date.AddHours(22);
        Assert.Equal((null, due), (missed.Shift!.DueAt, missed.Shift.NextDueAt));
        Assert.Empty(await NoticesAsync(app));
        time.SetUtcNow(due.AddMinutes(-10));
        var next = await HandOverAsync(punctual);
        Assert.Equal((due, due.AddHours(8)), (next.Shift!.DueAt, next.Shift.NextDueAt));

        var first = await ToldAsync(app, due.AddMinutes(16), 1);
        Assert.Equal(
            (missed.HandoffId, Kinds.ClockReminder, late.Sender, due),
            (first[0].HandoffId, first[0].Kind, first[0].Data!.Team, first[0].Data!.DueAt)
        );
        var second = await ToldAsync(app, due.AddMinutes(31), 2);
        Assert.Equal((Kinds.ClockEscalated, "lead"), (second[1].Kind, second[1].Data!.Tell[0]));

        // Who missed one is asked for the next one too.
        var alarm = Assert.Single(
            await app.ReadAsync(db => db.ShiftAlarms.Where(known => known.Team == late.Sender).ToListAsync())
        );
        Assert.Equal(due.AddHours(8), alarm.DueAt);
        await HandOverAsync(late);
        Assert.Equal(2, await app.ReadAsync(db => db.ShiftAlarms.CountAsync(known => known.DueAt == due.AddHours(8))));
    }

    [Theory, EitherEngine]
    public async Task A_shift_that_is_withdrawn_is_due_still(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync(ShiftTests.Template);
        await HandOverAsync(cast);
        time.SetUtcNow(Start.Date.AddHours(21.5));
        var next = await HandOverAsync(cast, accept: false);
        await cast.Alice.Api.WithdrawAsync(next.HandoffId, new WithdrawRequest("Wrong list."));
        var alarm = Assert.Single(await app.ReadAsync(db => db.ShiftAlarms.ToListAsync()));
        Assert.Equal((next.HandoffId, Start.Date.AddHours(22)), (alarm.HandoffId, alarm.DueAt));
    }

    private const string Ladder = """
        escalation:
          - { at: 50, tell: [team] }
          - { at: 100, tell: [lead] }
        """;

    private static async Task<HandoffRecord> HandOverAsync(Cast cast, bool accept = true)
    {
        var handed = await cast.Alice.Api.CreateAsync(
            new CreateHandoffRequest(cast.Template_, ShiftTests.Items(ShiftTests.Seven))
        );
        if (accept)
            await cast.Bob.Api.AcceptAsync(handed.HandoffId);
        return handed;
    }

    private async Task<IReadOnlyList<Notice>> ToldAsync(BatonApp app, DateTime at, int count)
    {
        time.SetUtcNow(at);
        return await Wait.ForAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return await NoticesAsync(app);
            },
            found => found.Count == count
        );
    }

    private static Task<List<Notice>> NoticesAsync(BatonApp app) =>
        app.ReadAsync(db =>
            db.Notices.Where(notice => Kinds.Clocks.Contains(notice.Kind)).OrderBy(notice => notice.Id).ToListAsync()
        );
}

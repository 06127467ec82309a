using Baton.Channels;
using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Notices;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Escalation;

/// <summary>The clock of a read-back runs beside that of the handoff, and goes off once.</summary>
public sealed class ReadBackClockTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    [Theory, BothEngines]
    public async Task A_read_back_that_nobody_answers_is_told_once_and_an_answer_stops_the_clock(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync(
            Cast.Template.Replace("escalation: []", "escalation: []\nread_back: true\nconfirm_within: 2h")
        );
        var late = await AcceptedAsync(cast);
        var answered = await AcceptedAsync(cast);
        Assert.Equal(time.GetUtcNow().UtcDateTime.AddHours(2), late.ReadBackBy);
        await cast.Alice.Api.AnswerReadBackAsync(answered.HandoffId, new ReadBackRequest(true));
        Assert.Equal(
            [late.HandoffId],
            await app.ReadAsync(db => db.ReadBackAlarms.Select(alarm => alarm.HandoffId).ToListAsync())
        );
        time.Advance(TimeSpan.FromHours(3));
        var told = await Wait.ForAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return await app.ReadAsync(db =>
                    db.Notices.Where(notice => notice.Kind == Kinds.ClockReminder).ToListAsync()
                );
            },
            found => found.Count > 0
        );
        var notice = Assert.Single(told);
        Assert.Equal(
            (late.HandoffId, cast.Sender, late.ReadBackBy),
            (notice.HandoffId, notice.Data!.Team, notice.Data.DueAt)
        );
        Assert.Empty(await app.ReadAsync(db => db.ReadBackAlarms.ToListAsync()));
    }

    private static async Task<HandoffRecord> AcceptedAsync(Cast cast) =>
        await cast.Bob.Api.AcceptAsync(
            (await cast.InitiatedAsync()).HandoffId,
            new AcceptRequest(null, "I move 14 branches.")
        );
}

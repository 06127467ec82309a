using Baton.Channels;
using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Notices;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Escalation;

/// <summary>The clock of an assist runs beside that of the handoff, and escalates as any other does.</summary>
public sealed class AssistClockTests
{
    private const string Ladder = """
        escalation:
          - { at: 50, tell: [team] }
          - { at: 100, tell: [lead, other] }
        """;

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    [Theory, BothEngines]
    public async Task It_tells_rung_by_rung_and_ends_with_the_assist(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync(
            Cast.Template.Replace("within: 8h", "within: 2h").Replace("escalation: []", Ladder)
        );
        var late = await AskedAsync(cast);
        var assist = late.Assists![0];
        var due = time.GetUtcNow().UtcDateTime.AddHours(2);
        Assert.Equal(due, assist.DueAt);
        foreach (var end in (Func<long, Task>[])[EndAsync, DeclineAsync, WithdrawAsync])
            await end((await AskedAsync(cast)).HandoffId);
        Assert.Equal(
            [late.HandoffId],
            await app.ReadAsync(db => db.AssistAlarms.Select(alarm => alarm.HandoffId).ToListAsync())
        );
        var first = await ToldAsync(app, cast.Other, TimeSpan.FromMinutes(61), 1);
        Assert.Equal((Kinds.ClockReminder, due, "team"), (first[0].Kind, first[0].Data!.DueAt, first[0].Data!.Tell[0]));
        var second = await ToldAsync(app, cast.Other, TimeSpan.FromMinutes(60), 2);
        Assert.Equal(
            (Kinds.ClockEscalated, "lead", $"team:{cast.Sender}"),
            (second[1].Kind, second[1].Data!.Tell[0], second[1].Data!.Tell[1])
        );
        Assert.Null(Assert.Single(await app.ReadAsync(db => db.AssistAlarms.ToListAsync())).NextAt);

        Task EndAsync(long id) => cast.Charlie.Api.EndAssistAsync(id, 1);

        Task DeclineAsync(long id) => cast.Charlie.Api.DeclineAssistAsync(id, 1, new DeclineAssistRequest("No time."));

        Task WithdrawAsync(long id) => cast.Alice.Api.WithdrawAsync(id, new WithdrawRequest("Over."));
    }

    private static async Task<HandoffRecord> AskedAsync(Cast cast) =>
        await cast.Alice.Api.RequestAssistAsync(
            (await cast.InitiatedAsync()).HandoffId,
            new AssistRequest(cast.Other, "Check the terms.")
        );

    private async Task<IReadOnlyList<Notice>> ToldAsync(BatonApp app, string team, TimeSpan later, int count)
    {
        time.Advance(later);
        return await Wait.ForAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                var notices = await app.ReadAsync(db =>
                    db.Notices.Where(notice => Kinds.Clocks.Contains(notice.Kind))
                        .OrderBy(notice => notice.Id)
                        .ToListAsync()
                );
                return notices.Where(notice => notice.Data!.Team == team).ToList();
            },
            found => found.Count == count
        );
    }
}

using System.Text.Json;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Import;

public sealed class LegacyFiguresTests
{
    private static readonly DateTime Now = new(2026, 11, 20, 14, 7, 33, 512, DateTimeKind.Utc);
    private static readonly int[] Days = [1, 7, 30, 90, 365, 36_500];

    [Theory, BothEngines]
    public async Task The_four_figures_are_the_older_trackers_to_the_digit(Engine engine)
    {
        var tracker = OlderTracker.Create();
        tracker.Fill(3000, Now, new Random(20261120));
        await using var app = await BatonApp.StartAsync(engine, time: new FakeTimeProvider(new DateTimeOffset(Now)));
        var ran = await app.AdminAsync("import", tracker.File, "--format", "legacy-db");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var root = await app.AddPersonAsync("root", admin: true);
        var older = await tracker.FiguresAsync(Now, Days);
        foreach (var (days, figures) in Days.Zip(older))
        {
            var metrics = await root.Api.MetricsAsync(days);
            Assert.Equal(
                (days, figures.Total, figures.Completed, figures.Rate, figures.BySqlite, figures.ByPython),
                (
                    days,
                    metrics.TotalHandoffs,
                    metrics.Completed,
                    metrics.CompletionRate,
                    metrics.AvgAcceptanceHours,
                    metrics.AvgAcceptanceHours
                )
            );
        }

        Assert.Equal(3000, older[^1].Total);
        Assert.InRange(older[0].Total, 100, 1000);
        Assert.All(
            await app.ReadAsync(db =>
                db.Handoffs.Include(handoff => handoff.Events).Where(handoff => handoff.Id % 30 == 0).ToListAsync()
            ),
            IsTheFoldOfItsEvents
        );
    }

    [Theory, BothEngines]
    public async Task In_a_zone_whose_clocks_change_the_hours_are_those_that_passed(Engine engine)
    {
        var tracker = OlderTracker
            .Create()
            .Add(1, "accepted", "2026-10-25T00:30:00", "2026-10-25T04:30:00") // the night has an hour more
            .Add(2, "accepted", "2026-10-25T02:50:00", "2026-10-25T02:10:00.5") // the second time that it was 2:10
            .Add(3, "accepted", "2026-03-29T01:30:00", "2026-03-29T02:30:00") // 2:30 never was
            .Add(4, "initiated", "2026-10-25T02:30:00");
        await using var app = await BatonApp.StartAsync(engine);
        var ran = await app.AdminAsync("import", tracker.File, "--format", "legacy-db", "--time-zone", "Europe/Berlin");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Contains(
            "2 handoffs waited while the clocks changed. Baton counts the hours that passed; the earlier "
                + "tracker was an hour off.",
            ran.Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "1 handoff has a time that did not exist because the clocks went forward. It was read an hour later.",
            ran.Out,
            StringComparison.Ordinal
        );
        var times = await app.ReadAsync(db =>
            db.Handoffs.OrderBy(handoff => handoff.Id)
                .Select(handoff => new { handoff.InitiatedAt, handoff.AcceptedAt })
                .ToListAsync()
        );
        Assert.Equal((Utc(10, 24, 22, 30), Utc(10, 25, 3, 30)), (times[0].InitiatedAt, times[0].AcceptedAt));
        Assert.Equal(
            (Utc(10, 25, 0, 50), Utc(10, 25, 1, 10).AddMilliseconds(500)),
            (times[1].InitiatedAt, times[1].AcceptedAt)
        );
        Assert.Equal((Utc(3, 29, 0, 30), Utc(3, 29, 1, 30)), (times[2].InitiatedAt, times[2].AcceptedAt));
        Assert.Equal(Utc(10, 25, 0, 30), times[3].InitiatedAt);
    }

    private static DateTime Utc(int month, int day, int hour, int minute) =>
        new(2026, month, day, hour, minute, 0, DateTimeKind.Utc);

    private static void IsTheFoldOfItsEvents(Handoff stored) =>
        Assert.Equal(
            Snapshot(HandoffHistory.Fold(stored.Id, stored.Events.OrderBy(happened => happened.Seq))),
            Snapshot(stored)
        );

    private static string Snapshot(Handoff handoff) =>
        JsonSerializer.Serialize(
            typeof(Handoff)
                .GetProperties()
                .Where(property => property.Name != nameof(Handoff.Events))
                .ToDictionary(property => property.Name, property => property.GetValue(handoff)),
            Baton.Client.BatonJson.Options
        );
}

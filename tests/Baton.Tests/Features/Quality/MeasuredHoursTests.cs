using System.Text.Json;
using Baton.Client;
using Baton.Features.Quality;
using Baton.Features.Quality.Measures;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Baton.Tests.Features.Doctor.Checkup;

namespace Baton.Tests.Features.Quality;

/// <summary>
/// Hours that are stored spare the next start the reading, and never tell anything else than the handoffs.
/// </summary>
public sealed class MeasuredHoursTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task A_start_takes_the_hours_that_did_not_change_and_reads_those_that_did(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        StorageOptions storage;
        Cast cast;
        string before;
        await using (var app = await BatonApp.StartAsync(engine, time: time))
        {
            storage = app.Storage;
            cast = await app.CastAsync();
            await PlayAsync(cast, time);
            before = await ReportsAsync(cast.Root);
            await StoredAsync(app, time, 2);
        }

        // Behind the program's back, so that nothing says that the hour changed.
        await using (var app = await BatonApp.StartAsync(storage, time: time))
        {
            var root = On(app, cast.Root);
            await PlantAsync(app, "UPDATE handoffs SET rating_sum = rating_sum + 1, returns = 5 WHERE ratings > 0");
            Assert.Equal(before, await ReportsAsync(root));
            await PlantAsync(app, "UPDATE metric_hours SET generation = generation + 1");
            Assert.NotEqual(before, await ReportsAsync(root));
            await PlantAsync(app, "UPDATE handoffs SET rating_sum = rating_sum - 1, returns = 0 WHERE ratings > 0");
            await PlantAsync(app, "UPDATE metric_hours SET generation = generation + 1");
            Assert.Equal(before, await ReportsAsync(root));
        }

        // Nothing is stored that another start would not read.
        await using (var app = await BatonApp.StartAsync(storage, time: time))
        {
            await PlantAsync(app, "DELETE FROM measured_hours");
            Assert.Equal(before, await ReportsAsync(On(app, cast.Root)));
        }
    }

    [Theory, BothEngines]
    public async Task Hours_that_were_counted_by_other_calendars_are_read_anew(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        time.Advance(TimeSpan.FromHours(30));
        await cast.Bob.Api.AcceptAsync(id, cancellationToken: Cancel);
        var before = (await cast.Root.Api.FlowAsync(cancellationToken: Cancel)).AcceptanceWorkingHours;
        await StoredAsync(app, time, 1);
        await cast.Root.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                WorkingHours = new Dictionary<string, IReadOnlyList<string>> { ["mon"] = ["09:00-10:00"] },
            },
            cancellationToken: Cancel
        );
        var after = (await cast.Root.Api.FlowAsync(cancellationToken: Cancel)).AcceptanceWorkingHours;
        Assert.NotEqual(before, after);
        await StoredAsync(app, time, 1);
        await app.DisposeAsync();
        await using var again = await BatonApp.StartAsync(app.Storage, time: time);
        var flow = await On(again, cast.Root).Api.FlowAsync(cancellationToken: Cancel);
        Assert.Equal(after, flow.AcceptanceWorkingHours);
    }

    [Theory, BothEngines]
    public async Task What_follows_a_handoff_is_counted_anew_when_that_goes_to_another_team(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var first = (await cast.InitiatedAsync()).HandoffId;
        time.Advance(TimeSpan.FromHours(3));
        await cast.Ben.Api.RerouteAsync(first, new RerouteRequest(cast.Other, "Theirs."), cancellationToken: Cancel);
        time.Advance(TimeSpan.FromHours(3));
        await cast.Alice.Api.CreateAsync(cast.NewHandoff() with { ParentId = first }, cancellationToken: Cancel);
        var generation = await GenerationAsync(app, time);
        time.Advance(TimeSpan.FromHours(3));
        await cast.Charlie.Api.RerouteAsync(
            first,
            new RerouteRequest(cast.Receiver, "Yours."),
            cancellationToken: Cancel
        );
        Assert.Equal(generation + 1, await GenerationAsync(app, time, hoursAgo: 3));
    }

    /// <summary>What changed behind the program's back, long ago, is not read with what changed just now.</summary>
    [Theory, BothEngines]
    public async Task Of_a_large_hour_what_changed_is_read_and_nothing_else(Engine engine)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await BatonApp.StartAsync(engine, time: time);
        app.Services.GetRequiredService<HourCache>().Large = 2;
        var cast = await app.CastAsync();
        var other = (await cast.CompletedAsync()).HandoffId;
        var one = (await cast.AcceptedAsync()).HandoffId;
        var waiting = (await cast.InitiatedAsync()).HandoffId;
        var before = await ReportsAsync(cast.Root);
        await PlantAsync(
            app,
            $"UPDATE handoffs SET returns = 5, updated_at = {HoursAgo(engine, 1, time.GetUtcNow().UtcDateTime)} "
                + $"WHERE id = {other}"
        );

        time.SetUtcNow(TimeProvider.System.GetUtcNow());
        await cast.Bob.Api.AskAsync(one, new AskRequest("Which?", "client_name"), cancellationToken: Cancel);
        await cast.Bob.Api.GiveFeedbackAsync(one, new FeedbackRequest(2, ["note"]), cancellationToken: Cancel);
        await RefusedAsync(cast);
        await cast.Bob.Api.AcceptAsync(waiting, cancellationToken: Cancel);
        var first = await ReportsAsync(cast.Root);
        await cast.InitiatedAsync();
        await RefusedAsync(cast);
        await cast.CompletedAsync();
        var followed = await ReportsAsync(cast.Root);
        Assert.Distinct([before, first, followed]);

        // Whoever notes a change that its time does not find has the hour read as a whole.
        await NoteUntimedAsync(app);
        var whole = await ReportsAsync(cast.Root);
        Assert.NotEqual(followed, whole);
        await PlantAsync(app, $"UPDATE handoffs SET returns = 0 WHERE id = {other}");
        Assert.Equal(whole, await ReportsAsync(cast.Root));
        await NoteUntimedAsync(app);
        Assert.Equal(followed, await ReportsAsync(cast.Root));
    }

    [Theory, BothEngines]
    public async Task A_change_with_a_time_of_its_own_is_noted_as_untimed(Engine engine)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        await cast.InitiatedAsync();
        Assert.DoesNotContain(MetricHour.Untimed, await ShardsAsync(app));
        await PlantAsync(app, "DELETE FROM metric_hours");
        time.SetUtcNow(TimeProvider.System.GetUtcNow().AddMinutes(1));
        await cast.InitiatedAsync();
        Assert.Equal([MetricHour.Untimed], await ShardsAsync(app));
    }

    private static Task<List<int>> ShardsAsync(BatonApp app) =>
        app.ReadAsync(db => db.MetricHours.Select(hour => hour.Shard).ToListAsync(Cancel));

    private static Task<int> NoteUntimedAsync(BatonApp app) =>
        PlantAsync(
            app,
            "INSERT INTO metric_hours (hour, shard, generation) SELECT DISTINCT hour, -1, 1 FROM metric_hours WHERE "
                + "true ON CONFLICT (hour, shard) DO UPDATE SET generation = metric_hours.generation + 1"
        );

    private static Task<BatonException> RefusedAsync(Cast cast) =>
        Assert.ThrowsAsync<BatonException>(() =>
            cast.Alice.Api.CreateAsync(
                cast.NewHandoff(JsonSerializer.SerializeToElement(new { })),
                cancellationToken: Cancel
            )
        );

    private static Task<long> GenerationAsync(BatonApp app, TimeProvider time, int hoursAgo = 0)
    {
        var hour = MetricHour.HourOf(time.GetUtcNow().UtcDateTime) - hoursAgo;
        return app.ReadAsync(db =>
            db.MetricHours.Where(row => row.Hour == hour).SumAsync(row => row.Generation, Cancel)
        );
    }

    private static Someone On(BatonApp app, Someone who) => who with { Api = new BatonClient(app.Http, who.Token) };

    private static async Task PlayAsync(Cast cast, FakeTimeProvider time)
    {
        await cast.InitiatedAsync();
        await cast.ReturnedAsync();
        var id = (await cast.AcceptedAsync()).HandoffId;
        await cast.Bob.Api.AskAsync(id, new AskRequest("Which?", "client_name"), cancellationToken: Cancel);
        await cast.Bob.Api.GiveFeedbackAsync(id, new FeedbackRequest(2, ["note"]), cancellationToken: Cancel);
        await RefusedAsync(cast);
        time.Advance(TimeSpan.FromHours(30));
        await cast.CompletedAsync();
        time.Advance(TimeSpan.FromHours(30));
        await cast.Bob.Api.FlagGapAsync(
            id,
            new GapRequest("note", FindingCode.Missing, 30, "Which one?"),
            cancellationToken: Cancel
        );
    }

    /// <summary>Until all that the reports read is stored.</summary>
    private static async Task StoredAsync(BatonApp app, FakeTimeProvider time, int hours) =>
        await Wait.ForAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(1));
                return app.ReadAsync(db => db.MeasuredHours.CountAsync(Cancel));
            },
            count => count == hours
        );

    private static async Task<string> ReportsAsync(Someone who) =>
        JsonSerializer.Serialize(
            new object[]
            {
                await who.Api.MetricsAsync(cancellationToken: Cancel) with
                {
                    Orphans = 0,
                    WaitingHours = null!,
                },
                (await who.Api.SendersAsync(cancellationToken: Cancel)) with
                {
                    Until = default,
                    Since = default,
                },
                (await who.Api.TemplatesReportAsync(cancellationToken: Cancel)) with
                {
                    Until = default,
                    Since = default,
                },
                (await who.Api.FlowAsync(cancellationToken: Cancel)) with
                {
                    Until = default,
                    Since = default,
                    Orphans = 0,
                    WaitingHours = null!,
                },
            }
        );
}

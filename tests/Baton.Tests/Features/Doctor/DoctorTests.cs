using Baton.Client;
using Baton.Features.Doctor;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using static Baton.Tests.Features.Doctor.Checkup;

namespace Baton.Tests.Features.Doctor;

/// <summary>A fault is planted for each check; that check finds it, says what to do, and no other is misled.</summary>
public sealed class DoctorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task A_store_in_use_is_clean(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        await using var hook = await Receiver.AnswerAsync(200);
        var cast = await app.CastAsync();
        foreach (var team in (string[])[cast.Sender, cast.Receiver])
            await cast.Root.Api.PutTeamAsync(team, new TeamRequest { Channels = [new("webhook", Url: hook.Url)] });
        await cast.CompletedAsync();
        await cast.ReturnedAsync();
        var report = await ReportAsync(app.Services);
        Assert.Equal([], report.Checks.SelectMany(check => check.Findings));
        Assert.True(report.Clean);
        Assert.Equal(Examine.Checks.Count, report.Checks.Count);
    }

    [Theory, BothEngines]
    public async Task Tables_of_another_version(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        await PlantAsync(app, "DELETE FROM schemaversions WHERE scriptname LIKE '0001%'");
        Assert.Contains("older version of Baton: 0001-initial.sql", await FoundAsync(app, "schema"));
        await PlantAsync(
            app,
            "INSERT INTO schemaversions (scriptname, applied) VALUES ('9999-later.sql', '2030-01-01')"
        );
        Assert.Contains("newer version of Baton (9999-later.sql)", await FoundAsync(app, "schema"));
        Assert.Contains(
            "skipped",
            (await ReportAsync(app.Services)).Checks.Single(check => check.Check == "history").Note
        );
    }

    [Fact]
    public async Task A_damaged_file()
    {
        var storage = await BatonApp.NewStorageAsync(Engine.Sqlite);
        long page;
        await using (var app = await BatonApp.StartAsync(storage))
        {
            await (await app.CastAsync()).InitiatedAsync();
            page = await app.ReadAsync(db =>
                db.Database.SqlQuery<long>(
                        $"SELECT rootpage AS \"Value\" FROM sqlite_master WHERE name = 'ix_handoffs_status_id'"
                    )
                    .SingleAsync()
            );
            await PlantAsync(app, "PRAGMA wal_checkpoint(TRUNCATE)");
        }

        SqliteConnection.ClearAllPools();
        await using (var file = File.OpenWrite(storage.SqliteFile))
        {
            file.Position = ((page - 1) * 4096) + 4000;
            await file.WriteAsync(new byte[96], Cancel);
        }

        Assert.Contains("The database is damaged", await FoundAsync(Provider(storage), "integrity"));
    }

    [Fact]
    public async Task An_index_that_is_not_valid()
    {
        await using var app = await BatonApp.StartAsync(Engine.Postgres);
        await PlantAsync(
            app,
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_handoffs_status_id'::regclass"
        );
        Assert.Contains("the index ix_handoffs_status_id is not valid", await FoundAsync(app, "integrity"));
    }

    [Theory, BothEngines]
    public async Task A_row_that_names_nothing(Engine engine)
    {
        var storage = await BatonApp.NewStorageAsync(engine);
        Cast cast;
        await using (var app = await BatonApp.StartAsync(storage))
        {
            cast = await app.CastAsync();
            await cast.InitiatedAsync();
        }

        await using var store = Provider(storage);
        const string Insert =
            "INSERT INTO memberships (team_key, person_key, role) VALUES ('nowhere', 'nobody', 'member')";
        await PlantAsync(
            store,
            engine == Engine.Sqlite
                ? $"PRAGMA foreign_keys = OFF; {Insert}; PRAGMA foreign_keys = ON"
                : $"SET session_replication_role = replica; {Insert}; SET session_replication_role = DEFAULT"
        );
        await PlantAsync(store, "UPDATE notices SET handoff_id = 999");
        await PlantAsync(store, "DELETE FROM deliveries");
        await PlantAsync(store, $"DELETE FROM templates WHERE \"key\" = '{cast.Template_}'");
        var found = await FoundAsync(store, "references");
        Assert.Contains("memberships: 1 rows name no people", found);
        Assert.Contains("memberships: 1 rows name no teams", found);
        Assert.Contains(
            "Notices about handoffs that do not exist: 1. Deliveries about handoffs that do not exist: 0",
            found
        );
        Assert.Contains($"version 1 of {cast.Template_}, which does not exist", found);
    }

    [Theory, BothEngines]
    public async Task A_row_that_its_events_do_not_explain(Engine engine)
    {
        var storage = await BatonApp.NewStorageAsync(engine);
        HandoffRecord first,
            second,
            third;
        await using (var app = await BatonApp.StartAsync(storage))
        {
            var cast = await app.CastAsync();
            first = await cast.AcceptedAsync();
            second = await cast.InitiatedAsync();
            third = await cast.InitiatedAsync();
        }

        await storage.UnlockEventsAsync();
        await using var store = Provider(storage);
        await PlantAsync(
            store,
            $"UPDATE handoffs SET status = 'completed', priority = 'urgent' WHERE id = {first.HandoffId}"
        );
        await PlantAsync(store, $"DELETE FROM handoff_events WHERE handoff_id = {second.HandoffId}");
        await PlantAsync(store, $"UPDATE handoff_events SET data = 'x' WHERE handoff_id = {third.HandoffId}");
        var found = await FoundAsync(store, "history");
        Assert.Contains($"Handoff {first.HandoffId} does not match its events in priority, status.", Sorted(found));
        Assert.Contains($"Handoff {second.HandoffId} has no events.", found);
        Assert.Contains($"Handoff {third.HandoffId}: its events cannot be read", found);
    }

    [Theory, BothEngines]
    public async Task Search_out_of_step_is_found_and_repaired(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var gone = await cast.InitiatedAsync();
        var kept = await cast.InitiatedAsync();
        await PlantAsync(
            app,
            engine == Engine.Sqlite
                ? $"DELETE FROM handoff_search WHERE rowid = {gone.HandoffId}; INSERT INTO "
                    + "handoff_search (rowid, words) VALUES (999, 'acme')"
                : $"UPDATE handoff_search SET handoff_id = 999 WHERE handoff_id = {gone.HandoffId}"
        );
        Assert.Contains(
            "Handoffs missing from search: 1. Search entries without a handoff: 1",
            await FoundAsync(app, "search")
        );
        var repaired = await ReportAsync(app.Services, repair: true);
        Assert.Equal(
            "repaired: entries added: 1, removed: 1",
            repaired.Checks.Single(check => check.Check == "search").Note
        );
        Assert.Empty(await FoundAsync(app, "search"));
        var page = await cast.Alice.Api.ListAsync(new HandoffQuery { Search = "acme" });
        Assert.Equal([kept.HandoffId, gone.HandoffId], page.Items.Select(handoff => handoff.HandoffId));
    }

    [Theory, BothEngines]
    public async Task Hours_without_measures_are_found_and_repaired(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        await cast.InitiatedAsync();
        await PlantAsync(app, "DELETE FROM metric_hours");
        Assert.Contains("The measures lack 1 hours", await FoundAsync(app, "measures"));
        await ReportAsync(app.Services, repair: true);
        Assert.Empty(await FoundAsync(app, "measures"));
        Assert.Equal(1, (await cast.Alice.Api.MetricsAsync()).TotalHandoffs);
    }

    /// <summary>The columns come in the order of the table.</summary>
    private static string Sorted(string found) =>
        found.Replace("status, priority", "priority, status", StringComparison.Ordinal);
}

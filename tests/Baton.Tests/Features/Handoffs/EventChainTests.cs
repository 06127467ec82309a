using System.Data.Common;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using static Baton.Tests.Features.Doctor.Checkup;

namespace Baton.Tests.Features.Handoffs;

/// <summary>What happened stays as it was written, and whoever changes it all the same is found out.</summary>
public sealed class EventChainTests
{
    [Theory, BothEngines]
    public async Task Events_are_not_changed_and_not_taken_away(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        await cast.AcceptedAsync();
        foreach (
            var sql in (string[])
                [
                    "UPDATE handoff_events SET actor = 'nobody'",
                    "UPDATE handoff_events SET hash = NULL",
                    "UPDATE handoff_events SET hash = 'x'",
                    "DELETE FROM handoff_events",
                    "DELETE FROM handoffs",
                ]
        )
        {
            var refused = await Assert.ThrowsAnyAsync<DbException>(() =>
                app.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql))
            );
            Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        }

        Assert.Empty(await FoundAsync(app, "history"));
    }

    [Theory, BothEngines]
    public async Task Each_event_bears_a_hash_over_itself_and_the_one_before_it(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var id = (await cast.AcceptedAsync()).HandoffId;
        await cast.Bob.Api.AskAsync(id, new AskRequest("Which?", "client_name"));
        var events = await EventsAsync(app, id);
        Assert.True(events.Count >= 3);
        string? before = null;
        foreach (var happened in events)
        {
            Assert.Equal(EventChain.HashOf(before, happened), happened.Hash);
            before = happened.Hash;
        }

        Assert.Equal(
            before,
            await app.ReadAsync(db => db.Handoffs.Where(h => h.Id == id).Select(h => h.ChainHash).SingleAsync())
        );
    }

    [Theory]
    [InlineData("actor = 'mallory'", 1)]
    [InlineData("data = replace(data, 'Acme', 'Emca')", 1)]
    [InlineData("team = role", 2)]
    [InlineData("hash = 'x'", 2)]
    [InlineData("hash = NULL", 2)]
    public async Task A_changed_event_is_named(string change, int seq)
    {
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        var cast = await app.CastAsync();
        var whole = (await cast.AcceptedAsync()).HandoffId;
        var id = (await cast.AcceptedAsync()).HandoffId;
        await app.Storage.UnlockEventsAsync();
        await PlantAsync(app, $"UPDATE handoff_events SET {change} WHERE handoff_id = {id} AND seq = {seq}");
        var found = await FoundAsync(app, "history");
        Assert.Contains($"Handoff {id}: the chain of its events is broken: ", found);
        Assert.Contains($"event {seq} ", found);
        Assert.DoesNotContain($"Handoff {whole}", found);
    }

    /// <summary>
    /// Events of an older version get theirs when the server cuts words anew, or before the next event.
    /// </summary>
    [Theory, BothEngines]
    public async Task Events_of_an_older_version_get_theirs(Engine engine)
    {
        StorageOptions storage;
        Cast cast;
        long first,
            second;
        List<string?> expected;
        await using (var app = await BatonApp.StartAsync(engine))
        {
            storage = app.Storage;
            cast = await app.CastAsync();
            first = (await cast.AcceptedAsync()).HandoffId;
            second = (await cast.AcceptedAsync()).HandoffId;
            expected = [.. (await EventsAsync(app, first)).Select(happened => happened.Hash)];
            await AgeAsync(storage);
            await cast.Bob.Api.AskAsync(second, new AskRequest("Which?", "client_name"));
            Assert.All(await EventsAsync(app, second), happened => Assert.NotNull(happened.Hash));
            Assert.All(await EventsAsync(app, first), happened => Assert.Null(happened.Hash));
            Assert.Empty(await FoundAsync(app, "history"));
        }

        await using var upgraded = await BatonApp.StartAsync(storage);
        await Wait.ForAsync(
            async () => (await EventsAsync(upgraded, first)).Select(happened => happened.Hash).ToList(),
            hashes => hashes.All(hash => hash is not null)
        );
        Assert.Equal(expected, (await EventsAsync(upgraded, first)).Select(happened => happened.Hash));
        await Wait.ForAsync(() => FoundAsync(upgraded, "history"), found => found.Length == 0);
        await Assert.ThrowsAnyAsync<DbException>(() =>
            upgraded.ReadAsync(db => db.Database.ExecuteSqlRawAsync("UPDATE handoff_events SET role = 'lead'"))
        );
    }

    /// <summary>As the schema file leaves a store whose events have no hashes.</summary>
    private static async Task AgeAsync(StorageOptions storage)
    {
        await storage.UnlockEventsAsync();
        await storage.RunSqlAsync("DROP TABLE receipt_keys");
        await storage.RunSqlAsync("ALTER TABLE handoff_events DROP COLUMN hash");
        await storage.RunSqlAsync("ALTER TABLE handoffs DROP COLUMN chain_hash");
        await storage.RunSqlAsync("DELETE FROM schemaversions WHERE scriptname LIKE '0061%'");
        Assert.Null(Schema.Upgrade(storage));
    }

    private static Task<List<HandoffEvent>> EventsAsync(BatonApp app, long id) =>
        app.ReadAsync(db =>
            db.Events.AsNoTracking()
                .Where(happened => happened.HandoffId == id)
                .OrderBy(happened => happened.Seq)
                .ToListAsync()
        );
}

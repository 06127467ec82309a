using System.Text.Json;
using Baton.Client;
using Baton.Storage;
using Baton.Storage.Partitions;
using Baton.Tests.App;
using Baton.Tests.Features.Archive;
using Baton.Tests.Features.Handoffs.Chains;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Baton.Tests.Storage;

/// <summary>Lists and reports that read a hot standby.</summary>
public sealed class StandbyTests
{
    /// <summary>Connections of a server of Baton that read the standby.</summary>
    private const string Readers = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'standby reader'";

    /// <summary>How often its archive of events was looked into.</summary>
    private const string ArchiveScans =
        "SELECT sum(coalesce(seq_scan, 0) + coalesce(idx_scan, 0))::bigint FROM pg_stat_user_tables "
        + "WHERE schemaname = 'archive' AND relname LIKE 'handoff_events%'";

    private const string Carried = "  - { key: client_name, type: text, carry: client_name }";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_read_it_while_it_keeps_up_and_the_primary_while_it_lags_or_is_away()
    {
        await using var pair = await PostgresPair.StartAsync();
        await using var app = await StartAsync(pair);
        var cast = await app.CastAsync();
        await SeenAsync(cast);
        Assert.NotEqual(0L, await PostgresPair.AskAsync(pair.Standby, Readers));
        Assert.Equal(200, (await app.SendAsync(cast.Alice, HttpMethod.Get, "api/v1/metrics")).Status);

        await pair.PauseAsync();
        for (var i = 0; i < 3; i++)
            await SeenAsync(cast);
        await pair.ResumeAsync();

        await pair.StopStandbyAsync();
        for (var i = 0; i < 3; i++)
            await SeenAsync(cast);
        Assert.Equal(200, (await app.SendAsync(null, HttpMethod.Get, "readyz")).Status);

        await pair.StartStandbyAsync();
        await Wait.ForAsync(
            async () =>
            {
                await SeenAsync(cast);
                return await PostgresPair.AskAsync(pair.Standby, Readers);
            },
            readers => readers is > 0L
        );
    }

    /// <summary>That a value drifted is said by an event, and the event is in the archive.</summary>
    [Fact]
    public async Task A_report_reads_the_archive_there()
    {
        var now = TimeProvider.System.GetUtcNow();
        var time = new FakeTimeProvider(now.AddDays(-70));
        await using var pair = await PostgresPair.StartAsync();
        await using var app = await StartAsync(pair, time);
        var chain = await ChainCast.Of(await app.CastAsync(), secondFields: Carried);
        var first = await chain.HandOverAsync(chain.First, new { client_name = "Acme" });
        var second = await chain.HandOverAsync(chain.Second, new { }, first.HandoffId);
        await chain.Cast.Alice.Api.EditAsync(
            first.HandoffId,
            new EditRequest(JsonSerializer.SerializeToElement(new { client_name = "Acme 2" }))
        );
        await chain.Cast.Bob.Api.UpdateAsync(second.HandoffId);
        await chain.Cast.Bob.Api.WithdrawAsync(second.HandoffId, new WithdrawRequest("Not needed."));
        await chain.Cast.Alice.Api.WithdrawAsync(first.HandoffId, new WithdrawRequest("Not needed."));
        await OldWork.SettledAsync(app);
        time.SetUtcNow(now);
        var before = await chain.Cast.Root.Api.ChainsAsync();
        Assert.Equal(1, Assert.Single(before.Drift).Drifted);

        (await app.AdminAsync("partitions", "on")).Done();
        (await app.AdminAsync("archive", "--before", HistoryMonth.Of(now.UtcDateTime))).Done();
        var after = await chain.Cast.Root.Api.ChainsAsync();
        Assert.Equal(JsonSerializer.Serialize(before), JsonSerializer.Serialize(after));
        await Wait.ForAsync(
            () => PostgresPair.AskAsync(At(pair.Standby, "baton", "test"), ArchiveScans),
            scans => scans is > 0L
        );
    }

    [Fact]
    public async Task The_primary_itself_is_no_standby_and_another_store_neither()
    {
        await using var other = await BatonApp.StartAsync(Engine.Postgres);
        await using var app = await BatonApp.StartAsync(
            Engine.Postgres,
            new Dictionary<string, string?> { [StorageOptions.ReadSetting] = other.Storage.Postgres }
        );
        await SeenAsync(await app.CastAsync());
    }

    [Theory]
    [InlineData("Host=db;Database=baton", "Prot=1", "BATON_DATABASE_READ is not a PostgreSQL connection string: ")]
    [InlineData("Host=db;Database=baton", "Database=baton", "BATON_DATABASE_READ has no Host. ")]
    [InlineData(null, "Host=db", "BATON_DATABASE_READ is a standby of a PostgreSQL database: set BATON_DATABASE too.")]
    public void Wrong_settings_are_named(string? database, string read, string fault)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [StorageOptions.ReadSetting] = read })
            .Build();
        var found = Assert.Single(new StorageOptions("data", database).Faults(configuration));
        Assert.StartsWith(fault, found, StringComparison.Ordinal);
    }

    /// <summary>What somebody hands over is in their list and in their colleague's at once.</summary>
    private static async Task SeenAsync(Cast cast)
    {
        var id = (await cast.InitiatedAsync()).HandoffId;
        foreach (var person in new[] { cast.Alice, cast.Bob })
            Assert.Equal(id, (await person.Api.ListAsync(cancellationToken: Cancel)).Items[0].HandoffId);
    }

    private static Task<BatonApp> StartAsync(PostgresPair pair, TimeProvider? time = null)
    {
        var directory = Directory.CreateTempSubdirectory("baton-test-").FullName;
        var storage = new StorageOptions(directory, At(pair.Primary, "baton", "primary"));
        return BatonApp.StartAsync(
            storage,
            new Dictionary<string, string?>
            {
                [StorageOptions.ReadSetting] = At(pair.Standby, "baton", "standby reader"),
            },
            time
        );
    }

    private static string At(string server, string database, string name) =>
        new NpgsqlConnectionStringBuilder(server)
        {
            Database = database,
            ApplicationName = name,
            MaxPoolSize = 20,
        }.ConnectionString;
}

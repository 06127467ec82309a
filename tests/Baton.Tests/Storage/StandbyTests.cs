using Baton.Client;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Baton.Tests.Storage;

/// <summary>Lists and reports that read a hot standby.</summary>
public sealed class StandbyTests
{
    /// <summary>Connections of a server of Baton that read the standby.</summary>
    private const string Readers = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'standby reader'";

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

    private static Task<BatonApp> StartAsync(PostgresPair pair)
    {
        var directory = Directory.CreateTempSubdirectory("baton-test-").FullName;
        var storage = new StorageOptions(directory, At(pair.Primary, "baton", "primary"));
        return BatonApp.StartAsync(
            storage,
            new Dictionary<string, string?>
            {
                [StorageOptions.ReadSetting] = At(pair.Standby, "baton", "standby reader"),
            }
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

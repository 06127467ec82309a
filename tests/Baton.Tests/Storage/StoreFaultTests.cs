using System.Data.Common;
using System.Text.Json;
using Baton.Client;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Baton.Tests.Storage;

/// <summary>What is answered while the store is held up, read-only or slow.</summary>
public sealed class StoreFaultTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task Reading_works_while_nothing_can_be_written(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var first = (await cast.InitiatedAsync()).HandoffId;
        var second = (await cast.InitiatedAsync()).HandoffId;
        using var bob = await app.VisitAsync(cast.Bob);
        await using (var holder = await HoldWritersAsync(app.Storage))
        {
            Assert.Equal(HandoffStatus.Initiated, (await cast.Bob.Api.GetAsync(first)).Status);
            Assert.Equal(200, (await bob.GetAsync($"/handoffs/{second}")).Status);
        }

        await Wait.ForAsync(() => cast.Bob.Api.GetAsync(first), handoff => handoff.OpenedAt is not null);
    }

    [Fact]
    public async Task A_database_that_may_only_be_read_is_read()
    {
        await using var app = await BatonApp.StartAsync(Engine.Postgres);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        await MakeReadOnlyAsync(app.Storage);
        Assert.Null((await Wait.ForAsync(() => ReadAsync(cast, id), handoff => handoff is not null))!.OpenedAt);
        var refused = await app.SendAsync(cast.Bob, HttpMethod.Post, $"api/v1/handoffs/{id}/accept", "{}");
        Assert.Equal(
            (503, "storage-unavailable", "The database is read-only. Nothing was changed."),
            (refused.Status, refused.Problem.Type, refused.Problem.Detail)
        );
        Assert.NotNull(refused.Message.Headers.RetryAfter);

        var ready = await app.SendAsync(null, HttpMethod.Get, "readyz");
        Assert.Equal(503, ready.Status);
        Assert.Contains("\"database\":\"The database is read-only.\"", ready.Body, StringComparison.Ordinal);

        // Of many, each has its own answer: what was done before is not hidden behind what was not.
        var each = await cast.Bob.Api.BatchAsync(new BatchRequest([id, 999_999], "accept", null));
        Assert.Equal([503, 404], each.Results.Select(result => result.Status));
        Assert.Equal("storage-unavailable", each.Results[0].Problem!.Type);
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_no_fault_of_the_program()
    {
        await using var app = await BatonApp.StartAsync(
            Engine.Postgres,
            new Dictionary<string, string?> { [StatementTimeout.Setting] = "1" }
        );
        var cast = await app.CastAsync();
        await using (var holder = new NpgsqlConnection(app.Storage.Postgres))
        {
            await holder.OpenAsync(TestContext.Current.CancellationToken);
            await using var locking = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await RunAsync(holder, "LOCK TABLE handoffs IN ACCESS EXCLUSIVE MODE");
            var slow = await app.SendAsync(cast.Alice, HttpMethod.Get, "api/v1/handoffs");
            Assert.Equal((503, "storage-unavailable"), (slow.Status, slow.Problem.Type));
            Assert.StartsWith("The database took too long, or", slow.Problem.Detail, StringComparison.Ordinal);
            Assert.NotNull(slow.Message.Headers.RetryAfter);
        }

        Assert.Empty((await cast.Alice.Api.ListAsync(new HandoffQuery())).Items);
    }

    [Fact]
    public void The_limit_of_a_statement_is_a_setting_and_a_connection_string_that_has_one_keeps_it()
    {
        Assert.Contains(
            "statement_timeout=30000",
            StatementTimeout.Add("Host=db", StatementTimeout.Seconds(Of(null))),
            StringComparison.Ordinal
        );
        Assert.Equal("Host=db", StatementTimeout.Add("Host=db", StatementTimeout.Seconds(Of("off"))));
        const string own = "Host=db;Options=-c statement_timeout=5";
        Assert.Equal(own, StatementTimeout.Add(own, 30));
        Assert.Empty(StatementTimeout.Faults(Of("60")));
        Assert.Equal(
            "BATON_STATEMENT_TIMEOUT must be off or a number of seconds from 1 to 3600, such as 30; it is '2h'.",
            Assert.Single(StatementTimeout.Faults(Of("2h")))
        );

        static IConfiguration Of(string? value) =>
            new ConfigurationBuilder()
                .AddInMemoryCollection([KeyValuePair.Create(StatementTimeout.Setting, value)])
                .Build();
    }

    [Fact]
    public async Task What_is_answered_to_one_is_kept_by_nobody_on_the_way()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        foreach (
            var path in (string[])
                [
                    "api/v1/me",
                    "api/v1/handoffs",
                    "api/v1/handoffs/999999",
                    "readyz",
                    "nowhere",
                    "metrics/prometheus",
                    "handoffs",
                ]
        )
            Assert.True(
                (await cast.App.SendAsync(cast.Root, HttpMethod.Get, path)).Message.Headers.CacheControl
                    is { NoStore: true },
                path
            );
        foreach (var path in (string[])["join?code=x", "setup?code=x", "act/x", "guest/x"])
            Assert.Equal(
                ["no-referrer"],
                (await cast.App.SendAsync(null, HttpMethod.Get, path)).Message.Headers.GetValues("Referrer-Policy")
            );
        var style = Baton.Web.Pages.OwnFiles.Styles.TrimStart('/');
        Assert.True(
            (await cast.App.SendAsync(null, HttpMethod.Get, style)).Message.Headers.CacheControl
                is { NoStore: false, Public: true }
        );
    }

    private static async Task<HandoffRecord?> ReadAsync(Cast cast, long id)
    {
        try
        {
            return await cast.Bob.Api.GetAsync(id);
        }
        catch (BatonException exception) when (exception.Problem.Status == 503)
        {
            return null; // one of the connections that were ended
        }
    }

    private static async Task<DbConnection> HoldWritersAsync(StorageOptions storage)
    {
        DbConnection holder = storage.IsSqlite
            ? new SqliteConnection(storage.SqliteConnectionString + ";Pooling=False")
            : new NpgsqlConnection(storage.Postgres + ";Pooling=False");
        await holder.OpenAsync();
        await RunAsync(
            holder,
            storage.IsSqlite ? "BEGIN IMMEDIATE" : "BEGIN; LOCK TABLE handoff_events IN EXCLUSIVE MODE"
        );
        return holder;
    }

    private static async Task MakeReadOnlyAsync(StorageOptions storage)
    {
        await using var admin = new NpgsqlConnection(storage.Postgres + ";Pooling=False");
        await admin.OpenAsync();
        await RunAsync(admin, $"ALTER DATABASE {admin.Database} SET default_transaction_read_only = on");
        await RunAsync(
            admin,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                + "current_database() AND pid <> pg_backend_pid()"
        );
    }

    private static async Task RunAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

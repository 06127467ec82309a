using Baton.Client;
using Baton.Features.Organization;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Baton.Tests.Storage;

public sealed class CatalogsTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task Teams_made_meanwhile_never_cost_anybody_their_own(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var made = Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async lane =>
                {
                    for (var i = 0; i < 15; i++)
                        await cast.Root.Api.PutTeamAsync(
                            $"a-{lane}-{i}-{cast.Other}",
                            new TeamRequest
                            {
                                Name = "Made meanwhile",
                                Members = [new(cast.Charlie.Key, TeamRole.Member)],
                            }
                        );
                })
        );
        var seen = new List<int>();
        while (!made.IsCompleted)
            seen.Add((await cast.Alice.Api.MeAsync()).Teams.Count);
        await made;
        Assert.NotEmpty(seen);
        Assert.All(seen, teams => Assert.Equal(1, teams));
    }

    [Theory, BothEngines]
    public async Task Who_looks_after_a_commit_sees_it_however_many_look_beside_them(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var catalogs = (await apps.On(engine)).Services.GetRequiredService<Catalogs>();
        using var enough = new CancellationTokenSource();
        var others = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(async () =>
                {
                    for (; !enough.IsCancellationRequested; await Task.Yield())
                        await catalogs.CurrentAsync(CancellationToken.None);
                })
            )
            .ToList();
        for (var i = 0; i < 25; i++)
        {
            await cast.Root.Api.PutTeamAsync($"seen-{i}-{cast.Other}", new TeamRequest { Name = "Seen at once" });
            Assert.Contains($"seen-{i}-{cast.Other}", (await catalogs.CurrentAsync(CancellationToken.None)).Teams.Keys);
        }

        await enough.CancelAsync();
        await Task.WhenAll(others);
    }

    [Fact]
    public async Task Connections_that_break_again_and_again_do_not_end_the_looks()
    {
        await using var app = await BatonApp.StartAsync(Engine.Postgres);
        var catalogs = app.Services.GetRequiredService<Catalogs>();
        await using var other = new NpgsqlConnection(Environment.GetEnvironmentVariable(BatonApp.PostgresSetting));
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var breaking = new NpgsqlCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = @name",
            other
        );
        breaking.Parameters.AddWithValue("name", new NpgsqlConnectionStringBuilder(app.Storage.Postgres).Database!);
        for (var i = 0; i < 5; i++)
        {
            // Some in the middle of a look, which may fail; what comes later must not.
            var during = Enumerable
                .Range(0, 20)
                .Select(_ =>
                    Record.ExceptionAsync(() => catalogs.CurrentAsync(TestContext.Current.CancellationToken)).AsTask()
                )
                .ToList();
            await breaking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await Task.WhenAll(during);
            var tries = 0; // the pool may still hold others that the server ended, at most 20
            while (
                await Record.ExceptionAsync(() => catalogs.CurrentAsync(TestContext.Current.CancellationToken))
                    is { } fault
            )
                Assert.True(++tries <= 20, fault.ToString());
        }
    }

    [Theory, BothEngines]
    public async Task A_burst_of_looks_leaves_connections_for_the_rest(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine); // on PostgreSQL with a pool of 20
        var catalogs = app.Services.GetRequiredService<Catalogs>();
        await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => Task.Run(() => catalogs.CurrentAsync(CancellationToken.None)))
        );
        var reads = Enumerable
            .Range(0, 10)
            .Select(_ =>
                app.ReadAsync(async db =>
                {
                    await db.Database.OpenConnectionAsync();
                    return await db.Stamps.CountAsync();
                })
            );
        Assert.InRange(Assert.Single((await Task.WhenAll(reads)).Distinct()), 2, 10);
    }
}

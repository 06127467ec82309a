using Baton.Client;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Storage;

public sealed class CatalogsTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task Teams_made_meanwhile_never_cost_anybody_their_own(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var made = Task.WhenAll(Enumerable.Range(0, 4).Select(async lane =>
        {
            for (var i = 0; i < 15; i++)
                await cast.Root.Api.PutTeamAsync($"a-{lane}-{i}-{cast.Other}", new TeamRequest { Name = "Made meanwhile", Members = [new(cast.Charlie.Key, TeamRole.Member)] });
        }));
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
        var others = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (; !enough.IsCancellationRequested; await Task.Yield())
                await catalogs.CurrentAsync(CancellationToken.None);
        })).ToList();
        for (var i = 0; i < 25; i++)
        {
            await cast.Root.Api.PutTeamAsync($"seen-{i}-{cast.Other}", new TeamRequest { Name = "Seen at once" });
            Assert.Contains($"seen-{i}-{cast.Other}", (await catalogs.CurrentAsync(CancellationToken.None)).Teams.Keys);
        }

        await enough.CancelAsync();
        await Task.WhenAll(others);
    }

    [Theory, BothEngines]
    public async Task A_burst_of_looks_leaves_connections_for_the_rest(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine); // on PostgreSQL with a pool of 20
        var catalogs = app.Services.GetRequiredService<Catalogs>();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => catalogs.CurrentAsync(CancellationToken.None))));
        var reads = Enumerable.Range(0, 10).Select(_ => app.ReadAsync(async db =>
        {
            await db.Database.OpenConnectionAsync();
            return await db.Stamps.CountAsync();
        }));
        Assert.All(await Task.WhenAll(reads), count => Assert.Equal(1, count));
    }
}

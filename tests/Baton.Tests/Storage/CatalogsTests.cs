using Baton.Client;
using Baton.Tests.App;

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
}

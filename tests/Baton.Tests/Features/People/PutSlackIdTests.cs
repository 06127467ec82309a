using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.People;

public sealed class PutSlackIdTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task Admins_and_leads_of_all_of_a_persons_teams_say_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var one = NewId();
        var two = NewId();
        Assert.Equal(new SlackIdRecord(cast.Bob.Key, one), await cast.Ben.Api.PutSlackIdAsync(cast.Bob.Key, one));
        Assert.Equal(new SlackIdRecord(cast.Bob.Key, two), await cast.Root.Api.PutSlackIdAsync(cast.Bob.Key, two));
        Assert.Equal(
            (409, "taken"),
            await Refusals.RefusedAsync(cast.Root.Api.PutSlackIdAsync(cast.Alice.Key, two)) is var taken
                ? (taken.Status, taken.Type)
                : default
        );
        Assert.Null((await cast.Ben.Api.PutSlackIdAsync(cast.Bob.Key, null)).SlackId);
        Assert.Equal(two, (await cast.Root.Api.PutSlackIdAsync(cast.Alice.Key, two)).SlackId);
        Assert.Equal(422, (await Refusals.RefusedAsync(cast.Root.Api.PutSlackIdAsync(cast.Bob.Key, "bob"))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Root.Api.PutSlackIdAsync("no-body", one))).Status);
    }

    [Theory, EitherEngine]
    public async Task Nobody_can_lend_themselves_the_rights_of_others(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        // Bob is in a team that Ben does not lead
        await cast.Root.Api.PutMemberAsync(cast.Other, cast.Bob.Key, new MemberRequest());
        await cast.Root.Api.PutMemberAsync(cast.Receiver, cast.Root.Key, new MemberRequest()); // an admin in Ben's team
        foreach (
            var (who, whose) in new[]
            {
                (cast.Ben, cast.Bob),
                (cast.Ben, cast.Root),
                (cast.Ben, cast.Ben),
                (cast.Bob, cast.Ben),
                (cast.Charlie, cast.Alice),
            }
        )
            Assert.Equal(403, (await Refusals.RefusedAsync(who.Api.PutSlackIdAsync(whose.Key, NewId()))).Status);
    }

    private static string NewId() => $"U{Guid.NewGuid():N}"[..14].ToUpperInvariant();
}

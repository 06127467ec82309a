using Baton.Client;
using Baton.Tests.App;
using Baton.Tests.Channels;

namespace Baton.Tests.Features.Deliveries;

public sealed class ReplayDeliveriesTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task Leads_send_again_what_fits_of_their_teams_and_admins_of_all(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        await using var ours = await Receiver.AnswerAsync(200);
        await using var theirs = await Receiver.AnswerAsync(200, "ok");
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [new("webhook", Url: ours.Url)] });
        await cast.Ann.Api.PutTeamAsync(cast.Sender, new TeamRequest { Channels = [new("slack", Url: theirs.Url)] });
        var one = await cast.AcceptedAsync();
        var two = await cast.AcceptedAsync();
        await cast.SettledAsync(one.HandoffId, 2);
        await cast.SettledAsync(two.HandoffId, 2);

        // none is failed or dead
        Assert.Equal(0, (await cast.Ben.Api.ReplayAsync(new ReplayManyRequest { Team = cast.Receiver })).Replayed);
        Assert.Equal(
            2,
            (await cast.Ben.Api.ReplayAsync(new ReplayManyRequest { State = DeliveryState.Delivered })).Replayed
        );
        await Wait.ForAsync(() => Task.FromResult(ours.Requests.Count), count => count == 4);
        Assert.Equal(2, ours.Requests.Select(request => request.Headers["webhook-id"]).Distinct().Count());
        Assert.Equal(2, theirs.Requests.Count);
        await cast.SettledAsync(one.HandoffId, 2);
        await cast.SettledAsync(two.HandoffId, 2);

        Assert.Equal(
            2,
            (
                await cast.Root.Api.ReplayAsync(
                    new ReplayManyRequest { HandoffId = one.HandoffId, State = DeliveryState.Delivered }
                )
            ).Replayed
        );
        await cast.SettledAsync(one.HandoffId, 2);
        Assert.Equal(
            2,
            (
                await cast.Root.Api.ReplayAsync(
                    new ReplayManyRequest { Channel = "slack", State = DeliveryState.Delivered }
                )
            ).Replayed
        );
        await Wait.ForAsync(
            () => Task.FromResult((ours.Requests.Count, theirs.Requests.Count)),
            counts => counts == (5, 5)
        );
    }

    [Theory, BothEngines]
    public async Task What_failed_is_sent_again_once_the_receiver_is_well(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var status = 500;
        await using var hook = await Receiver.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [new("webhook", Url: hook.Url)] });
        var handoffs = new List<HandoffRecord>();
        for (var i = 0; i < 3; i++)
            handoffs.Add(await cast.InitiatedAsync());
        foreach (var handoff in handoffs)
            await cast.SettledAsync(handoff.HandoffId, 1, attempts: 1);
        status = 200;
        Assert.InRange((await cast.Ben.Api.ReplayAsync(new ReplayManyRequest { Team = cast.Receiver })).Replayed, 1, 3);
        foreach (var handoff in handoffs)
            await Wait.ForAsync(
                () => cast.SettledAsync(handoff.HandoffId, 1),
                log => log[0].State == DeliveryState.Delivered
            );
    }

    [Theory, BothEngines]
    public async Task Others_may_not_and_nonsense_is_named(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var handoff = await cast.InitiatedAsync();
        Assert.Equal(
            403,
            (
                await Refusals.RefusedAsync(
                    cast.Bob.Api.ReplayAsync(new ReplayManyRequest { State = DeliveryState.Dead })
                )
            ).Status
        );
        Assert.Equal(
            403,
            (
                await Refusals.RefusedAsync(cast.Ann.Api.ReplayAsync(new ReplayManyRequest { Team = cast.Receiver }))
            ).Status
        );
        Assert.Equal(
            404,
            (
                await Refusals.RefusedAsync(
                    cast.Charlie.Api.ReplayAsync(new ReplayManyRequest { HandoffId = handoff.HandoffId })
                )
            ).Status
        );
        var nothing = await Refusals.RefusedAsync(cast.Ben.Api.ReplayAsync(new ReplayManyRequest()));
        Assert.Equal((422, "missing"), (nothing.Status, Assert.Single(nothing.Errors!).Code));
        var wrong = await Refusals.RefusedAsync(
            cast.Ben.Api.ReplayAsync(
                new ReplayManyRequest
                {
                    State = DeliveryState.Sending,
                    Team = "no-team",
                    Channel = "pigeon",
                }
            )
        );
        Assert.Equal(["state", "team", "channel"], wrong.Errors!.Select(error => error.Field));
    }
}

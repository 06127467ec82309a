using Baton.Client;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Baton.Tests.Features.Deliveries;

namespace Baton.Tests.Commands;

public sealed class DeliveriesCommandTests
{
    [Theory, EitherEngine]
    public async Task The_log_is_shown_and_sent_again(Engine engine)
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
        var handoff = await cast.InitiatedAsync();
        var told = Assert.Single(await cast.SettledAsync(handoff.HandoffId, 1, attempts: 1));

        using var alice = await app.VisitAsync(cast.Alice);
        Assert.Equal(
            $"/deliveries?state=failed&handoff_id={handoff.HandoffId}",
            (await alice.GetAsync($"/deliveries?state=failed&handoff_id=%23{handoff.HandoffId}")).Path
        );
        string[] list = ["deliveries", "list", "--handoff", $"{handoff.HandoffId}", "--team"];
        Assert.Single((await app.CliAsync(cast.Alice, [.. list, cast.Receiver])).Done().Lines);
        Assert.Empty((await app.CliAsync(cast.Alice, [.. list, cast.Sender])).Done().Lines);

        var shown = (await app.CliAsync(cast.Alice, "deliveries", "show", $"{told.DeliveryId}")).Done().Lines;
        Assert.Contains($"message\t{told.MessageId}", shown);
        Assert.Contains(
            shown,
            line =>
                line.StartsWith("attempt\t1\t", StringComparison.Ordinal)
                && line.EndsWith("The receiver answered 500.", StringComparison.Ordinal)
        );
        Assert.Equal(
            told.MessageId,
            (await app.CliAsync(cast.Bob, "deliveries", "show", $"{told.DeliveryId}", "--json"))
                .Done()
                .Json<DeliveryRecord>()
                .MessageId
        );
        (await app.CliAsync(cast.Charlie, "deliveries", "show", $"{told.DeliveryId}")).Refused("There is no delivery");

        status = 204;
        (await app.CliAsync(cast.Ben, "deliveries", "replay", $"{told.DeliveryId}")).Done();
        await Wait.ForAsync(
            () => cast.SettledAsync(handoff.HandoffId, 1),
            log => log[0].State == DeliveryState.Delivered
        );
        Assert.Equal(
            ["Sending again: 1."],
            (await app.CliAsync(cast.Ben, "deliveries", "replay", "--state", "delivered", "--team", cast.Receiver))
                .Done()
                .Lines
        );
        Assert.Equal(
            0,
            (await app.CliAsync(cast.Ben, "deliveries", "replay", "--channel", "slack", "--json"))
                .Done()
                .Json<ReplayedRecord>()
                .Replayed
        );
        (await app.CliAsync(cast.Bob, "deliveries", "replay", "--state", "dead")).Refused("Only leads");
    }

    [Theory, EitherEngine]
    public async Task A_channel_is_tried_out_beside_the_server(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        await using var hook = await Receiver.AnswerAsync(200);
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [new("webhook", Url: hook.Url)] });

        // The command has settings of its own, and without leave a machine on the same network is none of its business.
        (await app.AdminAsync("team", "test-channel", cast.Receiver, "1")).Refused("BATON_ALLOW_PRIVATE_TARGETS");
        (await app.AdminAsync("team", "test-channel", cast.Receiver, "2")).Refused(
            $"There is no channel 2 of {cast.Receiver}"
        );
        Assert.Empty(hook.Requests);
    }
}

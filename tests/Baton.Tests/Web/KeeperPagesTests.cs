using Baton.Client;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Baton.Tests.Features.Deliveries;

namespace Baton.Tests.Web;

/// <summary>
/// What leads and admins look after: what did not arrive, who waits for nobody, and whether all is well.
/// </summary>
public sealed class KeeperPagesTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task Orphans_are_shown_to_those_who_may_see_them_with_what_to_do(Engine engine)
    {
        var cast = await apps.CastOn(engine); // without email and channels nobody can be told
        var handoff = await cast.InitiatedAsync();
        await cast.SettledAsync(handoff.HandoffId, 1);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var seen = await ben.GetAsync("/orphans");
        Assert.Contains(
            seen.Document.QuerySelectorAll("h2 a"),
            link => link.GetAttribute("href") == $"/handoffs/{handoff.HandoffId}"
        );
        Assert.Contains("No notice reached Receiver.", seen.Document.Body!.TextContent);
        Assert.Contains(seen.Document.QuerySelectorAll("nav a"), link => link.GetAttribute("href") == "/orphans");
        using var bob = await cast.App.VisitAsync(cast.Bob);
        Assert.DoesNotContain(
            (await bob.GetAsync("/")).Document.QuerySelectorAll("nav a"),
            link => link.GetAttribute("href") is "/orphans" or "/health"
        );
        using var charlie = await cast.App.VisitAsync(cast.Charlie);
        Assert.Contains("Every handoff has an owner", (await charlie.GetAsync("/orphans")).Document.Body!.TextContent);

        using var root = await cast.App.VisitAsync(cast.Root);
        var health = (await root.GetAsync("/health")).Document.Body!.TextContent;
        Assert.Matches("[0-9,]+ handoffs? needs? an owner", health);
        string[] checks =
        [
            "Notices are queued",
            "Reminders and escalations run on time",
            "The tables match this version",
            "No delivery is stuck",
            "There is enough disk space",
        ];
        Assert.All(checks, check => Assert.Contains(check, health));
    }

    [Theory, EitherEngine]
    public async Task A_channel_is_tried_out_and_what_failed_is_sent_again_by_a_button(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        // Notices fail until they are sent again by hand: one that is tried again by itself meanwhile must not arrive.
        var test = 500;
        var notices = 500;
        await using var hook = await Receiver.StartAsync(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            context.Response.StatusCode = (await body.ReadToEndAsync()).Contains(
                "channel.test",
                StringComparison.Ordinal
            )
                ? test
                : notices;
        });
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [new("webhook", Url: hook.Url)] });
        var handoff = await cast.InitiatedAsync();
        await cast.SettledAsync(handoff.HandoffId, 1, attempts: 1);
        using var ben = await app.VisitAsync(cast.Ben);
        var button = $"Send a test: webhook {hook.Url}";
        var failed = await ben.SubmitAsync(await ben.GetAsync($"/teams/{cast.Receiver}/notifications"), button);
        Assert.Equal(
            (422, true),
            (
                failed.Status,
                failed.Document.Body!.TextContent.Contains(
                    "The test message did not arrive. webhook " + hook.Url + ": The receiver answered 500.",
                    StringComparison.Ordinal
                )
            )
        );
        test = 204;
        var told = await ben.SubmitAsync(await ben.GetAsync($"/teams/{cast.Receiver}/notifications"), button);
        Assert.Contains("The test message arrived.", told.Document.QuerySelector("[role=status]")!.TextContent);

        using var bob = await app.VisitAsync(cast.Bob);
        Assert.DoesNotContain(
            "Send all again",
            (await bob.GetAsync("/deliveries?state=failed")).Document.Body!.TextContent
        );
        var log = await ben.GetAsync("/deliveries?state=failed");
        Assert.Contains($"#{handoff.HandoffId}", log.Document.Body!.TextContent);
        var again = await ben.SubmitAsync(log, "Send all again");
        Assert.Contains("1 notice will be sent again, with the same id as before.", again.Document.Body!.TextContent);
        // Only now, or the second attempt of its own schedule could arrive first and leave nothing to send again.
        notices = 204;
        await Wait.ForAsync(
            () => cast.SettledAsync(handoff.HandoffId, 1),
            all => all[0].State == DeliveryState.Delivered
        );
        Assert.DoesNotContain(
            "Send all again",
            (await ben.GetAsync("/deliveries?state=failed")).Document.Body!.TextContent
        );
    }
}

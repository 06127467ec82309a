using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Baton.Client;
using Baton.Tests.App;
using Baton.Tests.Channels;

namespace Baton.Tests.Features.Teams;

/// <summary>The secret of a webhook is made by Baton and shown once; rotated, the former one ends.</summary>
public sealed class WebhookSecretTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task A_secret_is_shown_once_and_signs_what_the_receiver_gets(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await using var hook = await Receiver.AnswerAsync(204);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var added = await ben.SubmitAsync(
            await ben.GetAsync($"/teams/{cast.Receiver}/notifications"),
            "Add channel",
            ("type", "webhook"),
            ("to", hook.Url)
        );
        var secret = added.Document.QuerySelector("#secret")!.TextContent;
        Assert.StartsWith("whsec_", secret);
        Assert.DoesNotContain(secret, (await ben.GetAsync(added.Path)).Text);

        var channel = Assert.Single((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels);
        Assert.Equal(ChannelRecord.KeptSecret, channel.Secret);
        var path = $"/teams/{cast.Receiver}/channels/{channel.Id}";
        var tested = await ben.SubmitAsync(await ben.GetAsync(path), "Send a test");
        Assert.Equal(path, tested.Path.Split('?')[0]);
        Assert.Contains("The test message arrived.", tested.Text, StringComparison.Ordinal);
        Assert.True(IsSigned(hook.Single, secret));

        var rotated = await ben.SubmitAsync(await ben.GetAsync($"{path}/rotate"), "Rotate secret");
        var fresh = rotated.Document.QuerySelector("#secret")!.TextContent;
        await cast.Ben.Api.TestChannelAsync(cast.Receiver, channel.Id);
        Assert.True(IsSigned(hook.Requests[^1], fresh));
        Assert.False(IsSigned(hook.Requests[^1], secret));
        Assert.Equal(
            403,
            (await Refusals.RefusedAsync(cast.Bob.Api.RotateChannelSecretAsync(cast.Receiver, 1))).Status
        );
    }

    [Theory, EitherEngine]
    public async Task The_former_secret_signs_too_as_long_as_it_was_given(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await using var hook = await Receiver.AnswerAsync(204);
        var made = await cast.Ben.Api.AddChannelAsync(cast.Receiver, new ChannelRequest("webhook", Url: hook.Url));
        var rotated = await cast.Ben.Api.RotateChannelSecretAsync(cast.Receiver, made.Id, overlapHours: 24);
        Assert.NotNull(rotated.FormerSecretEndsAt);
        await cast.Ben.Api.TestChannelAsync(cast.Receiver, made.Id);
        Assert.True(IsSigned(hook.Requests[^1], made.Secret!));
        Assert.True(IsSigned(hook.Requests[^1], rotated.Secret!));

        var again = await cast.Ben.Api.RotateChannelSecretAsync(cast.Receiver, made.Id);
        Assert.Null(again.FormerSecretEndsAt);
        await cast.Ben.Api.TestChannelAsync(cast.Receiver, made.Id);
        Assert.Equal(
            (false, false, true),
            (
                IsSigned(hook.Requests[^1], made.Secret!),
                IsSigned(hook.Requests[^1], rotated.Secret!),
                IsSigned(hook.Requests[^1], again.Secret!)
            )
        );
        var mail = await cast.Ben.Api.AddChannelAsync(
            cast.Receiver,
            new ChannelRequest("email", Address: "a@example.org")
        );
        Assert.Equal(
            422,
            (await Refusals.RefusedAsync(cast.Ben.Api.RotateChannelSecretAsync(cast.Receiver, mail.Id))).Status
        );
        Assert.Equal(
            "overlap_hours",
            Assert
                .Single(
                    (
                        await Refusals.RefusedAsync(
                            cast.Ben.Api.RotateChannelSecretAsync(cast.Receiver, made.Id, overlapHours: 169)
                        )
                    ).Errors!
                )
                .Field
        );
    }

    [Theory, EitherEngine]
    public async Task A_channel_hears_only_what_is_checked(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await using var hook = await Receiver.AnswerAsync(204);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var made = await cast.Ben.Api.AddChannelAsync(cast.Receiver, new ChannelRequest("webhook", Url: hook.Url));
        var path = $"/teams/{cast.Receiver}/channels/{made.Id}";
        var page = await ben.GetAsync(path);
        Assert.Equal(
            page.Document.QuerySelectorAll("[name=kind]").Length,
            page.Document.QuerySelectorAll("[name=kind][checked]").Length
        );
        Assert.Contains("\"type\": \"handoff.initiated\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("webhook-signature: v1,", page.Text, StringComparison.Ordinal);
        await ben.SubmitAsync(page, "Save", ("kind", "handoff.withdrawn"));
        Assert.Equal(
            ["handoff.withdrawn"],
            Assert.Single((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels).Kinds!
        );
        Assert.Contains("\"type\": \"handoff.withdrawn\"", (await ben.GetAsync(path)).Text, StringComparison.Ordinal);

        var handoff = await cast.InitiatedAsync();
        await cast.Alice.Api.WithdrawAsync(handoff.HandoffId, new WithdrawRequest("Sent twice."));
        await Wait.ForAsync(
            () => Task.FromResult(hook.Requests),
            all => all.Any(request => request.Text.Contains("handoff.withdrawn", StringComparison.Ordinal))
        );
        Assert.DoesNotContain(
            hook.Requests,
            request => request.Text.Contains("handoff.initiated", StringComparison.Ordinal)
        );

        var form = page.Document.QuerySelector("[name=form]")!.GetAttribute("value")!;
        var none = await ben.PostAsync(path, [("form", form), ("version", "2"), ("kinds", "asked")]);
        Assert.Equal(422, none.Status);
        Assert.Contains("Choose at least one kind of notice", none.Faults[0]);
    }

    [Theory, EitherEngine]
    public async Task An_operator_adds_changes_rotates_and_removes_one(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var added = (
            await cast.App.AdminAsync(
                "team",
                "add-channel",
                cast.Receiver,
                "webhook",
                "https://example.org/hook",
                "--kind",
                "handoff.accepted",
                "--kind",
                "handoff.completed"
            )
        ).Done();
        var channel = Assert.Single((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels);
        Assert.Equal(["handoff.accepted", "handoff.completed"], channel.Kinds!);
        Assert.Contains("whsec_", added.Out, StringComparison.Ordinal);
        var id = channel.Id.ToString(CultureInfo.InvariantCulture);
        var rotated = (await cast.App.AdminAsync("team", "rotate-secret", cast.Receiver, id)).Done();
        Assert.Contains("whsec_", rotated.Out, StringComparison.Ordinal);
        Assert.NotEqual(added.Out[added.Out.IndexOf("whsec_", StringComparison.Ordinal)..], rotated.Out);
        (await cast.App.AdminAsync("team", "change-channel", cast.Receiver, id, "--all-kinds")).Done();
        Assert.Null(Assert.Single((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels).Kinds);
        (await cast.App.AdminAsync("team", "remove-channel", cast.Receiver, id)).Done();
        Assert.Empty((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).Channels);
    }

    private static bool IsSigned(ReceivedRequest request, string secret)
    {
        var text = $"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{request.Text}";
        var mac = HMACSHA256.HashData(
            Convert.FromBase64String(secret["whsec_".Length..]),
            Encoding.UTF8.GetBytes(text)
        );
        return request.Headers["webhook-signature"].Split(' ').Contains("v1," + Convert.ToBase64String(mac));
    }
}

using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

/// <summary>A draft with the context of another handoff.</summary>
public sealed class CopyHandoffTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task It_is_a_draft_of_the_caller_with_the_same_context_and_the_newest_template(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var source = await cast.Alice.Api.CreateAsync(
            cast.NewHandoff(JsonElement.Parse("""{"client_name": "Acme", "contract_value": 1.50, "more": [1]}""")) with
            {
                Priority = "high",
                ExternalKey = "K-1",
            }
        );
        await cast.Bob.Api.AcceptAsync(source.HandoffId);
        await cast.Alice.Api.AttachAsync(source.HandoffId, "a.txt", new MemoryStream("a"u8.ToArray()));
        await cast.Alice.Api.AttachAsync(source.HandoffId, "b.txt", new MemoryStream("b"u8.ToArray()));
        await cast.Alice.Api.DetachAsync(source.HandoffId, 1);
        await cast.Root.Api.PublishTemplateAsync(
            cast.Template_,
            Cast.Template.Replace("KEY", cast.Template_)
                .Replace("SENDER", cast.Sender)
                .Replace("RECEIVER", cast.Receiver)
                .Replace("First step", "Another step")
        );

        var copy = await cast.Ann.Api.CopyAsync(source.HandoffId, new CopyRequest(Attachments: true));
        Assert.Equal((HandoffStatus.Draft, 2, "high"), (copy.Status, copy.TemplateVersion, copy.Priority));
        Assert.Equal(source.Context.GetRawText(), copy.Context.GetRawText());
        Assert.Equal("Another step", copy.Checklist[0].Text);
        Assert.Equal((null, null, null), (copy.ExternalKey, copy.InitiatedBy, copy.AcceptedBy));
        var file = Assert.Single(copy.Attachments);
        Assert.Equal(("b.txt", cast.Ann.Key), (file.Name, file.By));
        using var content = new MemoryStream();
        await cast.Ann.Api.DownloadAsync(copy.HandoffId, file.Number, content);
        Assert.Equal("b"u8.ToArray(), content.ToArray());
        Assert.Equal(cast.Ann.Key, (await cast.Ann.Api.GetEventsAsync(copy.HandoffId)).Items[0].Actor);
        Assert.Empty((await cast.Ann.Api.CopyAsync(source.HandoffId)).Attachments);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Bob.Api.GetAsync(copy.HandoffId))).Status);
    }

    [Theory, EitherEngine]
    public async Task It_is_for_people_of_the_sending_team(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Bob.Api.CopyAsync(id))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Charlie.Api.CopyAsync(id))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Alice.Api.CopyAsync(999_999_999))).Status);
    }

    [Theory, BothEngines]
    public async Task A_repeated_request_makes_one(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        var made = new HashSet<string>();
        foreach (var _ in (int[])[1, 2])
        {
            var answer = await cast.App.SendAsync(
                cast.Alice,
                HttpMethod.Post,
                $"api/v1/handoffs/{id}/copy",
                "{}",
                ("Idempotency-Key", $"copy-{id}")
            );
            Assert.Equal(201, answer.Status);
            made.Add(answer.Message.Headers.Location!.OriginalString);
        }

        Assert.Single(made);
    }

    [Theory, EitherEngine]
    public async Task The_page_and_the_command_line_copy_too(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var form = await alice.SubmitAsync(await alice.GetAsync($"/handoffs/{id}"), "Copy");
        Assert.Matches("^/handoffs/[0-9]+/edit$", form.Path);
        Assert.DoesNotContain($"/{id}/", form.Path);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        Assert.DoesNotContain("Copy", (await bob.GetAsync($"/handoffs/{id}")).Buttons);
        var copied = (await cast.App.CliAsync(cast.Alice, "handoff", "copy", $"{id}", "--json")).Done();
        Assert.Equal(HandoffStatus.Draft, copied.Json<HandoffRecord>().Status);
        (await cast.App.CliAsync(cast.Bob, "handoff", "copy", $"{id}")).Refused("sending team");
    }
}

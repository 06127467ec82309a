using System.Text;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Features.Templates.Publishing;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.Handoffs;

/// <summary>The gate judges outside of the writer's turn, and what it judged is what is handed over.</summary>
public sealed class JudgeHandoffTests(SharedApps apps)
{
    private const string Slow = @"(?:[\p{L}0-9 .,'&()/-]{1,80}\r?\n?){1,20}x";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task A_check_needs_no_turn_of_the_writer(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var held = new TaskCompletionSource();
        var free = new TaskCompletionSource();
        var holding = cast
            .App.Services.GetRequiredService<Writer>()
            .WriteAsync(
                async (_, _) =>
                {
                    held.SetResult();
                    await free.Task;
                },
                Cancel
            );
        await held.Task;
        try
        {
            Assert.True(
                (await cast.Alice.Api.CheckAsync(new CheckRequest(cast.Template_, Cast.Complete), Cancel)).Complete
            );
        }
        finally
        {
            free.SetResult();
            await holding;
        }

        var keyed = ("Idempotency-Key", Guid.NewGuid().ToString());
        var body = JsonSerializer.Serialize(new { template = cast.Template_, context = new { } });
        var first = await cast.App.SendAsync(cast.Alice, HttpMethod.Post, "/api/v1/handoffs/check", body, keyed);
        var again = await cast.App.SendAsync(cast.Alice, HttpMethod.Post, "/api/v1/handoffs/check", body, keyed);
        Assert.Equal((200, 200, first.Body), (first.Status, again.Status, again.Body));
        Assert.Equal(
            422,
            (await cast.App.SendAsync(cast.Alice, HttpMethod.Post, "/api/v1/handoffs/check", body + " ", keyed)).Status
        );
    }

    [Theory, BothEngines]
    public async Task What_changed_since_it_was_judged_is_judged_again(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var draft = await cast.DraftAsync();
        var services = cast.App.Services;
        var catalog = await services.GetRequiredService<Catalogs>().CurrentAsync(Cancel);
        var requestContext = new RequestContext(
            catalog.CallerOf(cast.Alice.Key)!,
            catalog,
            DateTime.UnixEpoch.AddYears(70),
            "api"
        );
        var factory = services.GetRequiredService<IDbContextFactory<BatonDb>>();
        var judged = await JudgeInitiate.JudgeAsync(
            factory,
            requestContext,
            draft.HandoffId,
            new InitiateRequest(),
            null,
            Cancel
        );
        await cast.Alice.Api.EditAsync(
            draft.HandoffId,
            new EditRequest(JsonElement.Parse("""{"client_name": "tbd"}""")),
            cancellationToken: Cancel
        );
        var outcome = await services.GetRequiredService<Writer>().WriteAsync(judged, Cancel);
        Assert.Same(Refusal.JudgeAgain, outcome.Refusal);
        Assert.Equal(
            "incomplete-context",
            (await Refusals.RefusedAsync(cast.Alice.Api.InitiateAsync(draft.HandoffId, cancellationToken: Cancel))).Type
        );
        Assert.Equal(HandoffStatus.Draft, (await cast.Alice.Api.GetAsync(draft.HandoffId, Cancel)).Status);
    }

    [Theory, BothEngines]
    public async Task Edits_at_the_same_moment_never_bring_an_incomplete_context_past_the_gate(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        for (var round = 0; round < 8; round++)
        {
            var id = (await cast.DraftAsync()).HandoffId;
            var body = JsonSerializer.Serialize(new { });
            var initiating = cast.App.SendAsync(
                cast.Alice,
                HttpMethod.Post,
                $"/api/v1/handoffs/{id}/initiate",
                body,
                ("Idempotency-Key", Guid.NewGuid().ToString())
            );
            var editing = cast.App.SendAsync(
                cast.Ann,
                HttpMethod.Patch,
                $"/api/v1/handoffs/{id}",
                """{"context": {"client_name": null}}"""
            );
            var initiated = await initiating;
            var edited = await editing;
            var passed = initiated.Status == 200;
            Assert.Equal(passed ? 200 : 422, initiated.Status);
            Assert.True(
                passed ? edited.Status is 409 or 422 : edited.Status == 200,
                $"The edit answered {edited.Status} beside {initiated.Status}."
            );
        }
    }

    [Theory, BothEngines]
    public async Task A_slow_pattern_that_was_published_before_is_a_fault_of_its_field_at_every_door(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await PublishedBeforeAsync(cast);
        var text = string.Concat(Enumerable.Repeat("lorem ipsum ", 200));
        var context = JsonSerializer.SerializeToElement(new { c = text });
        var check = await cast.Alice.Api.CheckAsync(new CheckRequest(cast.Template_, context), Cancel);
        Assert.Equal(("c", "rule"), (Assert.Single(check.Errors).Field, check.Errors[0].Code));
        var refused = await Refusals.RefusedAsync(
            cast.Alice.Api.CreateAsync(new CreateHandoffRequest(cast.Template_, context), cancellationToken: Cancel)
        );
        Assert.Equal((422, "c"), (refused.Status, Assert.Single(refused.Errors!).Field));
        var draft = await cast.Alice.Api.CreateAsync(
            new CreateHandoffRequest(cast.Template_, context, Draft: true),
            cancellationToken: Cancel
        );
        Assert.Equal(
            422,
            (
                await Refusals.RefusedAsync(cast.Alice.Api.InitiateAsync(draft.HandoffId, cancellationToken: Cancel))
            ).Status
        );
        var lines = new[] { "short x", text, "short two x" }.Select(
            (value, i) =>
                JsonSerializer.Serialize(
                    new
                    {
                        template = cast.Template_,
                        external_key = $"rx-{i}",
                        context = new { c = value },
                    }
                )
        );
        var ran = await cast.App.ImportAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)), "--format", "ndjson");
        Assert.Equal(1, ran.Code);
        Assert.StartsWith("line 1: created", ran.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("line 2: refused: c ", ran.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith("line 3: created", ran.Lines[2], StringComparison.Ordinal);
    }

    /// <summary>As it stands in the store of somebody who published it when it was not refused yet.</summary>
    private static async Task PublishedBeforeAsync(Cast cast)
    {
        var template = TemplateFile
            .Parse(
                $"key: {cast.Template_}\nfrom_team: {cast.Sender}\nreceiving_team: "
                    + $"{cast.Receiver}\nfields: [{{ key: c, type: long_text }}]"
            )
            .Templates[0];
        var slow = template with { Fields = [template.Fields[0] with { Pattern = Slow }] };
        await cast
            .App.Services.GetRequiredService<Writer>()
            .WriteAsync(
                async (db, token) =>
                {
                    db.Templates.Add(
                        new PublishedTemplate
                        {
                            Key = slow.Key,
                            Version = 2,
                            Content = slow,
                            ContentHash = TemplateContent.HashOf(slow),
                            PublishedAt = DateTime.UnixEpoch.AddYears(50),
                        }
                    );
                    await db.SaveChangesAsync(token);
                },
                Cancel
            );
    }
}

using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.Handoffs;

public sealed class CreateHandoffTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task What_is_missing_is_named_in_the_templates_order_and_the_attempt_is_kept_without_values(
        Engine engine
    )
    {
        var cast = await apps.CastOn(engine);
        var refused = await Refusals.RefusedAsync(
            cast.Alice.Api.CreateAsync(
                cast.NewHandoff(JsonElement.Parse("""{"note": "secret-value", "contract_value": null}"""))
            )
        );
        Assert.Equal(
            (422, "incomplete-context", "Missing required fields: client_name, contract_value"),
            (refused.Status, refused.Type, refused.Detail)
        );
        Assert.Equal(["client_name", "contract_value"], refused.Errors!.Select(error => error.Field));
        Assert.All(refused.Errors!, error => Assert.Equal("missing", error.Code));
        var attempt = await cast.App.ReadAsync(db =>
            db.GateAttempts.SingleAsync(gateAttempt => gateAttempt.Template == cast.Template_)
        );
        Assert.Equal(
            (cast.Alice.Key, cast.Sender, 1, "api"),
            (attempt.Person, attempt.Team, attempt.TemplateVersion, attempt.Door)
        );
        Assert.Equal(["client_name", "contract_value"], attempt.Fields);
        Assert.DoesNotContain("secret-value", JsonSerializer.Serialize(attempt));
    }

    [Theory, BothEngines]
    public async Task A_complete_one_is_handed_over_with_location_and_etag(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var answer = await cast.App.SendAsync(
            cast.Alice,
            HttpMethod.Post,
            "api/v1/handoffs",
            $$$"""{"template": "{{{cast.Template_}}}", "context": {"client_name": "Åcme ✓ GmbH","""
                + """ "contract_value": 50000.00, "extra": [1, {"a": null}]}}"""
        );
        Assert.Equal(201, answer.Status);
        var handoff = JsonSerializer.Deserialize<HandoffRecord>(answer.Body, BatonJson.Options)!;
        Assert.Equal($"/api/v1/handoffs/{handoff.HandoffId}", answer.Message.Headers.Location!.ToString());
        Assert.Equal("\"1\"", answer.Message.Headers.ETag!.Tag);
        Assert.Equal(
            (HandoffStatus.Initiated, "Åcme ✓ GmbH", cast.Sender, cast.Alice.Key),
            (handoff.Status, handoff.Title, handoff.ResponsibleTeam, handoff.InitiatedBy)
        );
        Assert.Equal(
            """{"client_name":"Åcme ✓ GmbH","contract_value":50000.00,"extra":[1,{"a":null}]}""",
            handoff.Context.GetRawText()
        );
        Assert.Equal(handoff.InitiatedAt!.Value.AddHours(8), handoff.AcceptBy);
        Assert.Equal(["edit", "withdraw", "ask", "comment", "request_assist", "attach"], handoff.AllowedCommands);
        Assert.Equal(["first-step", "second", "third"], handoff.Checklist.Select(step => step.Key));
    }

    [Theory, BothEngines]
    public async Task As_deep_as_a_body_may_be_it_is_stored_and_read_again(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var deep = string.Concat(Enumerable.Repeat("[", 30)) + string.Concat(Enumerable.Repeat("]", 30));
        var handoff = await cast.Alice.Api.CreateAsync(
            cast.NewHandoff(JsonElement.Parse($$"""{"client_name": "Acme", "contract_value": 1, "extra": {{deep}}}"""))
        );
        Assert.Equal(deep, (await cast.Bob.Api.GetAsync(handoff.HandoffId)).Context.GetProperty("extra").GetRawText());
        Assert.Contains(
            deep,
            (await cast.Bob.Api.GetEventsAsync(handoff.HandoffId)).Items[0].Data.GetRawText(),
            StringComparison.Ordinal
        );
    }

    [Theory, BothEngines]
    public async Task Only_the_sending_team_may(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Bob.Api.CreateAsync(cast.NewHandoff()))).Status);
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Charlie.Api.CreateAsync(cast.NewHandoff()))).Status);
        Assert.Equal(HandoffStatus.Initiated, (await cast.Root.Api.CreateAsync(cast.NewHandoff())).Status);
    }

    [Theory, BothEngines]
    public async Task A_waiver_of_a_lead_lets_it_pass_and_stays_visible(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var request = cast.NewHandoff(JsonElement.Parse("""{"client_name": "TBD", "contract_value": 1}"""));
        Assert.Equal(
            "placeholder",
            Assert.Single((await Refusals.RefusedAsync(cast.Alice.Api.CreateAsync(request))).Errors!).Code
        );
        request = request with { Waivers = [new WaiverRequest("client_name", "The name is being registered.")] };
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Alice.Api.CreateAsync(request))).Status);
        var handoff = await cast.Ann.Api.CreateAsync(request);
        Assert.Equal(
            new Waiver("client_name", "The name is being registered.", cast.Ann.Key),
            Assert.Single((await cast.Bob.Api.GetAsync(handoff.HandoffId)).Waivers)
        );
    }

    [Theory, BothEngines]
    public async Task An_external_key_gives_the_first_one_again_and_refuses_other_content(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var request = cast.NewHandoff() with { ExternalKey = "crm-1" };
        var first = await cast.Alice.Api.CreateAsync(request);
        await cast.Bob.Api.AcceptAsync(first.HandoffId);
        var again = await cast.App.SendAsync(
            cast.Alice,
            HttpMethod.Post,
            "api/v1/handoffs",
            JsonSerializer.Serialize(request, BatonJson.Options)
        );
        Assert.Equal(200, again.Status);
        Assert.Equal(
            (first.HandoffId, HandoffStatus.Accepted),
            (
                JsonSerializer.Deserialize<HandoffRecord>(again.Body, BatonJson.Options)!.HandoffId,
                JsonSerializer.Deserialize<HandoffRecord>(again.Body, BatonJson.Options)!.Status
            )
        );
        var other = await Refusals.RefusedAsync(
            cast.Alice.Api.CreateAsync(
                request with
                {
                    Context = JsonElement.Parse("""{"client_name": "Other", "contract_value": 1}"""),
                }
            )
        );
        Assert.Equal((409, "external-key-taken"), (other.Status, other.Type));
    }

    [Theory, BothEngines]
    public async Task Of_many_at_once_with_one_external_key_one_is_made(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var all = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(_ => cast.Alice.Api.CreateAsync(cast.NewHandoff() with { ExternalKey = "race" }))
        );
        Assert.Single(all.Select(handoff => handoff.HandoffId).Distinct());
    }

    [Theory, BothEngines]
    public async Task An_idempotency_key_gives_the_first_answer_again(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var all = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => cast.Alice.Api.CreateAsync(cast.NewHandoff(), idempotencyKey: "once"))
        );
        Assert.Single(all.Select(handoff => handoff.HandoffId).Distinct());
        await cast.Bob.Api.AcceptAsync(all[0].HandoffId);
        Assert.Equal(
            HandoffStatus.Initiated,
            (await cast.Alice.Api.CreateAsync(cast.NewHandoff(), idempotencyKey: "once")).Status
        );
        var reused = await Refusals.RefusedAsync(
            cast.Alice.Api.CreateAsync(cast.NewHandoff() with { Priority = "high" }, idempotencyKey: "once")
        );
        Assert.Equal((422, "idempotency-key-reused"), (reused.Status, reused.Type));
        Assert.NotEqual(
            all[0].HandoffId,
            (await cast.Ann.Api.CreateAsync(cast.NewHandoff(), idempotencyKey: "once")).HandoffId
        );
    }

    [Theory, BothEngines]
    public async Task A_draft_passes_no_gate_until_it_is_initiated(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var draft = await cast.Alice.Api.CreateAsync(cast.NewHandoff(JsonElement.Parse("{}")) with { Draft = true });
        Assert.Equal((HandoffStatus.Draft, "N/A", (DateTime?)null), (draft.Status, draft.Title, draft.InitiatedAt));
        Assert.Equal(
            "incomplete-context",
            (await Refusals.RefusedAsync(cast.Alice.Api.InitiateAsync(draft.HandoffId))).Type
        );
        var edited = await cast.Alice.Api.EditAsync(draft.HandoffId, new EditRequest(Cast.Complete), version: 1);
        Assert.Equal((2, 2, "Acme GmbH"), (edited.Version, edited.ContextRevision, edited.Title));
        Assert.Equal(
            412,
            (
                await Refusals.RefusedAsync(
                    cast.Alice.Api.EditAsync(draft.HandoffId, new EditRequest(Cast.Complete), version: 1)
                )
            ).Status
        );
        Assert.Equal(HandoffStatus.Initiated, (await cast.Alice.Api.InitiateAsync(draft.HandoffId)).Status);
    }

    [Theory, BothEngines]
    public async Task Every_fault_of_the_content_is_named(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var answer = await cast.App.SendAsync(
            cast.Alice,
            HttpMethod.Post,
            "api/v1/handoffs",
            """{"contex": {}, "priority": 3, "waivers": [{"field": "x"}], "draft": "yes"}"""
        );
        Assert.Equal(422, answer.Status);
        Assert.Equal(
            ["contex", "priority", "waivers[0].reason", "draft", "template", "context"],
            answer.Problem.Errors!.Select(error => error.Field)
        );
        Assert.Equal(
            "template",
            Assert
                .Single(
                    (
                        await Refusals.RefusedAsync(
                            cast.Alice.Api.CreateAsync(new CreateHandoffRequest("nothing", Cast.Complete))
                        )
                    ).Errors!
                )
                .Field
        );
        Assert.Equal(
            "priority",
            Assert
                .Single(
                    (
                        await Refusals.RefusedAsync(
                            cast.Alice.Api.CreateAsync(cast.NewHandoff() with { Priority = "asap" })
                        )
                    ).Errors!
                )
                .Field
        );
        Assert.Equal(
            "parent_id",
            Assert
                .Single(
                    (
                        await Refusals.RefusedAsync(
                            cast.Alice.Api.CreateAsync(cast.NewHandoff() with { ParentId = 99_999_999 })
                        )
                    ).Errors!
                )
                .Field
        );
    }

    [Theory, BothEngines]
    public async Task Checking_stores_nothing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var check = await cast.Alice.Api.CheckAsync(new CheckRequest(cast.Template_, JsonElement.Parse("{}")));
        Assert.False(check.Complete);
        Assert.Equal(["client_name", "contract_value"], check.Errors.Select(error => error.Field));
        Assert.True((await cast.Bob.Api.CheckAsync(new CheckRequest(cast.Template_, Cast.Complete))).Complete);
        Assert.Equal(
            0,
            await cast.App.ReadAsync(db =>
                db.GateAttempts.CountAsync(gateAttempt => gateAttempt.Template == cast.Template_)
            )
        );
        Assert.Empty((await cast.Alice.Api.ListAsync()).Items);
    }
}

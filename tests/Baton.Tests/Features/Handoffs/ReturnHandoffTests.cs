using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

public sealed class ReturnHandoffTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task A_return_names_fields_and_gives_the_responsibility_back(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var returned = await cast.ReturnedAsync();
        Assert.Equal((HandoffStatus.Returned, cast.Sender), (returned.Status, returned.ResponsibleTeam));
        Assert.Equal(
            new Finding("contract_value", FindingCode.Wrong, "It says 60000 in the contract."),
            Assert.Single(returned.Findings)
        );
        Assert.Equal(
            ["edit", "initiate", "withdraw", "ask", "comment", "request_assist", "dispute", "attach"],
            (await cast.Alice.Api.GetAsync(returned.HandoffId)).AllowedCommands
        );
    }

    [Theory, EitherEngine]
    public async Task Who_returns_what_was_corrected_meanwhile_reads_it_first(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var form = await bob.GetAsync($"/handoffs/{id}/return");
        await cast.Alice.Api.EditAsync(id, new EditRequest(JsonElement.Parse("""{"contract_value": 60000}""")));
        (string, string)[] finding =
        [
            ("field", "contract_value"),
            ("code.contract_value", "Wrong"),
            ("note.contract_value", "Not 50000."),
        ];
        var refused = await bob.SubmitAsync(form, "Return", finding);
        Assert.Equal(409, refused.Status);
        Assert.Contains("You saw revision 1 of the context; it is at revision 2.", Assert.Single(refused.Faults));
        Assert.Contains("60,000", refused.Document.QuerySelector(".finding:has([value=contract_value])")!.TextContent);
        Assert.Equal("Not 50000.", refused.Document.QuerySelector("[name='note.contract_value']")!.TextContent);
        Assert.Equal(HandoffStatus.Initiated, (await cast.Bob.Api.GetAsync(id)).Status);
        var api = await Refusals.RefusedAsync(
            cast.Bob.Api.ReturnAsync(id, new ReturnRequest([new FindingRequest("note", FindingCode.Missing)], 1))
        );
        Assert.Equal((409, "context-changed"), (api.Status, api.Type));
        Assert.Equal(200, (await bob.SubmitAsync(refused, "Return")).Status);
        Assert.Equal(HandoffStatus.Returned, (await cast.Bob.Api.GetAsync(id)).Status);
    }

    [Theory, EitherEngine]
    public async Task Every_finding_is_answered_by_a_change_or_a_reply_before_it_goes_again(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.ReturnedAsync()).HandoffId;
        var refused = await Refusals.RefusedAsync(cast.Alice.Api.InitiateAsync(id));
        Assert.Equal(
            (422, "unanswered-findings", "contract_value"),
            (refused.Status, refused.Type, Assert.Single(refused.Errors!).Field)
        );
        var strange = await Refusals.RefusedAsync(
            cast.Alice.Api.InitiateAsync(
                id,
                new InitiateRequest(
                    Replies: new Dictionary<string, string> { ["contract_value"] = "It is right.", ["note"] = "?" }
                )
            )
        );
        Assert.Equal("replies.note", Assert.Single(strange.Errors!).Field);

        var again = await cast.Alice.Api.InitiateAsync(
            id,
            new InitiateRequest(Replies: new Dictionary<string, string> { ["contract_value"] = "It is right." })
        );
        Assert.Equal((HandoffStatus.Initiated, "It is right."), (again.Status, Assert.Single(again.Findings).Reply));
        await cast.Bob.Api.ReturnAsync(
            id,
            new ReturnRequest([new FindingRequest("contract_value", FindingCode.Outdated)])
        );
        await cast.Alice.Api.EditAsync(id, new EditRequest(JsonElement.Parse("""{"contract_value": 60000}""")));
        var third = await cast.Alice.Api.InitiateAsync(id);
        Assert.True(Assert.Single(third.Findings).Changed);
        Assert.Equal((again.InitiatedAt, 2), (third.InitiatedAt, third.ContextRevision));
    }

    [Theory, EitherEngine]
    public async Task Without_findings_or_with_a_strange_field_it_is_refused(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        Assert.Equal(
            "findings",
            Assert
                .Single((await Refusals.RefusedAsync(cast.Bob.Api.ReturnAsync(id, new ReturnRequest([])))).Errors!)
                .Field
        );
        Assert.Equal(
            "findings[0].field",
            Assert
                .Single(
                    (
                        await Refusals.RefusedAsync(
                            cast.Bob.Api.ReturnAsync(
                                id,
                                new ReturnRequest([new FindingRequest("nothing", FindingCode.Wrong)])
                            )
                        )
                    ).Errors!
                )
                .Field
        );
        var answer = await cast.App.SendAsync(
            cast.Bob,
            HttpMethod.Post,
            $"api/v1/handoffs/{id}/return",
            """{"findings": [{"field": "client_name", "code": "bad", "notes": "x"}]}"""
        );
        Assert.Equal(["findings[0].code", "findings[0].notes"], answer.Problem.Errors!.Select(error => error.Field));
        Assert.Equal(1, (await cast.Alice.Api.GetAsync(id)).Version);
    }

    [Theory, EitherEngine]
    public async Task What_was_accepted_can_still_be_returned(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.AcceptedAsync()).HandoffId;
        var returned = await cast.Bob.Api.ReturnAsync(
            id,
            new ReturnRequest([new FindingRequest("client_name", FindingCode.Unclear)])
        );
        Assert.Equal((null, null, null), (returned.AcceptedBy, returned.Owner, returned.CompleteBy));
        await cast.Alice.Api.InitiateAsync(
            id,
            new InitiateRequest(Replies: new Dictionary<string, string> { ["client_name"] = "As in the register." })
        );
        Assert.Equal(HandoffStatus.Accepted, (await cast.Ben.Api.AcceptAsync(id)).Status);
    }
}

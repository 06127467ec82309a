using System.Text.Json;
using Baton.Client;
using Baton.Features.Notices;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.Handoffs;

/// <summary>What the sending team may change after handing over, and how the receiving team learns of it.</summary>
public sealed class CorrectHandoffTests(SharedApps apps)
{
    private static EditRequest Values(string json) => new(JsonElement.Parse(json));

    [Theory, BothEngines]
    public async Task Before_accepting_it_makes_a_new_revision_and_the_old_one_cannot_be_accepted(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        var corrected = await cast.Alice.Api.EditAsync(id, Values("""{"contract_value": 60000, "note": null}"""));
        Assert.Equal((HandoffStatus.Initiated, 2, 2), (corrected.Status, corrected.ContextRevision, corrected.Version));
        Assert.Equal(60000, corrected.Context.GetProperty("contract_value").GetInt32());
        var mark = Assert.Single(corrected.Corrections);
        Assert.Equal(("contract_value", 2, cast.Alice.Key), (mark.Field, mark.SinceRevision, mark.By));
        Assert.Equal(50000, mark.Before!.Value.GetInt32());

        var refused = await Refusals.RefusedAsync(cast.Bob.Api.AcceptAsync(id, new AcceptRequest(ContextRevision: 1)));
        Assert.Equal((409, "context-changed"), (refused.Status, refused.Type));
        var accepted = await cast.Bob.Api.AcceptAsync(id, new AcceptRequest(ContextRevision: 2));
        Assert.Empty(accepted.Corrections);
        Assert.DoesNotContain("seen", accepted.AllowedCommands);
    }

    [Theory, BothEngines]
    public async Task After_accepting_it_stands_marked_until_the_receiving_team_has_seen_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.AcceptedAsync()).HandoffId;
        await cast.Alice.Api.EditAsync(id, Values("""{"contract_value": 60000}"""));
        var twice = await cast.Ann.Api.EditAsync(id, Values("""{"contract_value": 70000, "note": "Call first."}"""));
        Assert.Equal(
            [("contract_value", (int?)50000, 2), ("note", null, 3)],
            twice.Corrections.Select(mark => (mark.Field, mark.Before?.GetInt32(), mark.SinceRevision))
        );
        Assert.DoesNotContain("seen", twice.AllowedCommands);
        Assert.Contains("seen", (await cast.Bob.Api.GetAsync(id)).AllowedCommands);

        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Alice.Api.SeenAsync(id, new SeenRequest(3)))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Charlie.Api.SeenAsync(id, new SeenRequest(3)))).Status);
        foreach (var older in (int[])[2, 0, -1, 4])
            Assert.Equal((409, "context-changed"), await TypeAsync(cast.Bob.Api.SeenAsync(id, new SeenRequest(older))));
        var seen = await cast.Bob.Api.SeenAsync(id, new SeenRequest(3));
        Assert.Empty(seen.Corrections);
        Assert.Equal(seen.Version, (await cast.Ben.Api.SeenAsync(id, new SeenRequest(3))).Version);
        var last = (await cast.Alice.Api.GetEventsAsync(id)).Items[^1];
        Assert.Equal(("handoff.seen", cast.Bob.Key), (last.Kind, last.Actor));
        Assert.Equal(3, last.Data.GetProperty("context_revision").GetInt32());
    }

    [Theory, BothEngines]
    public async Task What_the_gate_refuses_changes_nothing_and_counts_as_nothing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var accepted = await cast.AcceptedAsync();
        foreach (
            var (values, field) in ((string, string)[])
                [
                    ("""{"client_name": null}""", "client_name"),
                    ("""{"client_name": "  "}""", "client_name"),
                    ("""{"client_name": "tbd"}""", "client_name"),
                    ("""{"contract_value": -1}""", "contract_value"),
                    ("""{"contract_value": "much"}""", "contract_value"),
                ]
        )
        {
            var problem = await Refusals.RefusedAsync(cast.Alice.Api.EditAsync(accepted.HandoffId, Values(values)));
            Assert.Equal((422, "incomplete-context"), (problem.Status, problem.Type));
            Assert.Equal(field, Assert.Single(problem.Errors!).Field);
        }

        var after = await cast.Alice.Api.GetAsync(accepted.HandoffId);
        Assert.Equal((accepted.Version, 1), (after.Version, after.ContextRevision));
        await cast.Alice.Api.EditAsync(accepted.HandoffId, Values("""{"contract_value": 60000}"""));
        var report = (await cast.Alice.Api.SendersAsync(template: cast.Template_)).Items;
        var row = Assert.Single(report, sender => sender.Team == cast.Sender);
        Assert.Equal((1, 0, 0, 1.0), (row.Handoffs, row.RejectedAttempts, row.Defective, row.FirstPassYield));
    }

    [Theory, EitherEngine]
    public async Task A_late_gap_counts_whatever_is_corrected_after_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.AcceptedAsync()).HandoffId;
        await cast.Bob.Api.FlagGapAsync(id, new GapRequest("contract_value", FindingCode.Wrong));
        var corrected = await cast.Alice.Api.EditAsync(id, Values("""{"contract_value": 60000}"""));
        Assert.True(Assert.Single(corrected.Defects).Counts);
        var row = Assert.Single((await cast.Alice.Api.SendersAsync(template: cast.Template_)).Items);
        Assert.Equal((1, 1), (row.LateGaps, row.Defective));
    }

    [Theory, EitherEngine]
    public async Task What_changes_nothing_is_no_correction_and_what_is_put_back_is_marked_no_more(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var accepted = await cast.AcceptedAsync();
        var same = await cast.Alice.Api.EditAsync(accepted.HandoffId, Values("""{"contract_value": 50000}"""));
        Assert.Equal(accepted.Version, same.Version);
        await cast.Alice.Api.EditAsync(accepted.HandoffId, Values("""{"contract_value": 60000}"""));
        var back = await cast.Alice.Api.EditAsync(accepted.HandoffId, Values("""{"contract_value": 50000}"""));
        Assert.Empty(back.Corrections);
        Assert.Equal(3, back.ContextRevision);
    }

    [Theory, EitherEngine]
    public async Task It_is_for_the_sending_team_while_it_is_under_way(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.AcceptedAsync()).HandoffId;
        var values = Values("""{"contract_value": 60000}""");
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Bob.Api.EditAsync(id, values))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Charlie.Api.EditAsync(id, values))).Status);
        Assert.Equal(412, (await Refusals.RefusedAsync(cast.Alice.Api.EditAsync(id, values, version: 1))).Status);
        Assert.Contains("edit", (await cast.Alice.Api.GetAsync(id)).AllowedCommands);
        Assert.DoesNotContain("edit", (await cast.Bob.Api.GetAsync(id)).AllowedCommands);
        var done = (await cast.CompletedAsync()).HandoffId;
        Assert.Equal((409, "wrong-state"), await TypeAsync(cast.Alice.Api.EditAsync(done, values)));
    }

    [Theory, BothEngines]
    public async Task The_receiving_team_is_told_and_nobody_of_seeing_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.AcceptedAsync()).HandoffId;
        await cast.Alice.Api.EditAsync(id, Values("""{"contract_value": 60000}"""));
        await cast.Bob.Api.SeenAsync(id, new SeenRequest(2));
        Assert.Equal(
            ["handoff.initiated", "handoff.accepted", "handoff.corrected"],
            await cast.App.ReadAsync(db =>
                db.Notices.Where(notice => notice.HandoffId == id)
                    .OrderBy(notice => notice.Id)
                    .Select(notice => notice.Kind)
                    .ToListAsync()
            )
        );
        var told = await Wait.ForAsync(
            async () => (await cast.Root.Api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = id })).Items,
            items => items.Any(delivery => delivery.Kind == "handoff.corrected")
        );
        Assert.Equal(cast.Receiver, told.Single(delivery => delivery.Kind == "handoff.corrected").Team);
    }

    [Theory, BothEngines]
    public async Task It_is_found_by_what_it_says_now(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.AcceptedAsync()).HandoffId;
        var corrected = await cast.Alice.Api.EditAsync(id, Values("""{"client_name": "Zephyrine Ltd"}"""));
        Assert.Equal("Zephyrine Ltd", corrected.Title);
        var found = await cast.Bob.Api.ListAsync(new HandoffQuery { Search = "zephyrine" });
        Assert.Equal(id, Assert.Single(found.Items).HandoffId);
    }

    [Theory, BothEngines]
    public async Task Of_a_correction_and_an_acceptance_at_once_nothing_is_lost(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        await Task.WhenAll(
            cast.Alice.Api.EditAsync(id, Values("""{"contract_value": 60000}""")),
            cast.Ann.Api.EditAsync(id, Values("""{"note": "Call first."}""")),
            cast.Bob.Api.AcceptAsync(id)
        );
        var after = await cast.Bob.Api.GetAsync(id);
        Assert.Equal((HandoffStatus.Accepted, 3), (after.Status, after.ContextRevision));
        Assert.Equal(60000, after.Context.GetProperty("contract_value").GetInt32());
        Assert.Equal("Call first.", after.Context.GetProperty("note").GetString());
    }

    [Theory, EitherEngine]
    public async Task On_pages_the_sender_corrects_and_the_receiver_sees_both_values(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.AcceptedAsync()).HandoffId;
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        Assert.Contains("Correct", (await alice.GetAsync($"/handoffs/{id}")).Buttons);
        var form = await alice.GetAsync($"/handoffs/{id}/edit");
        Assert.Equal(["Correct", "Preview"], form.Buttons);
        var refused = await alice.SubmitAsync(form, "Correct", ("v.client_name", ""), ("v.contract_value", "60000"));
        Assert.Equal(422, refused.Status);
        Assert.NotEmpty(refused.Faults);
        var done = await alice.SubmitAsync(form, "Correct", ("v.contract_value", "60000"));
        Assert.Equal($"/handoffs/{id}", done.Path);
        Assert.DoesNotContain("Mark as seen", done.Buttons);

        var page = await bob.GetAsync($"/handoffs/{id}");
        var field = page.Document.QuerySelector("#c-f-contract_value")!.TextContent;
        Assert.Contains("60,000", field);
        Assert.Contains("50,000", field);
        var seen = await bob.SubmitAsync(page, "Mark as seen");
        Assert.DoesNotContain("50,000", seen.Document.QuerySelector("#c-f-contract_value")!.TextContent);
        Assert.Contains("marked revision 2 as seen", seen.Text);
    }

    private static async Task<(int, string)> TypeAsync<T>(Task<T> call)
    {
        var problem = await Refusals.RefusedAsync(call);
        return (problem.Status, problem.Type);
    }
}

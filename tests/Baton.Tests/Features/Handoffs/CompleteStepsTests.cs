using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

/// <summary>Every step that asks for no evidence is completed at once, at every door.</summary>
public sealed class CompleteStepsTests(SharedApps apps)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EitherEngine]
    public async Task What_was_skipped_stays_skipped_and_what_needs_evidence_stays_open(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = await AcceptedAsync(cast, evidence: true);
        await cast.Ben.Api.TickAsync(id, "first", new TickRequest(Skipped: true, Note: "They have one."), Cancel);
        var done = await cast.Bob.Api.CompleteStepsAsync(id, new CompleteStepsRequest("On site."), Cancel);
        Assert.Equal(
            [("first", false, true), ("second", true, false), ("third", true, false), ("proof", false, false)],
            done.Checklist.Select(step => (step.Key, step.Done, step.Skipped))
        );
        Assert.Equal(
            [(cast.Bob.Key, "On site.")],
            done.Checklist.Where(step => step.Done).Select(step => (step.By, step.Note)).Distinct()
        );
        var told = (await cast.Bob.Api.GetEventsAsync(id)).Items[^1];
        Assert.Equal(
            ("steps.completed", """["second","third"]"""),
            (told.Kind, told.Data.GetProperty("keys").ToString())
        );
        var refused = await Refusals.RefusedAsync(
            cast.Bob.Api.CompleteStepsAsync(id, new CompleteStepsRequest(), Cancel)
        );
        Assert.Equal((409, "checklist-open"), (refused.Status, refused.Type));
        Assert.Contains("Proof", refused.Detail, StringComparison.Ordinal);
        await cast.Bob.Api.TickAsync(id, "proof", new(Done: true, Evidence: new GivenEvidence(Text: "Tight.")), Cancel);
        var version = (await cast.Bob.Api.GetAsync(id)).Version;
        // Nothing is left to do, and nothing is written.
        Assert.Equal(version, (await cast.Bob.Api.CompleteStepsAsync(id, new(), Cancel)).Version);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var past = string.Join(
            '\n',
            (await bob.GetAsync($"/handoffs/{id}")).Document.QuerySelectorAll(".past").Select(list => list.TextContent)
        );
        Assert.Contains("completed 2 steps", past, StringComparison.Ordinal);
        Assert.Contains(
            "Second\nThird\nOn site.",
            past.Replace("\r", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Theory, EitherEngine]
    public async Task On_the_page_it_is_one_click_and_for_one_step_there_is_no_button(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = await AcceptedAsync(cast, evidence: false);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        Assert.Null((await alice.GetAsync($"/handoffs/{id}")).Document.QuerySelector($"form[action$='checklist/all']"));
        var done = await bob.SubmitAsync(await bob.GetAsync($"/handoffs/{id}"), "Complete all steps");
        Assert.Equal(200, done.Status);
        Assert.All((await cast.Bob.Api.GetAsync(id)).Checklist, step => Assert.True(step.Done));
        Assert.Equal(200, (await bob.SubmitAsync(done, "Complete")).Status);
        Assert.Equal(HandoffStatus.Completed, (await cast.Bob.Api.GetAsync(id)).Status);

        var other = await AcceptedAsync(cast, evidence: false);
        await cast.Bob.Api.TickAsync(other, "first", new TickRequest(Done: true), Cancel);
        await cast.Bob.Api.TickAsync(other, "second", new TickRequest(Done: true), Cancel);
        var page = await bob.GetAsync($"/handoffs/{other}");
        Assert.Null(page.Document.QuerySelector("form[action$='checklist/all']"));
    }

    [Fact]
    public async Task The_command_line_says_what_is_open()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var id = await AcceptedAsync(cast, evidence: true);
        var done = await cast.App.CliAsync(cast.Bob, "handoff", "complete-steps", $"{id}");
        Assert.Contains("1 required step is open.", done.Done().Out, StringComparison.Ordinal);
        (await cast.App.CliAsync(cast.Alice, "handoff", "complete-steps", $"{id}")).Refused("complete steps");
    }

    private static async Task<long> AcceptedAsync(Cast cast, bool evidence)
    {
        await cast.Ben.Api.PublishTemplateAsync(
            cast.Template_,
            $$"""
            key: {{cast.Template_}}
            from_team: {{cast.Sender}}
            receiving_team: {{cast.Receiver}}
            fields:
              - { key: client_name, type: text, required: true }
              - { key: contract_value, type: money }
            checklist:
              - { key: first, text: First }
              - { key: second, text: Second }
              - { key: third, text: Third }
              {{(evidence ? "- { key: proof, text: Proof, evidence: text }" : "")}}
            """
        );
        return (await cast.AcceptedAsync()).HandoffId;
    }
}

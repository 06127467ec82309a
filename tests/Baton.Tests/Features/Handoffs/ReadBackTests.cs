using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

/// <summary>The receiver says what they accepted; the sender says whether that is right.</summary>
public sealed class ReadBackTests(SharedApps apps)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EitherEngine]
    public async Task The_sender_confirms_it_once(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var accepted = await AcceptedAsync(cast);
        var id = accepted.HandoffId;
        Assert.NotNull(accepted.ReadBackBy);
        Assert.DoesNotContain("read_back", accepted.AllowedCommands);
        Assert.Contains("read_back", (await cast.Alice.Api.GetAsync(id)).AllowedCommands);
        Assert.Equal(403, (await Refusals.RefusedAsync(Confirm(cast.Bob, id))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(Confirm(cast.Charlie, id))).Status);
        var confirmed = await Confirm(cast.Alice, id);
        Assert.Equal(
            (true, null, cast.Alice.Key, (DateTime?)null),
            (
                confirmed.ReadBackAnswer!.Confirmed,
                confirmed.ReadBackAnswer.Correction,
                confirmed.ReadBackAnswer.By,
                confirmed.ReadBackBy
            )
        );
        Assert.DoesNotContain("read_back", confirmed.AllowedCommands);
        var again = await Refusals.RefusedAsync(Confirm(cast.Ann, id));
        Assert.Equal((409, "answered", "accepted"), (again.Status, again.Type, again.State));
        Assert.Equal("readback.answered", (await cast.Bob.Api.GetEventsAsync(id)).Items[^1].Kind);
    }

    [Theory, EitherEngine]
    public async Task A_correction_says_what_is_not_right(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await AcceptedAsync(cast)).HandoffId;
        var empty = await Refusals.RefusedAsync(
            cast.Alice.Api.AnswerReadBackAsync(id, new ReadBackRequest(false, " "), Cancel)
        );
        Assert.Equal((422, "correction"), (empty.Status, Assert.Single(empty.Errors!).Field));
        var both = await Refusals.RefusedAsync(
            cast.Alice.Api.AnswerReadBackAsync(id, new ReadBackRequest(true, "But no."), Cancel)
        );
        Assert.Equal((422, "rule"), (both.Status, Assert.Single(both.Errors!).Code));
        await cast.Alice.Api.AnswerReadBackAsync(id, new ReadBackRequest(false, "40 branches, not 14."), Cancel);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var card = (await bob.GetAsync($"/handoffs/{id}")).Document.QuerySelector("#read-back")!;
        Assert.Contains("I move 14 branches.", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("40 branches, not 14.", card.TextContent, StringComparison.Ordinal);
        Assert.Empty(card.QuerySelectorAll("form"));
        var returned = await cast.Bob.Api.ReturnAsync(
            id,
            new ReturnRequest([new FindingRequest("client_name", FindingCode.Unclear, "Which one?")])
        );
        Assert.Equal((null, null), (returned.ReadBack, returned.ReadBackAnswer));
    }

    [Theory, EitherEngine]
    public async Task The_page_of_the_sender_confirms_it_without_a_script(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await AcceptedAsync(cast)).HandoffId;
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var done = await alice.SubmitAsync(await alice.GetAsync($"/handoffs/{id}"), "That is right");
        Assert.Equal(200, done.Status);
        Assert.Contains("Confirmed", done.Document.QuerySelector("#read-back")!.TextContent, StringComparison.Ordinal);
        Assert.True((await cast.Alice.Api.GetAsync(id)).ReadBackAnswer!.Confirmed);
    }

    [Theory, EitherEngine]
    public async Task Without_a_read_back_there_is_nothing_to_confirm(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.AcceptedAsync()).HandoffId;
        var refused = await Refusals.RefusedAsync(Confirm(cast.Alice, id));
        Assert.Equal((409, "no-read-back"), (refused.Status, refused.Type));
        Assert.DoesNotContain("read_back", (await cast.Alice.Api.GetAsync(id)).AllowedCommands);
    }

    [Theory, EitherEngine]
    public async Task Measures_count_what_was_asked_given_and_answered(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await Confirm(cast.Alice, (await AcceptedAsync(cast)).HandoffId);
        var second = await cast.InitiatedAsync();
        await cast.Bob.Api.AcceptAsync(second.HandoffId, new AcceptRequest(null, "All of it."));
        await cast.Alice.Api.AnswerReadBackAsync(second.HandoffId, new ReadBackRequest(false, "Not all."), Cancel);
        var third = await cast.InitiatedAsync();
        await cast.Bob.Api.AcceptAsync(third.HandoffId, new AcceptRequest(null, "Fine."));
        await cast.InitiatedAsync();
        var measures = (await cast.Alice.Api.MetricsAsync()).ReadBack;
        Assert.Equal((3, 3, 1, 1), (measures.Asked, measures.Given, measures.Confirmed, measures.Corrected));
        Assert.Equal(0, measures.MinutesP50);
    }

    private static Task<HandoffRecord> Confirm(Someone who, long id) =>
        who.Api.AnswerReadBackAsync(id, new ReadBackRequest(true), Cancel);

    private static async Task<HandoffRecord> AcceptedAsync(Cast cast)
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
            read_back: true
            confirm_within: 4h
            """
        );
        var id = (await cast.InitiatedAsync()).HandoffId;
        return await cast.Bob.Api.AcceptAsync(id, new AcceptRequest(null, "I move 14 branches."));
    }
}

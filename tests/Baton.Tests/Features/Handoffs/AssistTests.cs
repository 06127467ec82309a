using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.Handoffs;

/// <summary>A second team helps with a handoff and takes over nothing.</summary>
public sealed class AssistTests(SharedApps apps)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task Its_team_sees_the_handoff_at_every_door_until_it_is_over(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var outsider = (await apps.CastOn(engine)).Charlie;
        var id = (await cast.InitiatedAsync()).HandoffId;
        await SeesNothingAsync(cast, cast.Charlie, id);
        var asked = await AskAsync(cast.Alice, cast, id);
        Assert.Equal((cast.Sender, cast.Receiver), (asked.ResponsibleTeam, asked.ToTeam));
        Assert.Equal(id, (await cast.Charlie.Api.GetAsync(id)).HandoffId);
        foreach (var query in Queries(cast))
            Assert.Equal([id], await ListedAsync(cast.Charlie, query));
        Assert.Equal(id, Assert.Single((await cast.Charlie.Api.GetChainAsync(id)).Items).HandoffId);
        Assert.True(await ConcernsAsync(cast, cast.Other));
        await SeesNothingAsync(cast, outsider, id);
        await cast.Charlie.Api.EndAssistAsync(id, 1, Cancel);
        await SeesNothingAsync(cast, cast.Charlie, id);
        Assert.False(await ConcernsAsync(cast, cast.Other));
    }

    [Theory, BothEngines]
    public async Task Its_team_is_offered_the_answers_while_it_assists(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Bob.Api.AskAsync(id, new AskRequest("Which portal does the client use?"));
        await cast.Alice.Api.AnswerAsync(id, 1, new AnswerRequest("The one in Dublin."));
        var own = await OwnHandoffAsync(cast);
        Assert.Empty(await SimilarAsync(cast.Charlie, own));
        await AskAsync(cast.Alice, cast, id);
        Assert.Equal([id], await SimilarAsync(cast.Charlie, own));
        await cast.Alice.Api.EndAssistAsync(id, 1, Cancel);
        Assert.Empty(await SimilarAsync(cast.Charlie, own));
    }

    [Theory, EitherEngine]
    public async Task It_helps_and_decides_nothing(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync();
        await cast.Ben.Api.PublishTemplateAsync(cast.Template_, TemplateOf(cast, cast.Other));
        var api = cast.Charlie.Api;
        var id = (await cast.InitiatedAsync()).HandoffId;
        await AskAsync(cast.Alice, cast, id);
        await cast.Bob.Api.AskAsync(id, new AskRequest("Which portal?"));
        var answered = await api.AnswerAsync(id, 1, new AnswerRequest("The one in Dublin."));
        Assert.Equal(cast.Charlie.Key, answered.Questions[0].AnsweredBy);
        Assert.Equal(403, await StatusAsync(api.AcceptAsync(id)));
        Assert.Equal(403, await StatusAsync(api.DeclineAsync(id, new DeclineRequest(DeclineCode.Other, "No."))));
        Assert.Equal(403, await StatusAsync(api.WithdrawAsync(id, new WithdrawRequest("No."))));
        Assert.Equal(403, await StatusAsync(api.RerouteAsync(id, new RerouteRequest(cast.Other, "Ours."))));
        await cast.Bob.Api.AcceptAsync(id);
        await api.CommentAsync(id, new CommentRequest("The terms are fine."));
        await api.AttachAsync(id, "terms.txt", new MemoryStream("a"u8.ToArray()), cancellationToken: Cancel);
        var ticked = await api.TickAsync(id, "terms", new TickRequest(Done: true));
        Assert.Equal(
            (true, cast.Charlie.Key, cast.Other),
            (ticked.Checklist[0].Done, ticked.Checklist[0].By, ticked.Checklist[0].Team)
        );
        Assert.Equal(
            ["attach", "comment", "decline_assist", "end_assist", "tick"],
            ticked.AllowedCommands.Order(StringComparer.Ordinal)
        );
        Assert.Equal(403, await StatusAsync(api.TickAsync(id, "portal", new TickRequest(Done: true))));
        Assert.Equal(403, await StatusAsync(api.TickAsync(id, "terms", new TickRequest(Skipped: true, Note: "No."))));
        Assert.Equal(403, await StatusAsync(api.CompleteAsync(id)));
        Assert.Equal(403, await StatusAsync(api.AssignAsync(id, new AssignRequest(cast.Charlie.Key))));
        Assert.Equal(403, await StatusAsync(api.AskAsync(id, new AskRequest("Why?"))));
        Assert.Equal(
            403,
            await StatusAsync(api.EditAsync(id, new EditRequest(JsonElement.Parse("""{"note": "Mine."}"""))))
        );
        Assert.Equal(
            403,
            await StatusAsync(
                api.ReturnAsync(id, new ReturnRequest([new FindingRequest("client_name", FindingCode.Wrong, "No.")]))
            )
        );
        await cast.Bob.Api.TickAsync(id, "terms", new TickRequest(Done: false));
    }

    [Theory, EitherEngine]
    public async Task The_team_that_is_responsible_asks_an_open_team_that_is_not_there_yet(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var draft = (await cast.DraftAsync()).HandoffId;
        Assert.Equal(409, await StatusAsync(AskAsync(cast.Alice, cast, draft)));
        var id = (await cast.InitiatedAsync()).HandoffId;
        Assert.Equal(403, await StatusAsync(AskAsync(cast.Bob, cast, id)));
        Assert.Equal(404, await StatusAsync(AskAsync(cast.Charlie, cast, id)));
        Assert.Equal(("team", "rule"), await FaultAsync(cast.Alice, id, cast.Sender, "Help."));
        Assert.Equal(("team", "rule"), await FaultAsync(cast.Alice, id, cast.Receiver, "Help."));
        Assert.Equal(("team", "unknown"), await FaultAsync(cast.Alice, id, "no-such-team", "Help."));
        Assert.Equal(("text", "missing"), await FaultAsync(cast.Alice, id, cast.Other, " "));
        var closed = await apps.CastOn(engine);
        await closed.Root.Api.CloseTeamAsync(closed.Other, new CloseTeamRequest(), cancellationToken: Cancel);
        Assert.Equal(("team", "unknown"), await FaultAsync(cast.Alice, id, closed.Other, "Help."));
        await AskAsync(cast.Alice, cast, id);
        var twice = await Refusals.RefusedAsync(AskAsync(cast.Alice, cast, id));
        Assert.Equal((409, "assists-already"), (twice.Status, twice.Type));
        await cast.Bob.Api.AcceptAsync(id);
        await cast.Bob.Api.EndAssistAsync(id, 1, Cancel);
        Assert.Equal(403, await StatusAsync(AskAsync(cast.Alice, cast, id)));
        Assert.Equal(2, (await AskAsync(cast.Bob, cast, id)).Assists!.Count);
        Assert.Null((await cast.InitiatedAsync()).Assists);
    }

    [Theory, EitherEngine]
    public async Task It_is_declined_with_a_reason_and_its_time_is_kept(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        await AskAsync(cast.Alice, cast, id);
        Assert.Equal(403, await StatusAsync(DeclineAsync(cast.Alice, id, "No.")));
        Assert.Equal(422, await StatusAsync(DeclineAsync(cast.Charlie, id, " ")));
        var assist = Assert.Single((await DeclineAsync(cast.Charlie, id, "Nobody is free before May.")).Assists!);
        Assert.Equal(
            (1, cast.Other, "Check the terms.", cast.Sender, cast.Alice.Key),
            (assist.Number, assist.Team, assist.Text, assist.AskedTeam, assist.AskedBy)
        );
        Assert.Equal((null, "Nobody is free before May.", cast.Charlie.Key), (assist.DoneAt, assist.Reason, assist.By));
        Assert.Equal((int)(assist.DeclinedAt!.Value - assist.AskedAt).TotalMinutes, assist.Minutes);
        var late = await Refusals.RefusedAsync(cast.Alice.Api.EndAssistAsync(id, 1, Cancel));
        Assert.Equal((409, "assist-over"), (late.Status, late.Type));
        Assert.Equal(404, await StatusAsync(cast.Alice.Api.EndAssistAsync(id, 7, Cancel)));
        await WasToldAsync(cast, id, ("assist.asked", cast.Other), ("assist.declined", cast.Sender));
        var before = await cast.Bob.Api.MetricsAsync();
        Assert.Equal(new AssistMeasures(1, 0, 1, 0), before.Assists);
        await AskAsync(cast.Alice, cast, id);
        await cast.Charlie.Api.EndAssistAsync(id, 2, Cancel);
        Assert.Equal(new AssistMeasures(2, 1, 1, 0), (await cast.Bob.Api.FlowAsync()).Assists);
        var shown = await cast.App.CliAsync(cast.Bob, "metrics");
        Assert.Contains("assists.done\t1", shown.Out, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task Whoever_did_not_end_it_is_told(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.AcceptedAsync()).HandoffId;
        await AskAsync(cast.Bob, cast, id);
        await cast.Charlie.Api.EndAssistAsync(id, 1, Cancel);
        await AskAsync(cast.Bob, cast, id);
        await cast.Bob.Api.EndAssistAsync(id, 2, Cancel);
        await WasToldAsync(
            cast,
            id,
            ("assist.asked", cast.Other),
            ("assist.asked", cast.Other),
            ("assist.done", cast.Other),
            ("assist.done", cast.Receiver)
        );
    }

    [Theory, BothEngines]
    public async Task It_ends_with_the_handoff_or_when_the_handoff_goes_to_its_team(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var over = (await cast.InitiatedAsync()).HandoffId;
        await AskAsync(cast.Alice, cast, over);
        var withdrawn = await cast.Alice.Api.WithdrawAsync(over, new WithdrawRequest("Canceled."));
        Assert.Equal(cast.Alice.Key, Assert.Single(withdrawn.Assists!).By);
        Assert.NotNull(withdrawn.Assists![0].DoneAt);
        await SeesNothingAsync(cast, cast.Charlie, over);
        var own = (await cast.InitiatedAsync()).HandoffId;
        await AskAsync(cast.Alice, cast, own);
        var rerouted = await cast.Ann.Api.RerouteAsync(own, new RerouteRequest(cast.Other, "They do it."));
        Assert.NotNull(Assert.Single(rerouted.Assists!).DoneAt);
        await cast.Charlie.Api.AcceptAsync(own);
        Assert.Equal(own, (await cast.Bob.Api.GetAsync(own)).HandoffId);
        Assert.Contains(own, await ListedAsync(cast.Bob, new HandoffQuery()));
    }

    [Theory, EitherEngine]
    public async Task A_team_that_it_was_rerouted_away_from_sees_it_after_its_assist(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Ann.Api.RerouteAsync(id, new RerouteRequest(cast.Other, "They do it."));
        await cast.Alice.Api.RequestAssistAsync(id, new AssistRequest(cast.Receiver, "Show them."), Cancel);
        await cast.Bob.Api.EndAssistAsync(id, 1, Cancel);
        Assert.Equal([id], await ListedAsync(cast.Bob, new HandoffQuery()));
    }

    [Theory, EitherEngine]
    public async Task The_pages_do_all_of_it_without_a_script(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var charlie = await cast.App.VisitAsync(cast.Charlie);
        var form = await alice.GetAsync($"/handoffs/{id}/assists");
        var asked = await alice.SubmitAsync(
            form,
            "Ask a team to assist",
            ("team", cast.Other),
            ("text", "Check the terms.")
        );
        Assert.Contains("Check the terms.", CardOf(asked.Document), StringComparison.Ordinal);
        Assert.Contains(
            $"#{id}",
            (await charlie.GetAsync("/")).Document.QuerySelector("[aria-labelledby=move]")!.TextContent
        );
        var seen = await charlie.GetAsync($"/handoffs/{id}");
        Assert.Contains("Decline the assist", CardOf(seen.Document), StringComparison.Ordinal);
        Assert.Equal(200, (await charlie.SubmitAsync(seen, "End the assist")).Status);
        Assert.Equal(404, (await charlie.GetAsync($"/handoffs/{id}")).Status);
        var ended = CardOf((await alice.GetAsync($"/handoffs/{id}")).Document);
        Assert.Contains("Ended by", ended, StringComparison.Ordinal);
        Assert.DoesNotContain("End the assist", ended, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task A_step_names_a_team_by_its_key(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var refused = await Refusals.RefusedAsync(
            cast.Ben.Api.PublishTemplateAsync(cast.Template_, TemplateOf(cast, "The finance team"))
        );
        Assert.EndsWith("checklist[0].team", Assert.Single(refused.Errors!).Field, StringComparison.Ordinal);
    }

    private static Task<HandoffRecord> AskAsync(Someone who, Cast cast, long id) =>
        who.Api.RequestAssistAsync(id, new AssistRequest(cast.Other, "Check the terms."), Cancel);

    private static Task<HandoffRecord> DeclineAsync(Someone who, long id, string reason) =>
        who.Api.DeclineAssistAsync(id, 1, new DeclineAssistRequest(reason), Cancel);

    private static async Task<int> StatusAsync(Task<HandoffRecord> call) => (await Refusals.RefusedAsync(call)).Status;

    private static async Task<(string?, string?)> FaultAsync(Someone who, long id, string team, string text)
    {
        var refused = await Refusals.RefusedAsync(
            who.Api.RequestAssistAsync(id, new AssistRequest(team, text), Cancel)
        );
        var fault = Assert.Single(refused.Errors!);
        return (fault.Field, fault.Code);
    }

    private static async Task SeesNothingAsync(Cast cast, Someone who, long id)
    {
        Assert.Equal(404, await StatusAsync(who.Api.GetAsync(id)));
        Assert.Equal(404, (await Refusals.RefusedAsync(who.Api.GetEventsAsync(id))).Status);
        Assert.Equal(404, (await Refusals.RefusedAsync(who.Api.GetChainAsync(id))).Status);
        Assert.Equal(404, await StatusAsync(who.Api.CommentAsync(id, new CommentRequest("Hello."))));
        Assert.Equal(404, await StatusAsync(who.Api.EndAssistAsync(id, 1, Cancel)));
        foreach (var query in Queries(cast))
            Assert.Empty(await ListedAsync(who, query));
        using var visit = await cast.App.VisitAsync(who);
        Assert.Equal(404, (await visit.GetAsync($"/live/handoffs/{id}?version=0")).Status);
    }

    private static HandoffQuery[] Queries(Cast cast) =>
        [
            new(),
            new() { Search = "Acme" },
            new() { Person = cast.Alice.Key },
            new() { Search = cast.Alice.Key },
            new() { Status = "initiated" },
            new() { Template = cast.Template_ },
        ];

    private static async Task<IEnumerable<long>> ListedAsync(Someone who, HandoffQuery query) =>
        (await who.Api.ListAsync(query)).Items.Select(handoff => handoff.HandoffId);

    private static async Task<bool> ConcernsAsync(Cast cast, string team)
    {
        var factory = cast.App.Services.GetRequiredService<IDbContextFactory<BatonDb>>();
        await using var db = await factory.CreateDbContextAsync(Cancel);
        return await LiveUpdates.ConcernsAsync(db, [team], 0, Cancel);
    }

    /// <summary>One of the team that assists, in which it looks for earlier answers.</summary>
    private static async Task<long> OwnHandoffAsync(Cast cast)
    {
        var key = $"own-{cast.Template_}";
        await cast.Root.Api.PublishTemplateAsync(
            key,
            Cast.Template.Replace("KEY", key).Replace("SENDER", cast.Other).Replace("RECEIVER", cast.Receiver)
        );
        return (await cast.Charlie.Api.CreateAsync(new CreateHandoffRequest(key, Cast.Complete))).HandoffId;
    }

    private static async Task<IEnumerable<long>> SimilarAsync(Someone who, long own) =>
        (await who.Api.SimilarAnswersAsync(own, new SimilarRequest("Which portal does the client use?"), Cancel))
            .Items.Select(found => found.HandoffId)
            .ToList();

    private static async Task WasToldAsync(Cast cast, long id, params (string Kind, string Team)[] expected)
    {
        var told = await Wait.ForAsync(
            async () =>
                (await cast.Root.Api.ListDeliveriesAsync(new DeliveryQuery { HandoffId = id }))
                    .Items.Where(delivery => delivery.Kind.StartsWith("assist.", StringComparison.Ordinal))
                    .Select(delivery => (delivery.Kind, delivery.Team))
                    .ToList(),
            deliveries => deliveries.Count >= expected.Length
        );
        Assert.Equal(expected.Order(), told.Order());
    }

    private static string CardOf(AngleSharp.Dom.IDocument page) => page.QuerySelector("#assists")!.TextContent;

    private static string TemplateOf(Cast cast, string team) =>
        $$"""
            key: {{cast.Template_}}
            from_team: {{cast.Sender}}
            receiving_team: {{cast.Receiver}}
            fields:
              - { key: client_name, type: text, required: true }
              - { key: contract_value, type: money }
              - { key: note, type: long_text }
            checklist:
              - { key: terms, text: Check the terms, team: {{team}} }
              - { key: portal, text: Open the portal }
            """;
}

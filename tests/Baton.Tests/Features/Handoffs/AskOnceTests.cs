using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

/// <summary>What was answered once is offered before it is asked again.</summary>
public sealed class AskOnceTests(SharedApps apps)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EitherEngine]
    public async Task An_earlier_answer_about_the_same_client_comes_first_and_says_why(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var acme = await AnsweredAsync(cast, "Acme GmbH", "Which portal do they use?", "The one in Dublin.");
        await AnsweredAsync(cast, "Acme GmbH", "When is the kickoff?", "On Monday.");
        await AnsweredAsync(cast, "Bolt AG", "Which portal do they use?", "None.");
        var now = await InitiatedAsync(cast, "Acme GmbH");
        var found = (await SimilarAsync(cast.Bob, now, "What portals are in use?")).Items;
        var first = found[0];
        Assert.Equal(
            (acme, 1, "The one in Dublin.", cast.Alice.Key),
            (first.HandoffId, first.Number, first.Answer, first.By)
        );
        Assert.Equal(["same title", "2 of 2 words"], first.Why);
        Assert.DoesNotContain(found, answer => answer.Answer == "None.");
        Assert.InRange(first.Score, 0.5, 1);
    }

    [Theory, EitherEngine]
    public async Task The_same_field_of_the_template_is_enough(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await AnsweredAsync(cast, "Acme GmbH", "Gross or net?", "Net, always.", "contract_value");
        var now = await InitiatedAsync(cast, "Bolt AG");
        var found = (await SimilarAsync(cast.Bob, now, "Is it net or gross?", "contract_value")).Items;
        Assert.Equal(("Net, always.", "same field"), (Assert.Single(found).Answer, found[0].Why[0]));
        Assert.Empty((await SimilarAsync(cast.Bob, now, "Is it net or gross?")).Items);
        Assert.Equal(
            "Net, always.",
            Assert.Single((await SimilarAsync(cast.Bob, now, "", "contract_value")).Items).Answer
        );
    }

    [Theory, EitherEngine]
    public async Task Nobody_is_offered_what_they_may_not_see(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await AnsweredAsync(cast, "Acme GmbH", "Which portal do they use?", "Dublin.");
        var now = await InitiatedAsync(cast, "Acme GmbH");
        Assert.Equal(404, (await Refusals.RefusedAsync(SimilarAsync(cast.Charlie, now, "Which portal?"))).Status);
        await cast.Ben.Api.RerouteAsync(now, new RerouteRequest(cast.Other, "Theirs."));
        Assert.Empty((await SimilarAsync(cast.Charlie, now, "Which portal do they use?")).Items);
        Assert.NotEmpty((await SimilarAsync(cast.Bob, now, "Which portal do they use?")).Items);
    }

    [Theory, EitherEngine]
    public async Task Using_an_answer_saves_the_question(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var acme = await AnsweredAsync(cast, "Acme GmbH", "Which portal do they use?", "Dublin.");
        var now = await InitiatedAsync(cast, "Acme GmbH");
        var saved = await cast.Bob.Api.AskAsync(
            now,
            new AskRequest("What portal is it?", AnswerFrom: new AnswerSource(acme, 1)),
            Cancel
        );
        var question = Assert.Single(saved.Questions);
        Assert.Equal(
            ("What portal is it?", "Dublin.", cast.Alice.Key, new AnswerSource(acme, 1)),
            (question.Text, question.Answer, question.AnsweredBy, question.SavedFrom!)
        );
        Assert.Equal("question.saved", (await cast.Bob.Api.GetEventsAsync(now)).Items[^1].Kind);
        Assert.Equal(1, (await cast.Bob.Api.MetricsAsync()).QuestionsSaved);
        Assert.Single((await SimilarAsync(cast.Bob, now, "Which portal do they use?")).Items);
        await cast.Ben.Api.RerouteAsync(now, new RerouteRequest(cast.Other, "Theirs."));
        var refused = await Refusals.RefusedAsync(
            cast.Charlie.Api.AskAsync(now, new AskRequest("?", AnswerFrom: new AnswerSource(acme, 1)), Cancel)
        );
        Assert.Equal((422, "answer_from"), (refused.Status, Assert.Single(refused.Errors!).Field));
    }

    [Theory, EitherEngine]
    public async Task The_page_offers_them_without_a_script(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await AnsweredAsync(cast, "Acme GmbH", "Which portal do they use?", "Dublin.");
        var now = await InitiatedAsync(cast, "Acme GmbH");
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var page = await bob.GetAsync($"/handoffs/{now}");
        var offered = await bob.SubmitAsync(page, "Look for earlier answers", ("text", "Which portal?"));
        Assert.Contains("Dublin.", offered.Document.QuerySelector("[data-part=answers]")!.TextContent);
        var used = await bob.SubmitAsync(offered, "Use this answer");
        Assert.Equal(200, used.Status);
        Assert.Equal("Which portal?", Assert.Single((await cast.Bob.Api.GetAsync(now)).Questions).Text);
    }

    [Theory, EitherEngine]
    public async Task The_sender_sees_what_was_answered_while_a_field_is_empty(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await AnsweredAsync(cast, "Acme GmbH", "Anything special?", "Invoices by post.", "note");
        await AnsweredAsync(cast, "Bolt AG", "Anything special?", "No parking.", "note");
        var draft = await cast.Alice.Api.CreateAsync(
            cast.NewHandoff(JsonElement.Parse("""{"client_name": "Acme GmbH"}""")) with
            {
                Draft = true,
            }
        );
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var page = await alice.GetAsync($"/handoffs/{draft.HandoffId}/edit");
        var hint = Assert.Single(page.Document.QuerySelectorAll("[data-hint]"));
        Assert.Contains("Invoices by post.", hint.TextContent, StringComparison.Ordinal);
        Assert.Contains("for Acme GmbH", hint.TextContent, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task A_form_that_was_never_saved_shows_them_as_soon_as_it_names_the_client(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await AnsweredAsync(cast, "Acme GmbH", "Anything special?", "Invoices by post.", "note");
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var charlie = await cast.App.VisitAsync(cast.Charlie);
        var empty = await alice.GetAsync($"/hand-over/{cast.Template_}");
        Assert.Empty(empty.Document.QuerySelectorAll("[data-hint]"));
        var named = await alice.SubmitAsync(empty, "Preview", ("v.client_name", "Acme GmbH"));
        var hint = Assert.Single(named.Document.QuerySelectorAll("[data-part='hint.note'] [data-hint]"));
        Assert.Contains("Invoices by post.", hint.TextContent, StringComparison.Ordinal);
        var filled = await alice.SubmitAsync(empty, "Preview", ("v.client_name", "Acme GmbH"), ("v.note", "By mail."));
        Assert.Empty(filled.Document.QuerySelectorAll("[data-hint]"));
    }

    [Theory, EitherEngine]
    public async Task The_command_line_finds_them_and_uses_one(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var earlier = await AnsweredAsync(cast, "Acme GmbH", "Which portal do they use?", "Dublin.");
        var now = await InitiatedAsync(cast, "Acme GmbH");
        var found = await cast.App.CliAsync(cast.Bob, "handoff", "answers", $"{now}", "Which portal?");
        Assert.StartsWith($"{earlier}:1\t", found.Out, StringComparison.Ordinal);
        Assert.Contains("Dublin.", found.Out, StringComparison.Ordinal);
        var used = await cast.App.CliAsync(
            cast.Bob,
            "handoff",
            "ask",
            $"{now}",
            "Which portal?",
            "--use",
            $"{earlier}:1"
        );
        Assert.Equal($"Handoff {now}: noted the answer: Dublin.", used.Out.Trim());
        var wrong = await cast.App.CliAsync(cast.Bob, "handoff", "ask", $"{now}", "Which?", "--use", "7");
        wrong.WrongUsage("such as 7:2");
    }

    [Fact]
    public async Task A_question_without_words_and_without_a_field_is_refused()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var now = await InitiatedAsync(cast, "Acme GmbH");
        var refused = await Refusals.RefusedAsync(SimilarAsync(cast.Bob, now, " "));
        Assert.Equal((422, "text"), (refused.Status, Assert.Single(refused.Errors!).Field));
        refused = await Refusals.RefusedAsync(SimilarAsync(cast.Bob, now, "", "nothing"));
        Assert.Equal((422, "field"), (refused.Status, Assert.Single(refused.Errors!).Field));
    }

    [Theory, EitherEngine]
    public async Task A_title_that_changes_takes_its_answers_along(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var old = await AnsweredAsync(cast, "Acme", "Which portal do they use?", "Dublin.");
        await cast.Alice.Api.EditAsync(old, new EditRequest(JsonElement.Parse("""{"client_name": "Acme GmbH"}""")));
        var now = await InitiatedAsync(cast, "Acme GmbH");
        Assert.Single((await SimilarAsync(cast.Bob, now, "Which portal?")).Items);
    }

    internal static Task<ItemsOf<SimilarAnswer>> SimilarAsync(
        Someone who,
        long id,
        string text,
        string? field = null
    ) => who.Api.SimilarAnswersAsync(id, new SimilarRequest(text, field), Cancel);

    internal static async Task<long> InitiatedAsync(Cast cast, string client) =>
        (
            await cast.Alice.Api.CreateAsync(
                cast.NewHandoff(
                    JsonSerializer.SerializeToElement(
                        new Dictionary<string, object> { ["client_name"] = client, ["contract_value"] = 1 }
                    )
                )
            )
        ).HandoffId;

    private static async Task<long> AnsweredAsync(
        Cast cast,
        string client,
        string question,
        string answer,
        string? field = null
    )
    {
        var id = await InitiatedAsync(cast, client);
        await cast.Bob.Api.AskAsync(id, new AskRequest(question, field), Cancel);
        await cast.Alice.Api.AnswerAsync(id, 1, new AnswerRequest(answer), Cancel);
        return id;
    }
}

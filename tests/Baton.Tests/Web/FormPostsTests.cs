using Baton.Client;
using Baton.Tests.App;
using Baton.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Web;

/// <summary>The same form sent twice, by a browser without scripts.</summary>
public sealed class FormPostsTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task A_form_that_is_sent_twice_does_it_once_and_leads_to_the_same_page(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var form = await alice.GetAsync($"/hand-over/{cast.Template_}");
        var sent = await Task.WhenAll(HandOverAsync(form), HandOverAsync(form), HandOverAsync(form));
        Assert.All(sent, page => Assert.Equal((200, sent[0].Path), (page.Status, page.Path)));
        Assert.Single((await cast.Alice.Api.ListAsync(new HandoffQuery { Limit = 100 })).Items);

        var handoff = await alice.GetAsync(sent[0].Path);
        await alice.SubmitAsync(handoff, "Ask a question", ("text", "Who signs?"));
        Assert.Equal(200, (await alice.SubmitAsync(handoff, "Ask a question", ("text", "Who signs?"))).Status);
        var id = long.Parse(sent[0].Path.Split('/')[^1], null);
        Assert.Equal("Who signs?", Assert.Single((await cast.Alice.Api.GetAsync(id)).Questions).Text);

        // What was typed anew, and what comes from a page that was loaded anew, is something else.
        await alice.SubmitAsync(handoff, "Ask a question", ("text", "And when?"));
        await alice.SubmitAsync(await alice.GetAsync(sent[0].Path), "Ask a question", ("text", "Who signs?"));
        Assert.Equal(
            ["Who signs?", "And when?", "Who signs?"],
            (await cast.Alice.Api.GetAsync(id)).Questions.Select(question => question.Text)
        );

        Task<Seen> HandOverAsync(Seen page) =>
            alice.SubmitAsync(
                page,
                "Hand over",
                ("v.client_name", "Acme GmbH"),
                ("v.contract_value", "1"),
                ("do", "over")
            );
    }

    [Theory, BothEngines]
    public async Task What_was_refused_may_be_sent_again_and_a_link_is_shown_once(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var ann = await cast.App.VisitAsync(cast.Ann);
        var path = $"/handoffs/{(await cast.InitiatedAsync()).HandoffId}";
        var page = await ann.GetAsync(path);
        Assert.Equal(422, (await ann.SubmitAsync(page, "Create link", ("email", "nobody"))).Status);
        Assert.Equal(200, (await ann.SubmitAsync(page, "Create link", ("email", "g@example.org"))).Status);
        var again = await ann.SubmitAsync(page, "Create link", ("email", "g@example.org"));
        Assert.Null(again.Document.QuerySelector("code.secret"));
        Assert.Contains("already shown", again.Text);
        Assert.Single((await ann.GetAsync(path)).Document.QuerySelectorAll("#guests form[action$='/revoke']"));

        // Somebody else's form is not theirs, even where it says the same.
        var values = page
            .Document.QuerySelectorAll("form[action$='/guests'] input")
            .Select(input => (input.GetAttribute("name")!, input.GetAttribute("value") ?? ""));
        Assert.Equal(400, (await alice.PostAsync(path + "/guests", values)).Status);
    }

    [Theory, BothEngines]
    public async Task Answers_are_forgotten_after_a_day(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        await app.SendAsync(
            cast.Alice,
            HttpMethod.Post,
            "api/v1/handoffs",
            $$"""{"template": "{{cast.Template_}}", "draft": true, "context": {} }""",
            ("Idempotency-Key", "first")
        );
        using (var alice = await app.VisitAsync(cast.Alice))
            await alice.SubmitAsync(
                await alice.GetAsync($"/hand-over/{cast.Template_}"),
                "Save draft",
                ("v.client_name", "Acme")
            );
        time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(2, await app.ReadAsync(db => db.IdempotentAnswers.CountAsync()));
        time.Advance(TimeSpan.FromHours(2));
        await Wait.ForAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return await app.ReadAsync(db => db.IdempotentAnswers.CountAsync());
            },
            left => left == 0
        );
    }
}

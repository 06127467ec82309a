using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Baton.Client;
using Baton.Tests.App;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Web;

/// <summary>Parts of pages are kept from one answer to the next, and nobody notices.</summary>
public sealed class KeptPartsTests(SharedApps apps)
{
    private const string TokenInputs = "input[name=form]";

    [Theory, BothEngines]
    public async Task A_line_follows_its_handoff_and_its_reader(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        using var bob = await cast.App.VisitAsync(cast.Bob);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("Accept", await StepAsync(bob));
            Assert.Equal("With Receiver", await StepAsync(alice));
            Assert.DoesNotContain("opened", await LineAsync(alice), StringComparison.Ordinal);
        }

        await bob.GetAsync($"/handoffs/{id}");
        await Wait.ForAsync(() => LineAsync(alice), line => line.Contains("opened just now", StringComparison.Ordinal));
        await cast.Bob.Api.AcceptAsync(id);
        Assert.Equal("Working", await StepAsync(bob));
        Assert.Contains("0 of 3 steps", await LineAsync(bob), StringComparison.Ordinal);
        await cast.Bob.Api.TickAsync(id, "first-step", new TickRequest(Done: true));
        Assert.Contains("1 of 3 steps", await LineAsync(bob), StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task A_line_speaks_the_language_that_is_chosen_now(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.InitiatedAsync();
        using var bob = await cast.App.VisitAsync(cast.Bob);
        Assert.Equal("Accept", await StepAsync(bob));
        await bob.SubmitAsync(await bob.GetAsync("/handoffs"), "Save language", ("language", "de"));
        Assert.Equal("Annehmen", await StepAsync(bob));
        Assert.Equal("/account", LinkOf(await bob.GetAsync("/handoffs"), "Ihr Konto"));
    }

    /// <summary>What is kept for one answer is not the token of the next, least of all in another browser.</summary>
    [Theory, EitherEngine]
    public async Task Forms_in_kept_parts_have_the_token_of_their_answer(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.InitiatedAsync();
        using var first = await cast.App.VisitAsync(cast.Bob);
        var before = await first.GetAsync("/handoffs");
        using var second = await cast.App.VisitAsync(cast.Bob);
        var page = await second.GetAsync("/handoffs?status=initiated");
        var tokens = page.Document.QuerySelectorAll<IHtmlInputElement>(TokenInputs).Select(input => input.Value);
        Assert.Single(tokens.Distinct());
        Assert.DoesNotContain(
            before.Document.QuerySelector<IHtmlInputElement>(TokenInputs)!.Value,
            tokens,
            StringComparer.Ordinal
        );
        var dark = await second.SubmitAsync(page, "Dark");
        Assert.Equal("/handoffs?status=initiated", dark.Path);
        Assert.Equal("dark", dark.Document.DocumentElement.GetAttribute("data-theme"));
        Assert.Equal("true", ButtonOf(dark, "Dark").GetAttribute("aria-pressed"));
        var accepted = await second.SubmitAsync(dark, "Accept: Acme GmbH");
        Assert.Equal("/handoffs?status=initiated", accepted.Path);
        Assert.Empty(accepted.Document.QuerySelectorAll(".rows li"));
        var signedOut = await second.SubmitAsync(accepted, "Sign out");
        Assert.Equal("/sign-in", signedOut.Path);
    }

    /// <summary>What stands for a token in memory is nothing that a title could say.</summary>
    [Theory, EitherEngine]
    public async Task A_title_shows_the_marks_of_memory_as_they_are(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var title = "before \uE000 between \uE001 after";
        var context = JsonSerializer.SerializeToElement(new { client_name = title, contract_value = 1 });
        await cast.Alice.Api.CreateAsync(cast.NewHandoff(context));
        using var bob = await cast.App.VisitAsync(cast.Bob);
        for (var i = 0; i < 2; i++)
        {
            var page = await bob.GetAsync("/handoffs?sort=due");
            Assert.Equal(title, page.Document.QuerySelector(".rows a.what")!.TextContent);
        }
    }

    [Theory, EitherEngine]
    public async Task A_line_is_overdue_the_moment_that_it_is(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 9, 0, 10, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var due = (await cast.InitiatedAsync()).AcceptBy!.Value;
        using var bob = await app.VisitAsync(cast.Bob);
        time.Advance(due - time.GetUtcNow().UtcDateTime - TimeSpan.FromSeconds(3));
        Assert.Contains("Due today", await LineAsync(bob), StringComparison.Ordinal);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Contains("Overdue by", await LineAsync(bob), StringComparison.Ordinal);
    }

    /// <summary>Counts hold while nothing is written, by whatever process.</summary>
    [Theory, BothEngines]
    public async Task Counts_follow_what_others_write(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.InitiatedAsync();
        using var bob = await app.VisitAsync(cast.Bob);
        Assert.Equal("2", await CountAsync(bob));
        Assert.Equal("2", await CountAsync(bob));
        await app.Storage.RunSqlAsync($"UPDATE handoffs SET status = 'withdrawn' WHERE id = {id}");
        Assert.Equal("1", await CountAsync(bob));
        await app.Storage.RunSqlAsync($"UPDATE handoffs SET status = 'initiated' WHERE id = {id}");
        Assert.Equal("2", await CountAsync(bob));
    }

    /// <summary>A menu marks where one is, and names teams as they are called now.</summary>
    [Theory, EitherEngine]
    public async Task Menus_follow_the_page_and_the_names_of_teams(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        string Here(Seen page) =>
            page.Document.QuerySelector(".nav > a[aria-current=page]")?.TextContent.Trim() ?? "none";
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("My work", Here(await bob.GetAsync("/")));
            Assert.Equal("Handoffs", Here(await bob.GetAsync("/handoffs")));
            Assert.Equal("Reports", Here(await bob.GetAsync("/reports")));
            Assert.Equal("none", Here(await bob.GetAsync("/templates")));
        }

        await cast.Root.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Name = "Later named" });
        var named = await bob.GetAsync("/templates");
        Assert.Equal("Later named", named.Document.QuerySelector(".nav summary")!.TextContent.Trim());
        await cast.Root.Api.RemoveMemberAsync(cast.Receiver, cast.Bob.Key);
        var left = await bob.GetAsync("/templates");
        Assert.Equal("Teams", left.Document.QuerySelector(".nav summary")!.TextContent.Trim());
    }

    private static async Task<string> StepAsync(Visitor visitor) =>
        (await visitor.GetAsync("/handoffs")).Document.QuerySelector(".rows li .act")!.TextContent.Trim();

    private static async Task<string> LineAsync(Visitor visitor) =>
        (await visitor.GetAsync("/handoffs")).Document.QuerySelector(".rows li")!.TextContent;

    private static async Task<string?> CountAsync(Visitor visitor) =>
        (await visitor.GetAsync("/handoffs"))
            .Document.QuerySelector(".tabs a[href$='status=initiated'] .count")
            ?.TextContent;

    private static IHtmlButtonElement ButtonOf(Seen page, string words) =>
        page
            .Document.QuerySelectorAll<IHtmlButtonElement>("button")
            .Single(button => button.TextContent.Trim() == words);

    private static string? LinkOf(Seen page, string words) =>
        page
            .Document.QuerySelectorAll<IHtmlAnchorElement>("a")
            .First(link => link.TextContent.Trim() == words)
            .GetAttribute("href");
}

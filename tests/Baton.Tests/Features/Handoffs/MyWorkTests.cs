using AngleSharp.Dom;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

/// <summary>The page My work: whose move it is, what each line says, and where the rest is.</summary>
public sealed class MyWorkTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task What_somebody_works_on_comes_first_however_much_their_team_holds(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var older = new List<long>();
        for (var n = 0; n < 51; n++)
            older.Add((await cast.InitiatedAsync()).HandoffId);
        foreach (var id in older)
            await cast.Ben.Api.AcceptAsync(id);
        var own = (await cast.AcceptedAsync()).HandoffId;
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var held = (await bob.GetAsync("/")).Document.QuerySelector("[aria-labelledby=held]")!;
        Assert.Equal(
            [$"/handoffs/{own}", .. older.Take(24).Select(id => $"/handoffs/{id}")],
            held.QuerySelectorAll("a.what").Select(link => link.GetAttribute("href")!)
        );
        Assert.Equal("25 or more", held.QuerySelector(".count")!.TextContent);
        var all = held.QuerySelector("header a")!;
        Assert.Equal("Show all", all.TextContent);
        var list = await bob.GetAsync(all.GetAttribute("href")!);
        Assert.Equal(25, list.Document.QuerySelectorAll("a.what").Length);
        Assert.Equal(
            ["accepted", "inbox", cast.Receiver],
            ((string[])["status", "box", "team"]).Select(name =>
                System.Web.HttpUtility.ParseQueryString(list.Path.Split('?')[1])[name]
            )
        );
    }

    [Theory, EitherEngine]
    public async Task A_line_says_what_is_asked_and_what_became_of_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var bob = await cast.App.VisitAsync(cast.Bob);

        Assert.Equal($"from {cast.Alice.Key} Doe · #{id}", await LineAsync(alice, "sent"));
        await bob.GetAsync($"/handoffs/{id}");
        Assert.Equal($"opened just now · #{id}", await LineAsync(alice, "sent"));
        Assert.Equal($"from {cast.Alice.Key} Doe · #{id}", await LineAsync(bob, "move"));

        await cast.Bob.Api.AskAsync(id, new AskRequest("Which\ncampus first?", Blocking: true));
        Assert.Equal($"{cast.Bob.Key} Doe asks: “Which campus first?” · #{id}", await LineAsync(alice, "move"));
    }

    private static async Task<IEnumerable<string>> GroupsAsync(Visitor visitor) =>
        (await visitor.GetAsync("/"))
            .Document.QuerySelectorAll("section.group")
            .Select(group => group.GetAttribute("aria-labelledby")!);

    /// <summary>Behind the name of the template.</summary>
    private static async Task<string> LineAsync(Visitor visitor, string group)
    {
        var page = await visitor.GetAsync("/");
        var line = page.Document.QuerySelector($"[aria-labelledby={group}] .sub")!.TextContent.Trim();
        return line[(line.IndexOf(" · ", StringComparison.Ordinal) + 3)..];
    }
}

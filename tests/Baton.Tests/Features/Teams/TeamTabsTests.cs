using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Teams;

public sealed class TeamTabsTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task Each_part_has_its_address_and_leads_alone_see_where_notices_go(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var path = $"/teams/{cast.Receiver}";
        foreach (var part in (string[])["", "/notifications", "/hours", "/templates", "/settings"])
        {
            var page = await ben.GetAsync(path + part);
            Assert.Equal(200, page.Status);
            Assert.Equal(path + part, page.Document.QuerySelector(".tabs [aria-current]")!.GetAttribute("href"));
        }

        Assert.Equal(
            [path, $"{path}/hours", $"{path}/templates"],
            (await bob.GetAsync(path)).Document.QuerySelectorAll(".tabs a").Select(link => link.GetAttribute("href")!)
        );
        Assert.Equal(403, (await bob.GetAsync($"{path}/notifications")).Status);
        Assert.Equal(403, (await bob.GetAsync($"{path}/settings")).Status);
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                WorkingHours = new Dictionary<string, IReadOnlyList<string>> { ["mon"] = ["09:00-17:00"] },
            }
        );
        Assert.Contains("09:00-17:00", (await bob.GetAsync($"{path}/hours")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_part_says_what_the_team_works_on_to_those_who_may_see_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.AcceptedAsync();
        using var ben = await cast.App.VisitAsync(cast.Ben);
        using var charlie = await cast.App.VisitAsync(cast.Charlie);
        var path = $"/teams/{cast.Receiver}";
        Assert.Contains("1 handoff", (await ben.GetAsync(path)).Document.QuerySelector("table")!.TextContent);
        Assert.DoesNotContain("1 handoff", (await charlie.GetAsync(path)).Text, StringComparison.Ordinal);
        var row = (await ben.GetAsync($"{path}/templates")).Document.QuerySelector("tbody tr")!;
        Assert.Equal(["1", "100%"], row.QuerySelectorAll("td.r").Select(cell => cell.TextContent.Trim()));
        var outside = (await charlie.GetAsync($"{path}/templates")).Document;
        Assert.Empty(outside.QuerySelectorAll("td.r"));
        Assert.Equal(200, (await ben.GetAsync($"{path}/notifications")).Status);
    }

    [Theory, EitherEngine]
    public async Task Who_removes_a_member_is_told_who_gets_the_work(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var handoff = await cast.AcceptedAsync();
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var asked = await ben.GetAsync($"/teams/{cast.Receiver}/members/{cast.Bob.Key}/remove");
        Assert.Contains($"1 handoff of Receiver will go to {cast.Ben.Key} Doe.", asked.Text, StringComparison.Ordinal);
        await ben.SubmitAsync(asked, $"Remove: {cast.Bob.Key}");
        Assert.Equal(cast.Ben.Key, (await cast.Ben.Api.GetAsync(handoff.HandoffId)).Owner);
    }

    [Theory, EitherEngine]
    public async Task An_admin_closes_a_team_after_reading_what_follows(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await cast.InitiatedAsync();
        using var root = await cast.App.VisitAsync(cast.Root);
        var path = $"/teams/{cast.Receiver}/close";
        var asked = await root.GetAsync(path);
        Assert.Contains("1 handoff waits to be accepted", asked.Text, StringComparison.Ordinal);
        var form = asked.Document.QuerySelector("[name=form]")!.GetAttribute("value")!;
        Assert.Equal(422, (await root.PostAsync(path, [("form", form)])).Status);
        Assert.Null((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).ClosedAt);
        await root.SubmitAsync(asked, $"Close team: {cast.Receiver}");
        Assert.NotNull((await cast.Ben.Api.GetTeamAsync(cast.Receiver)).ClosedAt);
    }

    [Theory, EitherEngine]
    public async Task What_others_feel_is_asked_once_more(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var root = await cast.App.VisitAsync(cast.Root);
        var path = $"/people/{cast.Bob.Key}/admin";
        var made = await root.GetAsync(path);
        Assert.Contains("will see every handoff of every team", made.Text, StringComparison.Ordinal);
        await root.SubmitAsync(made, $"Make admin: {cast.Bob.Key}");
        Assert.True((await cast.Bob.Api.MeAsync()).Admin);
        var removed = await root.GetAsync(path);
        Assert.Contains(" left.", removed.Text, StringComparison.Ordinal);
        await root.SubmitAsync(removed, $"Remove admin: {cast.Bob.Key}");
        Assert.False((await cast.Bob.Api.MeAsync()).Admin);
        Assert.Contains(
            "with their password alone",
            (await root.GetAsync($"/people/{cast.Bob.Key}/second-factor")).Text,
            StringComparison.Ordinal
        );
    }
}

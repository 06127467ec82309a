using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Quality;

public sealed class ReportPagesTests(SharedApps apps)
{
    [Fact]
    public async Task Each_figure_leads_to_the_handoffs_behind_it()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.CompletedAsync();
        var returned = await cast.ReturnedAsync();
        var waived = await cast.Ann.Api.CreateAsync(
            cast.NewHandoff(JsonElement.Parse("""{"contract_value": 1}""")) with
            {
                Waivers = [new WaiverRequest("client_name", "Not known.")],
            }
        );
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync($"/reports?days=30&template={cast.Template_}&tab=quality");
        // Two fields have one defect each: neither is the worst.
        Assert.Equal((200, "Nothing is overdue"), (page.Status, page.Heading));
        Assert.Contains(
            "The average defect rate is 67%. No team differs from it by more than chance.",
            page.Text,
            StringComparison.Ordinal
        );
        Assert.Null(page.Document.QuerySelector("[style], style, main script"));
        var links = page
            .Document.QuerySelectorAll("main a[href*='/reports/handoffs']")
            .Select(link => (Href: link.GetAttribute("href")!, link.TextContent))
            .ToList();
        Assert.All(
            links,
            link => Assert.Contains($"days=30&template={cast.Template_}", link.Href, StringComparison.Ordinal)
        );
        foreach (var (href, text) in links.Where(link => int.TryParse(link.TextContent, out _)))
            Assert.Equal(text, $"{(await ben.GetAsync(href)).Document.QuerySelectorAll(".rows > li").Length}");
        Assert.Equal(
            [$"/handoffs/{waived.HandoffId}", $"/handoffs/{returned.HandoffId}"],
            (await ben.GetAsync($"/reports/handoffs?what=defective&from={cast.Sender}"))
                .Document.QuerySelectorAll(".rows a.what")
                .Select(link => link.GetAttribute("href"))
        );
        Assert.Equal(
            [$"/handoffs/{returned.HandoffId}"],
            (await ben.GetAsync("/reports/handoffs?what=returned&field=contract_value"))
                .Document.QuerySelectorAll(".rows a.what")
                .Select(link => link.GetAttribute("href"))
        );
        Assert.Empty(page.Document.QuerySelectorAll("[data-chart]"));
        Assert.Contains("Sender handed over 3 handoffs, 2 of them with a defect.", page.Text, StringComparison.Ordinal);
        var csv = await ben.GetAsync($"/reports/senders.csv?template={cast.Template_}");
        Assert.Equal("text/csv", csv.Response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_dot_of_the_chart_leads_to_its_handoffs()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.CompletedAsync();
        await cast.ReturnedAsync();
        await cast.ReturnedAsync();
        var back = $"{cast.Template_}-back";
        await cast.Root.Api.PublishTemplateAsync(
            back,
            $$"""
            key: {{back}}
            from_team: {{cast.Receiver}}
            receiving_team: {{cast.Sender}}
            fields: [{ key: client_name, type: text, required: true }]
            """
        );
        foreach (var client in (string[])["Acme GmbH", "Vantage Optik"])
            await cast.Bob.Api.CreateAsync(
                new CreateHandoffRequest(back, JsonSerializer.SerializeToElement(new { client_name = client }))
            );
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync("/reports?tab=quality");
        var dot = JsonElement
            .Parse(page.Document.QuerySelector("[data-chart]")!.GetAttribute("data-chart")!)
            .GetProperty("series")[4]
            .GetProperty("data")
            .EnumerateArray()
            .Single(found => found.GetProperty("name").GetString()!.StartsWith("Sender:", StringComparison.Ordinal));
        Assert.Equal(
            ("Sender", 3, "67%"),
            (
                dot.GetProperty("name").GetString()!.Split(':')[0],
                dot.GetProperty("value")[0].GetInt32(),
                dot.GetProperty("name").GetString()!.Split(", ")[1]
            )
        );
        Assert.Equal(
            3,
            (await ben.GetAsync(dot.GetProperty("href").GetString()!)).Document.QuerySelectorAll(".rows > li").Length
        );
    }

    [Fact]
    public async Task The_page_opens_with_what_is_overdue_and_who_has_how_much_to_do()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(Engine.Sqlite, time: time);
        var cast = await app.CastAsync();
        await cast.InitiatedAsync();
        await cast.ReturnedAsync();
        time.Advance(TimeSpan.FromHours(9));
        await cast.AcceptedAsync();
        await cast.InitiatedAsync();
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync("/reports");
        Assert.Equal("1 handoff is overdue; Contract value is missing or wrong most often", page.Heading);
        Assert.Equal(
            "3 open handoffs have no owner. Receiver holds 3 of 4. 4 handoffs in 90 days.",
            page.Document.QuerySelector("#lead")!.TextContent
        );
        foreach (var tab in (string[])["", "?tab=load"])
        {
            var figures = (await ben.GetAsync($"/reports{tab}"))
                .Document.QuerySelectorAll("main td a[href^='/handoffs?']")
                .Select(link => (Href: link.GetAttribute("href")!, link.TextContent))
                .ToList();
            Assert.Equal(13, figures.Count);
            foreach (var (href, text) in figures)
                Assert.Equal(
                    (href, text),
                    (href, $"{(await ben.GetAsync(href)).Document.QuerySelectorAll(".rows > li").Length}")
                );
        }

        Assert.Equal(
            ["Overview", "Load", "Quality", "Templates", "Speed", "Chains"],
            page.Document.QuerySelectorAll("nav.tabs a").Select(link => link.TextContent)
        );
        foreach (var link in page.Document.QuerySelectorAll("nav.tabs a"))
            Assert.Equal(
                link.TextContent,
                (await ben.GetAsync(link.GetAttribute("href")!))
                    .Document.QuerySelector("nav.tabs [aria-current]")!
                    .TextContent
            );
        var csv = await ben.GetAsync("/reports/load.csv?table=people");
        Assert.Equal("text/csv", csv.Response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task An_outsider_sees_no_figure_and_a_bad_window_is_told()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.ReturnedAsync();
        using var charlie = await cast.App.VisitAsync(cast.Charlie);
        foreach (var tab in (string[])["overview", "quality", "templates", "speed"])
            Assert.Contains(
                "Nothing was handed over in this period. What goes missing, and how long it takes, will be here.",
                (await charlie.GetAsync($"/reports?tab={tab}")).Text,
                StringComparison.Ordinal
            );
        Assert.Contains(
            "Nothing is open. What each team and person has to do will be here.",
            (await charlie.GetAsync("/reports?tab=load")).Text,
            StringComparison.Ordinal
        );
        Assert.Empty(
            (await charlie.GetAsync($"/reports/handoffs?from={cast.Sender}")).Document.QuerySelectorAll(".rows > li")
        );
        foreach (
            var query in (string[])
                [
                    "/reports?days=0",
                    "/reports?days=x",
                    "/reports?template=nothing",
                    "/reports?tab=nothing",
                    "/reports/handoffs?days=-1",
                    "/reports/handoffs?what=nothing",
                ]
        )
        {
            var page = await charlie.GetAsync(query);
            Assert.Equal((422, 1), (page.Status, page.Faults.Count));
        }
    }

    [Fact]
    public async Task A_suggestion_opens_the_editor_with_the_change_made()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var edit = $"/templates/{cast.Template_}/edit";
        Assert.Contains(
            "key: note\n  type: long_text\n  required: true",
            await TextAsync($"{edit}?require=note"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("key: note", await TextAsync($"{edit}?drop=note"), StringComparison.Ordinal);
        var added = await TextAsync($"{edit}?add={Uri.EscapeDataString("Which ERP do they use?")}");
        Assert.Contains("key: which_erp_do_they_use", added, StringComparison.Ordinal);
        var published = await cast.Ben.Api.PublishTemplateAsync(cast.Template_, added);
        Assert.Equal((2, "Which ERP do they use?"), (published.Version, published.Fields[^1].Help));

        async Task<string> TextAsync(string path) =>
            (await ben.GetAsync(path + "&tab=yaml")).Document.QuerySelector("textarea")!.TextContent;
    }
}

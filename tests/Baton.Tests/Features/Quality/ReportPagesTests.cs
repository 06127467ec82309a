using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;

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
        var page = await ben.GetAsync($"/reports?days=30&template={cast.Template_}");
        Assert.Equal((200, "Where context goes missing"), (page.Status, page.Heading));
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
        var dot = JsonElement
            .Parse(page.Document.QuerySelector("[data-chart]")!.GetAttribute("data-chart")!)
            .GetProperty("series")[4]
            .GetProperty("data")[0];
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
        var csv = await ben.GetAsync($"/reports/senders.csv?template={cast.Template_}");
        Assert.Equal("text/csv", csv.Response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task An_outsider_sees_no_figure_and_a_bad_window_is_told()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.ReturnedAsync();
        using var charlie = await cast.App.VisitAsync(cast.Charlie);
        Assert.Contains(
            "You can see no handoff from the last 90 days. Choose more days.",
            (await charlie.GetAsync("/reports")).Text,
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

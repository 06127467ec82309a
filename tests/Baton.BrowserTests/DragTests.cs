using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Baton.BrowserTests;

/// <summary>What is dragged does what its buttons do.</summary>
public sealed class DragTests(Browsers browsers, SharedApps apps)
{
    [Fact]
    public async Task A_card_of_the_board_is_a_command_and_the_gate_says_why_not()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        var half = JsonElement.Parse("""{"client_name": "Half GmbH"}""");
        await cast.Alice.Api.CreateAsync(cast.NewHandoff(half) with { Draft = true });
        var whole = await cast.DraftAsync();
        var page = await browsers.OpenAsync(cast.App);
        await page.SignInAsync(cast.Alice.Key);
        await page.GotoAsync($"/handoffs?view=board&template={cast.Template_}");
        await Card(page, "Half GmbH").DragToAsync(Column(page, "initiated"));
        await Expect(page.Locator("[role=alert]")).ToContainTextAsync("Contract value");
        await Expect(Column(page, "draft").Locator("[data-card]")).ToHaveCountAsync(2);
        await Card(page, whole.Title).DragToAsync(Column(page, "initiated"));
        await Expect(Column(page, "initiated").Locator("[data-card]")).ToHaveCountAsync(1);
        Assert.Equal(HandoffStatus.Initiated, (await cast.Alice.Api.GetAsync(whole.HandoffId)).Status);
        await Card(page, whole.Title).DragToAsync(Column(page, "draft"));
        await Expect(page.Locator("[role=alert]")).ToContainTextAsync("cannot go from Handed over to Draft");
    }

    [Fact]
    public async Task Fields_of_a_template_are_put_in_order_by_dragging()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Ben.Key);
        var page = await browsers.OpenAsync(cast.App);
        await page.SignInAsync(cast.Ben.Key);
        await page.GotoAsync("/templates/new?from=blank");
        await page.GetByLabel("Label of field 1").FillAsync("First");
        await page.PressAsync("Add a field");
        await page.GetByLabel("Label of field 2").FillAsync("Second");
        var grips = page.Locator(".frow[data-row] .grip");
        // One movement alone may begin the drag and pass over nothing.
        var first = (await page.Locator(".frow[data-row]").First.BoundingBoxAsync())!;
        await grips.Nth(1).HoverAsync();
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(first.X + 40, first.Y + 4, new MouseMoveOptions { Steps = 8 });
        await page.Mouse.UpAsync();
        await Expect(page.Locator(".frow[data-row] input[aria-label^='Label of field']").First)
            .ToHaveValueAsync("Second");
    }

    private static ILocator Card(IPage page, string title) => page.Locator("[data-card]", new() { HasText = title });

    private static ILocator Column(IPage page, string status) => page.Locator($"[data-board] [data-status={status}]");
}

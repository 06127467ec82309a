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
        await TwoFieldsAsync(page);
        await DragSecondAsync(page);
        await page.Mouse.UpAsync();
        await Expect(Labels(page).First).ToHaveValueAsync("Second");
    }

    [Fact]
    public async Task Fields_that_are_dragged_while_the_server_answers_stay_where_they_were_put()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Ben.Key);
        var page = await browsers.OpenAsync(cast.App);
        await page.SignInAsync(cast.Ben.Key);
        await TwoFieldsAsync(page);
        var (asked, held) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync(
            "**/templates/new**",
            async route =>
            {
                asked.TrySetResult();
                await held.Task;
                await route.ContinueAsync();
            }
        );
        await page.PressAsync("Add a field");
        await asked.Task.WaitAsync(Wait.Patience, TestContext.Current.CancellationToken);
        await DragSecondAsync(page);
        await page.RunAndWaitForResponseAsync(
            () =>
            {
                held.SetResult();
                return Task.CompletedTask;
            },
            answer => answer.Url.Contains("/templates/new", StringComparison.Ordinal)
        );
        await page.Mouse.UpAsync();
        await Expect(Labels(page)).ToHaveCountAsync(3);
        await Expect(Labels(page).Nth(0)).ToHaveValueAsync("Second");
        await Expect(Labels(page).Nth(1)).ToHaveValueAsync("First");
        await Expect(Labels(page).Nth(2)).ToHaveValueAsync("");
    }

    private static async Task TwoFieldsAsync(IPage page)
    {
        await page.GotoAsync("/templates/new?from=blank");
        await page.GetByLabel("Label of field 1").FillAsync("First");
        await page.PressAsync("Add a field");
        await page.GetByLabel("Label of field 2").FillAsync("Second");
    }

    /// <summary>Over the first, with the button of the mouse still down.</summary>
    private static async Task DragSecondAsync(IPage page)
    {
        var second = page.Locator(".frow[data-row]:has(input[name='field-label.2']) .grip");
        // One movement alone may begin the drag and pass over nothing; so it is begun again.
        await Wait.ForAsync(
            async () =>
            {
                await page.Mouse.UpAsync();
                await second.HoverAsync();
                var first = (await page.Locator(".frow[data-row]").First.BoundingBoxAsync())!;
                await page.Mouse.DownAsync();
                await page.Mouse.MoveAsync(first.X + 40, first.Y + 4, new MouseMoveOptions { Steps = 8 });
                return await Labels(page).First.InputValueAsync();
            },
            found => found == "Second"
        );
    }

    private static ILocator Labels(IPage page) => page.Locator(".frow[data-row] input[aria-label^='Label of field']");

    private static ILocator Card(IPage page, string title) => page.Locator("[data-card]", new() { HasText = title });

    private static ILocator Column(IPage page, string status) => page.Locator($"[data-board] [data-status={status}]");
}

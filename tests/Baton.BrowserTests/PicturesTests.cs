using Baton.Commands.Demo;
using Baton.Tests.App;
using Microsoft.Playwright;

namespace Baton.BrowserTests;

/// <summary>
/// The pictures in <c>docs/pictures</c>, taken of the demo: <c>BATON_WRITE_SNAPSHOTS=1</c> writes them anew.
/// </summary>
public sealed class PicturesTests(Browsers browsers)
{
    private const int Largest = 150 * 1024;

    private static readonly bool Write = Environment.GetEnvironmentVariable("BATON_WRITE_SNAPSHOTS") == "1";

    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "pictures");

    [Fact]
    public async Task They_can_be_taken_and_are_small()
    {
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        await Script.PlayAsync(app.Services, TestContext.Current.CancellationToken);
        foreach (var person in (string[])["olga", "sam"])
            await app.GivePasswordAsync(person);
        var olga = await browsers.OpenAsync(app);
        var sam = await browsers.OpenAsync(app);
        foreach (var page in (IPage[])[olga, sam])
            await page.SetViewportSizeAsync(1200, 900);
        await olga.SignInAsync("olga");
        await TakeAsync(olga, "my-work");
        await olga.Locator("main a.what").First.ClickAsync();
        await TakeAsync(olga, "handoff");
        await sam.SignInAsync("sam");
        await sam.GotoAsync("/hand-over/sales_to_onboarding");
        await sam.Locator("[name='v.client_name']").FillAsync("Fern & Co");
        await sam.Locator("[name='v.goals']").FillAsync("tbd");
        await sam.PressAsync("Hand over");
        await TakeAsync(sam, "hand-over");
    }

    [Fact]
    public async Task Those_of_the_real_log_too()
    {
        var directory = await ServiceNowLog.RunScriptAsync();
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        await ServiceNowLog.PrepareAsync(app, directory);
        Assert.Contains("834 created, 0 refused", (await ServiceNowLog.ImportAsync(app, directory)).Out);
        await app.GivePasswordAsync("root");
        var page = await browsers.OpenAsync(app);
        await page.SetViewportSizeAsync(1200, 1000);
        var said = new List<string>();
        page.Console += (_, message) => said.Add(message.Text); // a breach of the policy is told here
        await page.SignInAsync("root");
        await page.GotoAsync("/reports?days=36500&tab=speed");
        await TakeAsync(page.Locator("#flow"), "flow");
        await AllDrawnAsync(2);
        await page.GotoAsync("/reports?days=36500&tab=quality");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("the average is 98%");
        await TakeAsync(page, "senders");
        await AllDrawnAsync(2);
        Assert.Empty(said);
        // A click on a dot leads to the handoffs behind it.
        await page.EvaluateAsync(
            "echarts.getInstanceByDom(document.querySelector('[data-chart]')).dispatchAction({ type: "
                + "'showTip', seriesIndex: 4, dataIndex: 0 })"
        );
        if (Browsers.Screenshots is { } folder)
            await page.ScreenshotAsync(
                new PageScreenshotOptions { Path = Path.Combine(folder, "reports-full.png"), FullPage = true }
            );

        async Task AllDrawnAsync(int charts)
        {
            foreach (var chart in await page.Locator("[data-chart]").AllAsync())
                await Assertions.Expect(chart.Locator("canvas")).ToBeVisibleAsync();
            Assert.Equal(charts, await page.Locator("[data-chart]").CountAsync());
        }
    }

    private static async Task TakeAsync(IPage page, string name)
    {
        await page.EvaluateAsync("document.activeElement?.blur()");
        await KeepAsync(name, await page.ScreenshotAsync(new PageScreenshotOptions { FullPage = false }));
    }

    private static async Task TakeAsync(ILocator part, string name) =>
        await KeepAsync(name, await part.ScreenshotAsync());

    private static async Task KeepAsync(string name, byte[] picture)
    {
        Assert.InRange(picture.Length, 1, Largest);
        if (Write)
            await File.WriteAllBytesAsync(Path.Combine(Folder, name + ".png"), picture);
        Assert.True(File.Exists(Path.Combine(Folder, name + ".png")), $"docs/pictures/{name}.png is not there");
    }
}

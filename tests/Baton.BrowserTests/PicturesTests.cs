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

    /// <summary>The pages are tested elsewhere; this makes pictures of them.</summary>
    internal static bool AreWanted => Write || LongRun.IsWanted;

    internal const string NotWanted =
        "It makes pictures for the documents: set BATON_WRITE_SNAPSHOTS=1 or BATON_TEST_LONG=1.";

    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "pictures");

    [Fact]
    public async Task They_can_be_taken_and_are_small()
    {
        Assert.SkipUnless(AreWanted, NotWanted);
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
        await TakeLoopAsync(sam, olga);
    }

    /// <summary>The loop in three steps, beside each other.</summary>
    private static async Task TakeLoopAsync(IPage sam, IPage olga)
    {
        foreach (var page in (IPage[])[sam, olga])
            await page.SetViewportSizeAsync(900, 700);
        await sam.GotoAsync("/hand-over/sales_to_onboarding");
        await sam.FillAsync("[name='v.client_name']", "Fern & Co");
        await sam.FillAsync("[name='v.contract_value']", "12000");
        await sam.SelectOptionAsync("[name='c.contract_value']", "EUR");
        await sam.FillAsync("[name='v.start_date']", "2027-01-12");
        await sam.FillAsync("[name='v.key_contacts']", "Kim Fern, kim@fern.example, decides");
        await sam.FillAsync("[name='v.special_requirements']", "Invoices by post");
        await sam.FillAsync("[name='v.goals']", "First order in January");
        await Assertions.Expect(sam.Locator("[data-part=gate] h2")).ToHaveTextAsync("6 of 6 complete");
        var given = await ShotAsync(sam);
        await sam.PressAsync("Hand over");
        await sam.HeadingAsync("Fern & Co");
        await olga.GotoAsync(new Uri(sam.Url).AbsolutePath);
        var received = await ShotAsync(olga);
        await olga.PressAsync("Accept");
        var open = olga.GetByRole(AriaRole.Checkbox, new() { Checked = false }).And(olga.Locator("#checklist *"));
        for (var left = await open.CountAsync(); left > 0; left--)
        {
            // Before the answer is there, what is pressed next may be replaced under the pointer.
            await olga.RunAndWaitForResponseAsync(
                () => open.First.ClickAsync(),
                answer => answer.Request.Method == "POST"
            );
            await Assertions.Expect(open).ToHaveCountAsync(left - 1);
        }

        await olga.PressAsync("Complete");
        await Assertions.Expect(olga.Locator("#holder")).ToContainTextAsync("completed it just now");
        await TakeBesideAsync(
            olga,
            "loop",
            [
                ("1. Sales hands over. The gate counts what is left.", given),
                ("2. Onboarding accepts it, or returns it and says why.", received),
                ("3. Step by step it is completed, and rated.", await ShotAsync(olga)),
            ]
        );
    }

    private static async Task TakeBesideAsync(IPage page, string name, (string Caption, byte[] Shot)[] steps)
    {
        await page.SetViewportSizeAsync(1440, 425);
        await page.GotoAsync("about:blank");
        await page.SetContentAsync(
            "<body style='margin: 0; display: flex; gap: 24px; padding: 12px; font: 600 15px sans-serif'>"
                + string.Concat(
                    steps.Select(step =>
                        $"<div style='width: 456px'><p style='margin: 0 0 10px'>{step.Caption}</p><img "
                        + "style='width: 100%; border: 1px solid #ccc; border-radius: 8px' "
                        + $"src='data:image/png;base64,{Convert.ToBase64String(step.Shot)}'></div>"
                    )
                )
        );
        await TakeAsync(page, name);
    }

    private static async Task<byte[]> ShotAsync(IPage page)
    {
        await page.EvaluateAsync("document.activeElement?.blur(); scrollTo(0, 0)");
        return await page.ScreenshotAsync();
    }

    /// <summary>What somebody sees who stands in a corridor with a tablet.</summary>
    [Fact]
    public async Task The_list_of_a_shift_on_a_tablet()
    {
        Assert.SkipUnless(AreWanted, NotWanted);
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        await Script.PlayAsync(app.Services, TestContext.Current.CancellationToken);
        await app.GivePasswordAsync("deva");
        var deva = await browsers.OpenAsync(app);
        await deva.SetViewportSizeAsync(820, 1100);
        await deva.SignInAsync("deva");
        await deva.GotoAsync("/handoffs?template=on_call&status=initiated");
        await deva.Locator("main a.what").First.ClickAsync();
        await deva.GetByRole(AriaRole.Link, new() { Name = "Open the list" }).First.ClickAsync();
        await deva.HeadingAsync("On call");
        await Assertions.Expect(deva.Locator(".item-card")).ToHaveCountAsync(3);
        Assert.True(
            await deva.EvaluateAsync<bool>(
                "[...document.querySelectorAll('main .btn.big')].every(button => button.offsetHeight >= 44)"
            )
        );
        await TakeAsync(deva, "shift");
    }

    [Fact]
    public async Task Those_of_the_real_log_too()
    {
        Assert.SkipUnless(AreWanted, NotWanted);
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

    internal static async Task TakeAsync(ILocator part, string name) =>
        await KeepAsync(name, await part.ScreenshotAsync());

    private static async Task KeepAsync(string name, byte[] picture)
    {
        Assert.InRange(picture.Length, 1, Largest);
        if (Write)
            await File.WriteAllBytesAsync(Path.Combine(Folder, name + ".png"), picture);
        Assert.True(File.Exists(Path.Combine(Folder, name + ".png")), $"docs/pictures/{name}.png is not there");
    }
}

using Baton.Commands.Demo;
using Baton.Tests.App;
using Microsoft.Playwright;

namespace Baton.BrowserTests;

/// <summary>The pictures of <c>docs/chains.md</c>.</summary>
public sealed class ChainPicturesTests(Browsers browsers)
{
    /// <summary>What travels with a client: its chain, where values came from, and what was asked.</summary>
    [Fact]
    public async Task They_can_be_taken()
    {
        Assert.SkipUnless(PicturesTests.AreWanted, PicturesTests.NotWanted);
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        await Script.PlayAsync(app.Services, TestContext.Current.CancellationToken);
        await app.GivePasswordAsync("omar");
        var omar = await browsers.OpenAsync(app);
        await omar.SetViewportSizeAsync(1100, 900);
        await omar.SignInAsync("omar");
        await omar.GotoAsync("/handoffs?template=onboarding_to_support");
        await omar.Locator("main a.what").First.ClickAsync();
        await omar.HeadingAsync("Amber Lofts");
        await Assertions.Expect(omar.Locator("#chain li")).ToHaveCountAsync(2);
        await PicturesTests.TakeAsync(omar.Locator("#chain"), "chain");
        await Assertions.Expect(omar.Locator("[data-drift=start_date]")).ToBeVisibleAsync();
        await PicturesTests.TakeAsync(omar.Locator("[data-part=context]"), "drift");
        await omar.Locator("#questions details:has([data-answers]) > summary").ClickAsync();
        await omar.Locator("#say").PressSequentiallyAsync("Which portal do they have?");
        await Assertions.Expect(omar.Locator("[data-answers-here] li")).ToHaveCountAsync(1);
        await PicturesTests.TakeAsync(omar.Locator("#questions"), "answers");
    }
}

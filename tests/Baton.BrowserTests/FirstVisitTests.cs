using Baton.Tests.App;
using static Microsoft.Playwright.Assertions;

namespace Baton.BrowserTests;

/// <summary>What a first visit transfers, as the browser counts what comes over the wire.</summary>
public sealed class FirstVisitTests(Browsers browsers, SharedApps apps)
{
    private const int Most = 60 * 1024;

    [Fact]
    public async Task Signing_in_my_work_and_a_handoff_are_at_most_sixty_kilobytes()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Bob.Key);
        var handoff = await cast.InitiatedAsync();
        var page = await browsers.OpenAsync(cast.App);
        var network = await page.Context.NewCDPSessionAsync(page);
        await network.SendAsync("Network.enable");
        var bytes = 0.0;
        network.Event("Network.loadingFinished").OnEvent += (_, loaded) =>
            bytes += loaded!.Value.GetProperty("encodedDataLength").GetDouble();
        await page.SignInAsync(cast.Bob.Key);
        await page.FollowAsync(handoff.Title);
        await Expect(page.Locator("#holder")).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("document.readyState === 'complete'");
        Assert.InRange(bytes, 10 * 1024, Most);
    }
}

using Baton.Tests.App;
using Microsoft.Playwright;

namespace Baton.BrowserTests;

/// <summary>Every page on a phone: whatever can be pressed is as large as a finger.</summary>
public sealed class TouchTests(Browsers browsers, SharedApps apps)
{
    [Fact]
    public async Task Every_target_is_as_large_as_a_finger()
    {
        var stage = await PageStage.SetAsync(apps);
        var cast = stage.Cast;
        List<string> small =
        [
            .. await SmallAsync(cast, null, stage.OfNobody),
            .. await SmallAsync(cast, cast.Ben, stage.OfTheReceivingLead),
            .. await SmallAsync(cast, cast.Bob, stage.OfTheReceiver),
            .. await SmallAsync(cast, cast.Ann, stage.OfTheSendingLead),
            .. await SmallAsync(cast, cast.Root, stage.OfTheAdmin),
        ];
        Assert.True(small.Count == 0, string.Join('\n', small));
    }

    /// <summary>So that silence means something.</summary>
    [Fact]
    public async Task What_is_too_small_is_found()
    {
        var page = await browsers.OpenAsync((await apps.CastOn(Engine.Sqlite)).App, touch: true);
        await page.GotoAsync("/sign-in");
        Assert.Empty(await TouchTargets.TooSmallAsync(page));
        await page.EvaluateAsync("document.querySelector('main button').style.minHeight = '40px'");
        Assert.Contains("x40 in", Assert.Single(await TouchTargets.TooSmallAsync(page)), StringComparison.Ordinal);
    }

    /// <summary>As for somebody who sees many teams.</summary>
    [Fact]
    public async Task A_menu_longer_than_the_screen_can_be_reached_to_its_first_line()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var page = await browsers.OpenAsync(cast.App, touch: true);
        await cast.App.GivePasswordAsync(cast.Ben.Key);
        await page.SignInAsync(cast.Ben.Key);
        await page.GotoAsync("/handoffs");
        await page.EvaluateAsync(
            """
            document.querySelectorAll('.menu > .pop').forEach(pop => {
                const line = pop.querySelector('a.item');
                for (let n = 0; line && n < 60; n++) line.after(line.cloneNode(true));
            })
            """
        );
        Assert.Empty(await SettledAsync(page));
    }

    /// <summary>What stays too small: a notification that has just come covers what is below it for a moment.</summary>
    private static async Task<string[]> SettledAsync(IPage page)
    {
        var small = await TouchTargets.TooSmallAsync(page);
        for (var tries = 0; small.Length > 0 && tries < 5; tries++)
        {
            await page.WaitForTimeoutAsync(1000);
            small = await TouchTargets.TooSmallAsync(page);
        }

        return small;
    }

    private async Task<List<string>> SmallAsync(Cast cast, Someone? who, string[] paths)
    {
        var page = await browsers.OpenAsync(cast.App, touch: true);
        if (who is not null)
        {
            await cast.App.GivePasswordAsync(who.Key);
            await page.SignInAsync(who.Key);
        }

        var small = new List<string>();
        foreach (var path in paths)
        {
            await page.GotoAsync(path);
            small.AddRange((await SettledAsync(page)).Select(target => $"{path}: {target}"));
        }

        await page.Context.CloseAsync();
        return small;
    }
}

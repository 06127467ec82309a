using Baton.Tests.App;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Baton.BrowserTests;

/// <summary>Every page for which the receiving side is signed in, or nobody.</summary>
public sealed class ReceivingAccessibilityTests(Browsers browsers, SharedApps apps)
{
    [Fact]
    public async Task No_page_of_those_who_receive_keeps_anybody_out()
    {
        var stage = await PageStage.SetAsync(apps);
        await browsers.CheckPagesAsync(stage.Cast, stage.Cast.Ben, stage.OfTheReceivingLead);
    }

    [Fact]
    public async Task No_page_is_left_out() => Assert.Empty((await PageStage.SetAsync(apps)).Missing());
}

/// <summary>The others, in a class of their own, so that both run side by side.</summary>
public sealed class OtherAccessibilityTests(Browsers browsers, SharedApps apps)
{
    [Fact]
    public async Task No_other_page_keeps_anybody_out()
    {
        var stage = await PageStage.SetAsync(apps);
        var cast = stage.Cast;
        await browsers.CheckPagesAsync(cast, null, stage.OfNobody);
        var sender = await browsers.CheckPagesAsync(cast, cast.Ann, stage.OfTheSendingLead);
        await sender.GotoAsync($"/hand-over/{cast.Template_}");
        await sender.PressAsync("Hand over");
        await sender.LookAtAsync("/hand-over, refused");
        await browsers.CheckPagesAsync(cast, cast.Root, stage.OfTheAdmin);
        var receiver = await browsers.CheckPagesAsync(cast, cast.Bob, stage.OfTheReceiver);
        await receiver.GotoAsync("/");
        await Assertions.Expect(receiver.Locator("[aria-labelledby=rate]")).ToBeVisibleAsync();
    }

    /// <summary>
    /// So that silence means something: a field without a label, and words that cannot be told from their ground.
    /// </summary>
    [Fact]
    public async Task What_keeps_people_out_is_found()
    {
        var page = await browsers.OpenAsync((await apps.CastOn(Engine.Sqlite)).App);
        await page.GotoAsync("/sign-in");
        await page.EvaluateAsync(
            """
            document.querySelectorAll('label').forEach(label => label.replaceWith(...label.childNodes));
            document.querySelector('h1').style.cssText = 'color: #777; background: #888';
            """
        );
        var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => page.LookAtAsync("/sign-in"));
        Assert.Contains("label: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("color-contrast: ", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>As <see cref="What_keeps_people_out_is_found"/>: words that touch, and not those that do not.</summary>
    [Fact]
    public async Task Words_that_touch_are_found()
    {
        var page = await browsers.OpenAsync((await apps.CastOn(Engine.Sqlite)).App);
        await page.GotoAsync("/sign-in");
        await page.EvaluateAsync(
            "document.querySelector('main').innerHTML = '<p><b>Done.</b><i>Just now</i></p>"
                + "<p><b>Apart.</b> <i>Just now</i></p>'"
        );
        Assert.Equal("Done.|Just now", Assert.Single(await GluedText.FindAsync(page)));
    }
}

/// <summary>
/// A page is opened once and looked at in light, in the dark, on a phone and at 200 %: nothing that keeps anybody out,
/// nothing that scrolls sideways, and no words that touch.
/// </summary>
internal static class PageChecks
{
    /// <summary>What can differ in the dark; everything else was judged in the light.</summary>
    private static readonly string[] OfColor = ["color-contrast", "link-in-text-block"];

    /// <summary>1280 at 200 %, and what WCAG asks of reflow.</summary>
    private static readonly int[] Narrow = [640, 320];

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    internal static async Task<IPage> CheckPagesAsync(this Browsers browsers, Cast cast, Someone? who, string[] paths)
    {
        var page = await browsers.OpenAsync(cast.App);
        if (who is not null)
        {
            await cast.App.GivePasswordAsync(who.Key);
            await page.SignInAsync(who.Key);
        }

        foreach (var path in paths)
        {
            await page.GotoAsync(path);
            await page.LookAtAsync(path);
        }

        return page;
    }

    internal static async Task LookAtAsync(this IPage page, string where)
    {
        // Deque's own runner loads its 500 KB anew for every look at a page, twice; a page without frames needs it
        // once.
        await page.EvaluateAsync(Axe);
        // A page may scroll to the field that it focuses; what then lies below the header is too small only there.
        await page.EvaluateAsync("scrollTo(0, 0)");
        await page.JudgeAsync(where, "light");
        await page.FitsAsync(where);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await page.JudgeAsync(where, "dark", OfColor);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        foreach (var width in Narrow)
        {
            await page.SetViewportSizeAsync(width, 450);
            await page.FitsAsync(where);
        }

        await page.SetViewportSizeAsync(390, 844);
        await page.JudgeAsync(where, "phone");
        await page.FitsAsync(where);
        await page.SetViewportSizeAsync(1280, 900);
    }

    private static async Task FitsAsync(this IPage page, string where)
    {
        var window = page.ViewportSize!.Width;
        var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.True(wide <= window, $"{where} scrolls sideways: {wide} of {window}");
        if (window < 390)
            return;
        var glued = await GluedText.FindAsync(page);
        Assert.True(glued.Length == 0, $"{where} has glued text at {window}: {string.Join("; ", glued)}");
    }

    /// <param name="page">The page.</param>
    /// <param name="where">Its path.</param>
    /// <param name="look">How it is looked at.</param>
    /// <param name="rules">Which rules it is held to; all where left out.</param>
    private static async Task JudgeAsync(this IPage page, string where, string look, string[]? rules = null)
    {
        var parts = new Uri(new Uri("http://x"), where)
            .AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(part =>
                long.TryParse(part, out _) ? "id"
                : part.StartsWith("t-", StringComparison.Ordinal) ? "t"
                : part
            );
        await page.ShootAsync($"{look}-{string.Join('-', parts)}-{where.Length}");
        // The one style sheet is judged with the first page; to fetch and read it anew takes a third of the time.
        var found = await page.EvaluateAsync<string[]>(
            """
            async ([rules, preload]) => (await axe.run(document, { resultTypes: ['violations'], preload,
                ...(rules ? { runOnly: rules } : { rules: { 'target-size': { enabled: true } } }) })).violations
              .map(found => `${found.id}: ${found.help} at ${found.nodes.map(node => node.html).join(', ')}`)
            """,
            new object?[] { rules, where == "/sign-in" }
        );
        Assert.True(found.Length == 0, $"{where}, {look}: {string.Join("; ", found)}");
    }
}

using Baton.Client;
using Baton.Tests.App;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Baton.BrowserTests;

/// <summary>What is shown on the desktop while a tab is open: only to whoever asked for it, and once.</summary>
public sealed class DesktopNotificationTests(Browsers browsers, SharedApps apps)
{
    /// <summary>
    /// Notes what the desktop would show, and whether it was asked for; looks for news three times a second.
    /// </summary>
    private const string Desktop = """
        (() => {
          const every = window.setInterval;
          window.setInterval = (act, wait) => every(act, Math.min(wait, 300));
          const note = (name, value) => localStorage.setItem(name, JSON.stringify([...read(name), value]));
          const read = name => JSON.parse(localStorage.getItem(name) ?? '[]');
          window.Notification = class {
            static get permission() { return localStorage.getItem('may') ?? 'default'; }
            static async requestPermission() {
              note('asked', location.pathname);
              localStorage.setItem('may', 'granted');
              return 'granted';
            }
            constructor(title, options) { note('desktop-shown', `${title} | ${options.body}`); }
            close() {}
          };
        })();
        """;

    [Fact]
    public async Task They_appear_once_for_whoever_turned_them_on()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Bob.Key);
        var page = await browsers.OpenAsync(cast.App);
        await page.Context.AddInitScriptAsync(Desktop);
        await page.SignInAsync(cast.Bob.Key);
        await page.GotoAsync("/notifications");
        Assert.Equal("[]", await NotedAsync(page, "asked"));

        await page.PressAsync("Turn on desktop notifications");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Turn off desktop notifications" }))
            .ToBeVisibleAsync();
        Assert.Equal("""["/notifications"]""", await NotedAsync(page, "asked"));
        await HeardAsync(page);
        var second = await page.Context.NewPageAsync();
        await second.GotoAsync("/");
        var first = await cast.InitiatedAsync();
        var shown = await Wait.ForAsync(
            () => NotedAsync(page, "desktop-shown"),
            text => text.Contains(first.Title, StringComparison.Ordinal)
        );
        Assert.Contains("handed over", shown, StringComparison.Ordinal);
        await Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex(@"^\(\d+\) "));
        await HeardAsync(page);
        await HeardAsync(second);
        Assert.Equal(shown, await NotedAsync(page, "desktop-shown"));

        await page.PressAsync("Turn off desktop notifications");
        var known = await page.EvaluateAsync<string>("localStorage.getItem('told')");
        await cast.InitiatedAsync();
        await Wait.ForAsync(() => page.EvaluateAsync<string>("localStorage.getItem('told')"), told => told != known);
        Assert.Equal(shown, await NotedAsync(page, "desktop-shown"));
    }

    private static Task<string> NotedAsync(IPage page, string name) =>
        page.EvaluateAsync<string>("name => localStorage.getItem(name) ?? '[]'", name);

    /// <summary>It has looked for news since.</summary>
    private static Task<IResponse> HeardAsync(IPage page) =>
        page.WaitForResponseAsync(answer => answer.Url.EndsWith("/notifications/latest", StringComparison.Ordinal));
}

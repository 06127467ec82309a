using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Baton.Tests.App;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Baton.BrowserTests.Browsers))]

namespace Baton.BrowserTests;

/// <summary>
/// The system's Chromium, started once. <c>BATON_TEST_CHROMIUM</c> names another one; <c>BATON_TEST_SCREENSHOTS</c> a
/// folder for pictures.
/// </summary>
public sealed class Browsers : IAsyncLifetime
{
    private static readonly string Chromium =
        Environment.GetEnvironmentVariable("BATON_TEST_CHROMIUM") ?? "/usr/bin/chromium-headless-shell";

    /// <summary>Milliseconds. Other tests run beside these: a machine that is busy is no failure.</summary>
    private const int Patience = 120_000;

    private IPlaywright? playwright;
    private IBrowser? browser;

    public static string? Screenshots { get; } = Environment.GetEnvironmentVariable("BATON_TEST_SCREENSHOTS");

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Chromium,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }

    /// <summary>A browser of its own: nobody is signed in.</summary>
    public Task<IPage> OpenAsync(BatonApp app, bool scripts = true, bool phone = false, bool touch = false) =>
        OpenAsync(app.Url, scripts, phone, touch);

    /// <param name="url">The server.</param>
    /// <param name="scripts">Whether it runs scripts.</param>
    /// <param name="phone">Whether it is as small as a phone.</param>
    /// <param name="touch">Whether it is a phone: as small, and pressed by fingers.</param>
    public async Task<IPage> OpenAsync(Uri url, bool scripts = true, bool phone = false, bool touch = false)
    {
        var context = await browser!.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = url.AbsoluteUri,
                JavaScriptEnabled = scripts,
                ColorScheme = ColorScheme.Light,
                HasTouch = touch,
                IsMobile = touch,
                ViewportSize =
                    phone || touch
                        ? new ViewportSize { Width = 390, Height = 844 }
                        : new ViewportSize { Width = 1280, Height = 900 },
                TimezoneId = "Europe/Berlin",
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }
}

public static partial class Steps
{
    [GeneratedRegex("^https?://[^/]+/$")]
    private static partial Regex HomePage();

    public static async Task SignInAsync(this IPage page, string name, string password = Visitor.Password)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Username or email").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(password);
        await page.PressAsync("Sign in");

        // Not until the page is loaded: that event is missed when it comes before anybody waits for it.
        await Assertions.Expect(page).ToHaveURLAsync(HomePage());
    }

    /// <summary>Waits until what was typed has a draft on the server.</summary>
    public static Task HasDraftAsync(this IPage page) => Assertions.Expect(page).ToHaveURLAsync(DraftPage());

    [GeneratedRegex(@"[?&]draft=\d+")]
    private static partial Regex DraftPage();

    /// <summary>How often the mouse was pressed on a page, with scripts and without.</summary>
    private static readonly ConditionalWeakTable<IPage, StrongBox<int>> Clicks = [];

    public static Task PressAsync(this IPage page, string button) =>
        page.ClickOnAsync(page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }));

    public static Task FollowAsync(this IPage page, string link) =>
        page.ClickOnAsync(page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }));

    public static Task ClickOnAsync(this IPage page, ILocator what)
    {
        Clicks.GetOrCreateValue(page).Value++;
        return what.ClickAsync();
    }

    /// <summary>How often it was pressed since this was last asked.</summary>
    public static int TakeClicks(this IPage page)
    {
        var clicks = Clicks.GetOrCreateValue(page);
        var made = clicks.Value;
        clicks.Value = 0;
        return made;
    }

    public static Task HeadingAsync(this IPage page, string heading) =>
        Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(heading);

    public static async Task ShootAsync(this IPage page, string name)
    {
        if (Browsers.Screenshots is { } folder)
            await page.ScreenshotAsync(
                new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true }
            );
    }
}

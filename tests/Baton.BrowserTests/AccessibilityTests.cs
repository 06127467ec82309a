using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Links;
using Baton.Tests.App;
using Deque.AxeCore.Commons;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Baton.BrowserTests;

/// <summary>Two classes, so that they run side by side.</summary>
public sealed class DesktopAccessibilityTests(Browsers browsers, SharedApps apps) : AccessibilityTests(browsers, apps)
{
    [Fact]
    public Task No_page_has_a_violation_light_or_dark() => NoPageHasAsync(phone: false);

    [Fact]
    public Task What_keeps_people_out_is_found() => IsFoundAsync();

    [Fact]
    public Task Words_that_touch_are_found() => IsGlueFoundAsync();
}

public sealed class PhoneAccessibilityTests(Browsers browsers, SharedApps apps) : AccessibilityTests(browsers, apps)
{
    [Fact]
    public Task No_page_has_a_violation() => NoPageHasAsync(phone: true);
}

/// <summary>
/// Every page, light, dark and on a phone: nothing that keeps anybody out, nothing that scrolls sideways, and no words
/// that touch.
/// </summary>
public abstract class AccessibilityTests(Browsers browsers, SharedApps apps)
{
    /// <summary>What can differ in the dark; everything else was judged in the light.</summary>
    private static readonly string[] OfColor = ["color-contrast", "link-in-text-block"];

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    protected async Task NoPageHasAsync(bool phone)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Ben.Key);
        await cast.App.GivePasswordAsync(cast.Ann.Key);
        await cast.App.GivePasswordAsync(cast.Root.Key);
        var look = phone ? "phone" : "light";
        var page = await browsers.OpenAsync(cast.App, phone: phone);
        await CheckAsync(page, "/sign-in", look);
        await CheckAsync(page, "/nothing-here", look);
        var worker = await browsers.OpenAsync(cast.App, phone: phone);
        await cast.App.GivePasswordAsync(cast.Bob.Key);
        var open = await cast.InitiatedAsync();
        var returned = await cast.ReturnedAsync();
        var accepted = await cast.AcceptedAsync();
        var done = await cast.CompletedAsync();
        var draft = await cast.DraftAsync();
        await cast.Bob.Api.AttachAsync(
            accepted.HandoffId,
            "a plan with a rather long name that has to be broken somewhere on a phone.txt",
            new MemoryStream("x"u8.ToArray())
        );
        var link = (
            await cast.Ben.Api.InviteGuestAsync(
                accepted.HandoffId,
                new GuestRequest("somebody.with.a.long.address@agency.example.org")
            )
        ).Url!;
        await cast.Bob.Api.AskAsync(
            accepted.HandoffId,
            new AskRequest("Which one first?", "client_name", Blocking: true)
        );

        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                Channels =
                [
                    new("email", Address: "team@example.org", Delivery: DeliveryPace.Daily),
                    new("webhook", Url: "http://127.0.0.1:1/hook"),
                ],
            }
        );
        var context = await cast
            .App.Services.GetRequiredService<MakeLink>()
            .RunAsync(cast.Ben.Key, open.HandoffId, open.ContextRevision, CancellationToken.None);

        await page.SignInAsync(cast.Ben.Key);
        foreach (
            var path in (string[])
                [
                    "/",
                    "/handoffs",
                    $"/handoffs?team={cast.Receiver}&box=inbox&status=initiated",
                    "/handoffs?q=nothing-of-this-kind",
                    $"/handoffs/{open.HandoffId}",
                    $"/handoffs/{open.HandoffId}/return",
                    $"/handoffs/{open.HandoffId}/decline",
                    $"/handoffs/{open.HandoffId}/reroute",
                    $"/handoffs/{accepted.HandoffId}",
                    $"/handoffs/{accepted.HandoffId}/assign",
                    $"/handoffs/{accepted.HandoffId}/skip?step=second",
                    $"/handoffs/{accepted.HandoffId}/flag_gap",
                    $"/handoffs/{done.HandoffId}",
                    "/account",
                    "/account/second-factor",
                    "/account/passkeys",
                    "/teams",
                    $"/teams/{cast.Receiver}",
                    "/templates",
                    $"/templates/{cast.Template_}",
                    $"/templates/{cast.Template_}/edit",
                    "/deliveries",
                    "/deliveries?state=dead",
                    "/orphans",
                    context.Accept,
                    context.Return,
                    "/reports",
                    "/reports?tab=load",
                    "/reports?tab=quality",
                    "/reports?tab=templates",
                    "/reports?tab=speed",
                    "/reports?days=0",
                    $"/reports?days=7&template={cast.Template_}",
                    $"/reports/handoffs?what=defective&from={cast.Sender}",
                    $"/templates/{cast.Template_}/edit?require=note",
                ]
        )
            await CheckAsync(page, path, look);

        await worker.SignInAsync(cast.Bob.Key);
        await Assertions.Expect(worker.Locator("[aria-labelledby=rate]")).ToBeVisibleAsync();
        await CheckAsync(worker, null, look + "-rate");

        var guest = await browsers.OpenAsync(cast.App, phone: phone);
        foreach (var path in (string[])["", "/return"])
            await CheckAsync(guest, new Uri(link).AbsolutePath + path, look);
        var sender = await browsers.OpenAsync(cast.App, phone: phone);
        await sender.SignInAsync(cast.Ann.Key);
        foreach (
            var path in (string[])
                [
                    "/",
                    "/hand-over",
                    $"/hand-over/{cast.Template_}",
                    $"/handoffs/{draft.HandoffId}",
                    $"/handoffs/{returned.HandoffId}",
                    $"/handoffs/{returned.HandoffId}/edit",
                    $"/handoffs/{draft.HandoffId}/edit",
                    $"/handoffs/{draft.HandoffId}/withdraw",
                ]
        )
            await CheckAsync(sender, path, look);
        await sender.GotoAsync($"/hand-over/{cast.Template_}");
        await sender.PressAsync("Hand over");
        await CheckAsync(sender, null, look + "-faults");

        var admin = await browsers.OpenAsync(cast.App, phone: phone);
        await admin.SignInAsync(cast.Root.Key);
        foreach (
            var path in (string[])
                [
                    "/",
                    "/people",
                    "/audit",
                    "/teams",
                    "/templates/new",
                    "/templates/new?from=blank",
                    "/orphans",
                    "/health",
                ]
        )
            await CheckAsync(admin, path, look);
    }

    /// <summary>
    /// So that silence means something: a field without a label, and words that cannot be told from their ground.
    /// </summary>
    protected async Task IsFoundAsync()
    {
        var page = await browsers.OpenAsync((await apps.CastOn(Engine.Sqlite)).App);
        await page.GotoAsync("/sign-in");
        await page.EvaluateAsync(
            "document.querySelectorAll('label').forEach(label => "
                + "label.replaceWith(...label.childNodes)); document.querySelector('h1').style.cssText = "
                + "'color: #777; background: #888'"
        );
        await page.EvaluateAsync(Axe);
        var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() =>
            JudgeAsync(page, "/sign-in", "light")
        );
        Assert.Contains("label: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("color-contrast: ", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>As <see cref="IsFoundAsync"/>: words that touch, and not those that do not.</summary>
    protected async Task IsGlueFoundAsync()
    {
        var page = await browsers.OpenAsync((await apps.CastOn(Engine.Sqlite)).App);
        await page.GotoAsync("/sign-in");
        await page.EvaluateAsync(
            "document.querySelector('main').innerHTML = '<p><b>Done.</b><i>Just now</i></p>"
                + "<p><b>Apart.</b> <i>Just now</i></p>'"
        );
        Assert.Equal("Done.|Just now", Assert.Single(await GluedText.FindAsync(page)));
    }

    private static async Task CheckAsync(IPage page, string? path, string look)
    {
        if (path is not null)
            await page.GotoAsync(path);
        await page.EvaluateAsync(Axe);
        await JudgeAsync(page, path ?? page.Url, look);
        var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        var window = await page.EvaluateAsync<int>("window.innerWidth");
        Assert.True(wide <= window, $"{path ?? page.Url}, {look} scrolls sideways: {wide} of {window}");
        var glued = await GluedText.FindAsync(page);
        Assert.True(glued.Length == 0, $"{path ?? page.Url}, {look}, has glued text: {string.Join("; ", glued)}");
        if (look.StartsWith("phone", StringComparison.Ordinal))
            return;
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await JudgeAsync(page, path ?? page.Url, look.Replace("light", "dark", StringComparison.Ordinal), OfColor);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
    }

    /// <summary>
    /// Deque's own runner loads its 500 KB anew for every look at a page, twice; a page without frames needs it once.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="where">Its path.</param>
    /// <param name="look">How it is looked at.</param>
    /// <param name="rules">Which rules it is held to; all where left out.</param>
    private static async Task JudgeAsync(IPage page, string where, string look, string[]? rules = null)
    {
        var parts = new Uri(new Uri("http://x"), where)
            .AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(part =>
                long.TryParse(part, out _) ? "id"
                : part.StartsWith("t-", StringComparison.Ordinal) ? "t"
                : part
            );
        await page.ShootAsync($"{look}-{string.Join('-', parts)}-{where.Length}");
        var found = await page.EvaluateAsync<string[]>(
            "async rules => (await axe.run(document, { resultTypes: ['violations'], "
                + "...(rules ? { runOnly: rules } : {}) })).violations.map(found => `${found.id}: "
                + "${found.help} at ${found.nodes.map(node => node.html).join(', ')}`)",
            rules
        );
        Assert.True(found.Length == 0, $"{where}, {look}: {string.Join("; ", found)}");
    }
}

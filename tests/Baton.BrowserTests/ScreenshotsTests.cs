using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Baton.Commands.Demo;
using Baton.Tests.App;
using Microsoft.Playwright;

namespace Baton.BrowserTests;

/// <summary>Pictures of every page of the demo, to be looked at: <c>tests/screenshots</c> takes them.</summary>
public sealed partial class ScreenshotsTests(Browsers browsers)
{
    private static readonly (string Name, ColorScheme Scheme, int Width, int Height)[] Looks =
    [
        ("light-1280", ColorScheme.Light, 1280, 900),
        ("dark-1280", ColorScheme.Dark, 1280, 900),
        ("light-390", ColorScheme.Light, 390, 844),
        ("dark-390", ColorScheme.Dark, 390, 844),
    ];

    /// <summary>
    /// By person. <c>LIST path</c> stands for the first handoff that the list shows, and what follows it.
    /// </summary>
    private static readonly Dictionary<string, string[]> Pages = new()
    {
        [""] = ["/sign-in", "/sign-in/forgot", "/sign-in/code", "/demo/mail", "/demo/mail/1", "/nothing-here"],
        ["olga"] =
        [
            "/",
            "/handoffs",
            "/handoffs?view=board",
            "/handoffs?view=calendar",
            "/handoffs?q=amber",
            "/handoffs?q=nothing-of-this-kind",
            .. Of("/handoffs?team=onboarding&box=inbox&status=initiated", "", "/return", "/decline", "/reroute"),
            .. Of("/handoffs?team=onboarding&box=inbox&status=accepted", "", "/assign", "/flag_gap", "/assists"),
            .. Of("/handoffs?team=onboarding&box=inbox&status=completed", ""),
            "/notifications",
            "/account",
            "/account/second-factor",
            "/account/passkeys",
            "/teams/onboarding",
            "/templates",
            "/templates/sales_to_onboarding",
            "/templates/sales_to_onboarding/edit",
            "/reports",
            "/reports?tab=load",
            "/reports?tab=quality",
            "/reports?tab=templates",
            "/reports?tab=speed",
            "/reports?tab=chains",
            "/reports/handoffs?what=defective",
        ],
        ["sam"] =
        [
            "/",
            "/hand-over",
            "/hand-over/sales_to_onboarding",
            "/drafts",
            .. Of("/handoffs?team=sales&box=outbox&status=initiated", "", "/withdraw"),
        ],
        ["dana"] = ["/", .. Of("/handoffs?team=design&box=outbox&status=returned", "", "/edit")],
        ["omar"] = ["/", .. Of("/handoffs?template=onboarding_to_support", ""), "/reports?tab=chains"],
        ["deva"] = ["/", .. Of("/handoffs?template=on_call&status=initiated", "", "/shift")],
        ["ada"] =
        [
            "/",
            "/people",
            "/people/sam/edit",
            "/people/sam/deactivate",
            "/people/sam/sign-in",
            "/settings",
            "/audit",
            "/audit?act=setting",
            "/deliveries",
            "/orphans",
            "/health",
            "/teams",
            "/templates/new",
            "/templates/new?from=blank",
            "/templates/new?tab=yaml",
            "/reports?tab=quality",
        ],
    };

    [Fact(Explicit = true)]
    public async Task Every_page_is_pictured()
    {
        var folder = Directory.CreateDirectory(Browsers.Screenshots ?? "screenshots").FullName;
        await using var demo = BatonProcess.Start(
            new Dictionary<string, string>(),
            "demo",
            "--urls",
            "http://127.0.0.1:0"
        );
        var address = await demo.AddressAsync();
        var printed = await Wait.ForAsync(
            () => Task.FromResult(demo.Out),
            text => text.Contains("Then try", StringComparison.Ordinal)
        );
        var overview = new StringBuilder("<!doctype html><meta charset=utf-8><title>Screenshots</title>");
        foreach (var (person, paths) in Pages)
        {
            var page = await browsers.OpenAsync(address);
            if (person.Length > 0)
                await page.SignInAsync(person, Password().Match(printed).Groups[1].Value);
            if (person == "sam")
                await TypeAsync(page);
            foreach (var (i, path) in paths.Index())
                await TakeAsync(page, path, $"{(person.Length == 0 ? "nobody" : person)}-{i + 1:00}", folder, overview);
            await page.Context.CloseAsync();
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "index.html"), overview.ToString());
    }

    /// <summary>As a sheet of A4 is wide.</summary>
    [Fact(Explicit = true)]
    public async Task What_people_print_is_pictured()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Browsers.Screenshots ?? "screenshots", "print")).FullName;
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        await Script.PlayAsync(app.Services, TestContext.Current.CancellationToken);
        await app.GivePasswordAsync("olga");
        var page = await browsers.OpenAsync(app);
        await page.SignInAsync("olga");
        string[] paths =
        [
            .. ((string[])["", "?tab=load", "?tab=quality", "?tab=templates", "?tab=speed", "?tab=chains"]).Select(
                tab => "/reports" + tab
            ),
            .. Of("/handoffs?team=onboarding&box=inbox&status=accepted", ""),
            .. Of("/handoffs?team=onboarding&box=inbox&status=completed", ""),
        ];
        foreach (var (i, path) in paths.Index())
        {
            await GoAsync(page, path);
            await page.PdfAsync(new PagePdfOptions { Format = "A4", Path = Path.Combine(folder, $"{i + 1}.pdf") });
        }

        Assert.Equal(paths.Length, Directory.GetFiles(folder, "*.pdf").Length);
    }

    /// <summary>As wide as a mail program shows it, and as a phone.</summary>
    [Fact(Explicit = true)]
    public async Task Every_mail_is_pictured()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Browsers.Screenshots ?? "screenshots", "mails")).FullName;
        var page = await browsers.OpenAsync(new Uri("http://localhost"));
        foreach (var kind in MailStage.Kinds)
        {
            await page.SetContentAsync(await MailStage.RenderAsync(kind, "de"));
            foreach (var (name, scheme, width, height) in Looks)
            {
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                await page.SetViewportSizeAsync(Math.Min(width, 600), height);
                var file = Path.Combine(folder, $"{kind}.{name}.png");
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = true });
            }
        }

        Assert.Equal(MailStage.Kinds.Count * Looks.Length, Directory.GetFiles(folder, "*.png").Length);
    }

    private static async Task TakeAsync(IPage page, string path, string name, string folder, StringBuilder overview)
    {
        await GoAsync(page, path);
        overview.Append(CultureInfo.InvariantCulture, $"<h2>{name} {new Uri(page.Url).PathAndQuery}</h2>");
        foreach (var look in Looks)
        {
            var file = $"{name}.{look.Name}.png";
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = look.Scheme });
            await page.SetViewportSizeAsync(look.Width, look.Height);
            await page.ScreenshotAsync(
                new PageScreenshotOptions { Path = Path.Combine(folder, file), FullPage = true }
            );
            overview.Append(
                CultureInfo.InvariantCulture,
                $"<a href={file}><img src={file} alt=\"{look.Name}\" width={look.Width / 4} loading=lazy></a> "
            );
        }

        await page.SetViewportSizeAsync(1280, 900);
    }

    /// <summary>So that there is a draft to show.</summary>
    private static async Task TypeAsync(IPage page)
    {
        await page.GotoAsync("/hand-over/sales_to_onboarding");
        await page.FillAsync("[name='v.client_name']", "Fern & Co");
        await Assertions.Expect(page.Locator("[data-saved]")).ToContainTextAsync("Saved");
    }

    private static async Task GoAsync(IPage page, string path)
    {
        var list = path.Split(' ');
        await page.GotoAsync(list[0] == "LIST" ? list[1] : path);
        if (list[0] != "LIST")
            return;
        var first = await page.Locator("main a.what").First.GetAttributeAsync("href");
        await page.GotoAsync(first + list[2]);
    }

    private static string[] Of(string list, params string[] pages) => [.. pages.Select(page => $"LIST {list} {page}")];

    [GeneratedRegex("The password for everyone is (\\S+)")]
    private static partial Regex Password();
}

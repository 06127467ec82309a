using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Client;
using Baton.Tests.App;
using Microsoft.Playwright;

namespace Baton.BrowserTests;

/// <summary>The list of a shift on paper.</summary>
public sealed partial class ShiftSheetTests(Browsers browsers)
{
    private const string Template = """
        key: KEY
        name: Ward 4
        kind: shift
        from_team: SENDER
        receiving_team: RECEIVER
        item:
          name: Patient
          title: "{bed} {name}"
          fields:
            - { key: bed, required: true }
            - { key: name, required: true }
            - { key: summary, type: long_text, required: true }
            - { key: to_do, type: list }
            - { key: if_then, type: long_text, label: If this happens }
        """;

    /// <summary>Both sides of one sheet of A4, in type that one can still read.</summary>
    [Fact]
    public async Task Sixty_items_are_one_sheet_of_paper()
    {
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        var cast = await app.CastAsync(Template);
        var items = Enumerable
            .Range(1, 60)
            .Select(bed => new
            {
                key = $"bed-{bed}",
                severity = bed % 12 == 0 ? "unstable" : "stable",
                bed = $"{bed}",
                name = $"Patient {bed}",
                summary = "Day 2 after surgery, eats and walks; wound dry. Blood pressure 130/80 at noon.",
                to_do = (string[])["Blood pressure at 18:00", "Change the dressing"],
                if_then = "Fever above 38.5: call the doctor on duty",
            });
        var handed = await cast.Alice.Api.CreateAsync(
            new CreateHandoffRequest(cast.Template_, JsonSerializer.SerializeToElement(new { items }))
        );
        await app.GivePasswordAsync(cast.Bob.Key);
        var page = await browsers.OpenAsync(app);
        await page.SignInAsync(cast.Bob.Key);
        await page.GotoAsync($"/handoffs/{handed.HandoffId}/shift");
        var paper = await page.PdfAsync(new PagePdfOptions { Format = "A4" });
        Assert.InRange(Pages().Count(Encoding.Latin1.GetString(paper)), 1, 2);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.True(
            await page.EvaluateAsync<double>("parseFloat(getComputedStyle(document.querySelector('.shift')).fontSize)")
                >= 9
        );
    }

    [GeneratedRegex(@"/Type\s*/Page\b")]
    private static partial Regex Pages();
}

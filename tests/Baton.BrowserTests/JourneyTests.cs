using System.Text.RegularExpressions;
using Baton.Features.SignIn;
using Baton.Tests.App;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Baton.BrowserTests;

/// <summary>
/// The whole job in a browser, from an empty directory to a rated handover; with scripts and without.
/// </summary>
public sealed class JourneyTests(Browsers browsers)
{
    private const string Template = """
        key: deal
        name: Deal
        from_team: sales
        receiving_team: onboarding
        fields:
          - { key: client_name, type: text, required: true, label: Client }
          - { key: value, type: money, required: true, label: Contract value }
          - { key: goals, type: long_text, required: true, label: Goals }
        checklist: [Kickoff held]
        accept_within: 8h
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task From_nothing_to_a_rated_handover(bool scripts)
    {
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        var root = await browsers.OpenAsync(app, scripts);
        await root.GotoAsync(
            new Uri(
                (await app.Services.GetRequiredService<Setup>().LinkAsync(TestContext.Current.CancellationToken))!
            ).PathAndQuery
        );
        await ComeInAsync(root, "root", "Root Admin", "Create admin and sign in");
        var sam = await InviteAsync(app, root, scripts, "sales", "sam", "Sam Ito");
        var lena = await InviteAsync(app, root, scripts, "onboarding", "lena", "Lena Voss");
        await PublishAsync(lena, scripts);
        await lena.GotoAsync("/");
        await lena.HeadingAsync("Nothing needs you now");

        await HandOverWithAGapAsync(sam);
        if (!scripts)
            await lena.ReloadAsync();
        await lena.HeadingAsync("One thing needs you now");
        await ReturnTwoFieldsAsync(lena);
        await FixAsync(sam);
        await TakeOverAsync(lena, sam);
        await FinishAsync(lena, scripts);
    }

    [Fact]
    public async Task With_the_keyboard_alone()
    {
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        var cast = await app.CastAsync();
        await app.GivePasswordAsync(cast.Bob.Key);
        var first = await cast.InitiatedAsync();
        var second = await cast.InitiatedAsync();
        var page = await browsers.OpenAsync(app);
        await page.GotoAsync("/sign-in");
        await Expect(page.GetByLabel("Username or email")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(cast.Bob.Key);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Visitor.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.HeadingAsync("Two things need you now");
        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("dialog")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator("a.what").Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("Enter");
        await page.HeadingAsync("Acme GmbH");
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#holder")).ToContainTextAsync("works on it");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("acme");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("a.what")).ToHaveCountAsync(2);
        Assert.Contains(
            (await cast.Bob.Api.ListAsync()).Items,
            candidate =>
                candidate.AcceptedBy == cast.Bob.Key
                && (candidate.HandoffId == first.HandoffId || candidate.HandoffId == second.HandoffId)
        );
    }

    [Fact]
    public async Task An_open_page_hears_of_a_change_and_keeps_what_is_being_written()
    {
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        var cast = await app.CastAsync();
        await app.GivePasswordAsync(cast.Bob.Key);
        var watched = await cast.InitiatedAsync();
        var written = await cast.InitiatedAsync();
        var page = await browsers.OpenAsync(app);
        await page.SignInAsync(cast.Bob.Key);
        await page.GotoAsync($"/handoffs/{watched.HandoffId}");
        await cast.Ben.Api.AcceptAsync(watched.HandoffId);
        await Expect(page.Locator("#holder")).ToContainTextAsync("ben");

        await page.GotoAsync($"/handoffs/{written.HandoffId}");
        await page.GetByLabel("Comment or question").FillAsync("Half a quest");
        await cast.Ben.Api.AcceptAsync(written.HandoffId);
        await Expect(page.Locator(".fresh")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Comment or question")).ToHaveValueAsync("Half a quest");
    }

    [Fact]
    public async Task Of_two_browsers_one_wins_and_the_other_is_told_kindly()
    {
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        var cast = await app.CastAsync();
        await app.GivePasswordAsync(cast.Bob.Key);
        await app.GivePasswordAsync(cast.Ben.Key);
        var handoff = await cast.InitiatedAsync();
        var bob = await browsers.OpenAsync(app);
        var ben = await browsers.OpenAsync(app);
        foreach (var (page, who) in ((IPage, Someone)[])[(bob, cast.Bob), (ben, cast.Ben)])
        {
            await page.SignInAsync(who.Key);
            await page.RouteAsync("**/live/**", route => route.AbortAsync()); // nobody tells them in time
            await page.GotoAsync($"/handoffs/{handoff.HandoffId}");
        }

        await bob.PressAsync("Accept");
        await Expect(bob.Locator("#holder")).ToContainTextAsync("works on it");
        await ben.PressAsync("Accept");
        await Expect(ben.Locator("[role=alert]")).ToContainTextAsync($"{cast.Bob.Key} Doe accepted this handoff on ");
        await Expect(ben.Locator("#holder")).ToContainTextAsync("works on it");
    }

    private static async Task ComeInAsync(IPage page, string key, string name, string button)
    {
        await page.FillAsync("[name=name]", name);
        await page.FillAsync("[name=key]", key);
        if (await page.Locator("[name=email]").CountAsync() > 0) // an invitation bears the address
            await page.FillAsync("[name=email]", $"{key}@example.org");
        await page.FillAsync("[name=password]", Visitor.Password);
        await page.PressAsync(button);
        await page.HeadingAsync("Nothing needs you now");
    }

    private async Task<IPage> InviteAsync(BatonApp app, IPage root, bool scripts, string team, string key, string name)
    {
        await root.GotoAsync("/teams");
        await root.FillAsync("[name=key]", team);
        await root.FillAsync("main [name=name]", char.ToUpperInvariant(team[0]) + team[1..]);
        await root.PressAsync("Create team");
        await root.FillAsync("[name=emails]", $"{key}@example.org");
        await root.SelectOptionAsync("#f-role", "lead");
        await root.PressAsync("Invite");
        var link = new Uri(await root.Locator("#link").InnerTextAsync()).PathAndQuery;
        var page = await browsers.OpenAsync(app, scripts);
        await page.GotoAsync(link);
        await ComeInAsync(page, key, name, "Create account");
        return page;
    }

    private static async Task PublishAsync(IPage lena, bool scripts)
    {
        await lena.GotoAsync("/templates/new?tab=yaml");
        await lena.FillAsync("#f-text", Template.Replace("type: money", "type: gold", StringComparison.Ordinal));
        if (scripts)
            await Expect(lena.Locator("[data-part=faults]")).ToContainTextAsync("gold"); // while typing
        await lena.FillAsync("#f-text", Template);
        if (scripts)
            await Expect(lena.Locator("[data-part=preview] fieldset")).ToContainTextAsync("Contract value");
        await lena.PressAsync("Preview");
        await Expect(lena.Locator("main")).ToContainTextAsync("Nothing has been handed over with this template yet.");
        await lena.PressAsync("Publish");
        await lena.HeadingAsync("Deal");
    }

    private static async Task HandOverWithAGapAsync(IPage sam)
    {
        await sam.GotoAsync("/hand-over");
        await sam.FollowAsync("Deal");
        await sam.FillAsync("[name='v.client_name']", "Kestrel Freight");
        await sam.FillAsync("[name='v.goals']", "First **40** drivers live");
        await sam.PressAsync("Hand over");
        await Expect(sam.Locator("[role=alert]"))
            .ToContainTextAsync("Contract value: enter an amount such as 12,500.00.");
        await Expect(sam.Locator("[name='v.goals']")).ToHaveValueAsync("First **40** drivers live");
        await sam.FillAsync("[name='v.value']", "412000");
        await sam.SelectOptionAsync("[name='c.value']", "DKK");
        await sam.PressAsync("Hand over");
        await sam.HeadingAsync("Kestrel Freight");
        await Expect(sam.Locator("#holder")).ToContainTextAsync("Sales still holds it.");
    }

    private static async Task ReturnTwoFieldsAsync(IPage lena)
    {
        await lena.FollowAsync("Kestrel Freight");
        await lena.FollowAsync("Return…");
        await lena.CheckAsync("[name=field][value=value]");
        await lena.FillAsync("[name='note.value']", "The contract says 420000");
        await lena.CheckAsync("[name=field][value=goals]");
        await lena.CheckAsync("[name='code.goals'][value=Unclear]");
        await lena.PressAsync("Return");
        await Expect(lena.Locator("#holder")).ToContainTextAsync("changes needed");
    }

    private static async Task FixAsync(IPage sam)
    {
        await sam.GotoAsync("/");
        await sam.FollowAsync("Kestrel Freight");
        await sam.FollowAsync("Resubmit");
        await Expect(sam.Locator("[name='v.client_name']")).ToHaveCountAsync(0);
        await sam.FillAsync("[name='v.value']", "420000");
        await sam.FillAsync("[name='v.goals']", "First 40 drivers live by 15 December");
        await sam.PressAsync("Resubmit");
        await Expect(sam.Locator("#holder")).ToContainTextAsync("Sales still holds it.");
    }

    private static async Task TakeOverAsync(IPage lena, IPage sam)
    {
        await lena.ReloadAsync();
        await Expect(lena.Locator("main")).ToContainTextAsync("2 fields changed: Contract value, Goals");
        await lena.PressAsync("Accept");
        await Expect(lena.Locator("#holder")).ToContainTextAsync("Lena Voss works on it");
        await lena.GetByText("Ask Sales a question").ClickAsync();
        await lena.GetByLabel("Comment or question").FillAsync("Which site goes first?");
        await lena.PressAsync("Ask a question");
        await sam.GotoAsync("/");
        await sam.FollowAsync("Kestrel Freight");
        await sam.GetByLabel("Your answer").FillAsync("Oslo.");
        await sam.PressAsync("Answer");
        await Expect(sam.Locator("#questions")).ToContainTextAsync("Oslo.");
    }

    private static async Task FinishAsync(IPage lena, bool scripts)
    {
        await lena.ReloadAsync();
        var complete = lena.GetByRole(AriaRole.Button, new() { Name = "Complete", Exact = true });
        await Expect(complete).ToBeDisabledAsync();
        await Expect(complete).ToHaveAccessibleDescriptionAsync("1 required step is left before it can be completed.");
        await complete.PressAsync("Enter"); // can be pressed all the same, and says which
        await Expect(lena.Locator("[role=alert]")).ToContainTextAsync("'Kickoff held' is neither done nor skipped.");
        await lena.GetByRole(AriaRole.Checkbox, new() { Name = "Kickoff held" }).ClickAsync();
        await Expect(lena.GetByRole(AriaRole.Checkbox, new() { Name = "Kickoff held" })).ToBeCheckedAsync();
        await lena.PressAsync("Complete");
        await Expect(lena.Locator("#holder")).ToContainTextAsync("Lena Voss completed it just now.");
        await lena.Locator("[name=missing][value=goals]").CheckAsync();
        await lena.GetByRole(AriaRole.Radio, new() { Name = "4" }).CheckAsync();
        await lena.PressAsync("Rate");
        await Expect(lena.Locator("#feedback")).ToContainTextAsync("You rated it 4 of 5; missing: Goals");
        await lena.ShootAsync($"journey-{(scripts ? "scripts" : "plain")}");
    }
}

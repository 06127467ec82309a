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
    /// <summary>
    /// An admin, who sets the server up; who owns the process, and writes its template; who sells; who receives; and
    /// who leads. Whoever is counted starts on My work and types no address.
    /// </summary>
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
        await ComeInAsync(root, "root", "Root Admin", "Create admin and sign in", "Three steps to your first handoff");
        var olaf = await InviteAsync(app, root, scripts, "onboarding", "olaf", "Olaf Berg", "lead");
        var sam = await InviteAsync(app, root, scripts, "deals", "sam", "Sam Ito", "member");
        var rio = await InviteAsync(app, root, scripts, null, "rio", "Rio Luz", "member");
        Assert.Equal(1 + 3 + 2, root.TakeClicks()); // and one to each page between
        await PublishAsync(olaf, scripts);
        await rio.GotoAsync("/");
        await rio.HeadingAsync("Nothing needs you now");

        await HandOverWithAGapAsync(sam);
        if (!scripts)
            await rio.ReloadAsync();
        await rio.HeadingAsync("One thing needs you now");
        await ReturnTwoFieldsAsync(rio);
        await FixAsync(sam);
        await TakeOverAsync(rio, sam);
        await FinishAsync(rio, scripts);
        await LeadAsync(olaf);
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

    private static async Task ComeInAsync(
        IPage page,
        string key,
        string name,
        string button,
        string heading = "Nothing needs you now"
    )
    {
        await page.FillAsync("[name=name]", name);
        await page.FillAsync("[name=key]", key);
        if (await page.Locator("[name=email]").CountAsync() > 0) // an invitation bears the address
            await page.FillAsync("[name=email]", $"{key}@example.org");
        await page.FillAsync("[name=password]", Visitor.Password);
        await page.PressAsync(button);
        await page.HeadingAsync(heading);
    }

    /// <param name="app">The server.</param>
    /// <param name="root">The admin's page.</param>
    /// <param name="scripts">Whether whoever is invited runs scripts.</param>
    /// <param name="team">A team to create first; null: the one created before.</param>
    /// <param name="key">The username that is chosen.</param>
    /// <param name="name">Whom it is.</param>
    /// <param name="role">What they become in the team.</param>
    private async Task<IPage> InviteAsync(
        BatonApp app,
        IPage root,
        bool scripts,
        string? team,
        string key,
        string name,
        string role
    )
    {
        await root.GotoAsync(team is null ? "/teams/onboarding" : "/teams");
        if (team is not null)
        {
            await root.FillAsync("[name=key]", team);
            await root.FillAsync("main [name=name]", char.ToUpperInvariant(team[0]) + team[1..]);
            await root.PressAsync("Create team");
        }

        await root.FillAsync("[name=emails]", $"{key}@example.org");
        await root.SelectOptionAsync("#f-role", role);
        await root.PressAsync("Invite");
        var link = new Uri(await root.Locator("#link").InnerTextAsync()).PathAndQuery;
        var page = await browsers.OpenAsync(app, scripts);
        await page.GotoAsync(link);
        await ComeInAsync(page, key, name, "Create account");
        return page;
    }

    /// <summary>No line of YAML; whoever writes one is told of its faults.</summary>
    private static async Task PublishAsync(IPage olaf, bool scripts)
    {
        await olaf.GotoAsync("/templates/new?tab=yaml");
        await olaf.FillAsync("#f-text", "key: deal\nfields:\n  - { key: value, type: gold }");
        if (scripts)
            await Expect(olaf.Locator("[data-part=faults]")).ToContainTextAsync("gold"); // while typing
        await olaf.PressAsync("Preview");
        await Expect(olaf.Locator("main")).ToContainTextAsync("gold");
        if (scripts)
        {
            await olaf.Locator("[role=alert] a").First.ClickAsync();
            Assert.Equal(
                "  - { key: value, type: gold }",
                await olaf.EvaluateAsync<string>("getSelection().toString()")
            );
        }

        await olaf.GotoAsync("/templates/new?from=blank");
        olaf.TakeClicks();
        await olaf.GetByLabel("Name", new() { Exact = true }).FillAsync("Deal");
        await olaf.GetByLabel("From", new() { Exact = true }).SelectOptionAsync("deals");
        await olaf.GetByLabel("To", new() { Exact = true }).SelectOptionAsync("onboarding");
        string[] labels = ["Client", "Contract value", "Goals"];
        string[] types = ["text", "money", "long_text"];
        for (var i = 1; i <= 3; i++)
        {
            if (i > 1)
                await olaf.PressAsync("Add a field");
            await olaf.GetByLabel($"Label of field {i}").FillAsync(labels[i - 1]);
            var type = olaf.GetByLabel($"Type of field {i}");
            if (scripts)
                await type.EvaluateAsync("select => { select.dataset.old = 'true'; }");
            await type.SelectOptionAsync(types[i - 1]);
            await Expect(olaf.Locator(scripts ? "[data-old]" : "none")).ToHaveCountAsync(0); // the form is written anew
            var required = olaf.GetByRole(AriaRole.Switch, new() { Name = "Required" }).Nth(i - 1);
            if (!await required.IsCheckedAsync())
                await olaf.ClickOnAsync(required);
        }

        await olaf.PressAsync("Add a step");
        await olaf.GetByLabel("Step 1", new() { Exact = true }).FillAsync("Kickoff held");
        await olaf.GetByLabel("Accept within, number").FillAsync("8");
        await olaf.PressAsync("Preview");
        await Expect(olaf.Locator("main")).ToContainTextAsync("Nothing has been handed over with this template yet.");
        await Expect(olaf.Locator("[data-part=preview] fieldset")).ToContainTextAsync("Contract value");
        await olaf.PressAsync("Publish");
        await olaf.HeadingAsync("Deal");
        Assert.InRange(olaf.TakeClicks(), 1, 8); // two fields, a step, a preview, to publish; each that is required
    }

    /// <summary>Three clicks and the typing, though the gate refuses the first attempt.</summary>
    private static async Task HandOverWithAGapAsync(IPage sam)
    {
        await sam.GotoAsync("/");
        sam.TakeClicks();
        await sam.ClickOnAsync(sam.Locator(".top a[href='/hand-over']").Last);
        await sam.FillAsync("[name='v.client']", "Kestrel Freight");
        await sam.FillAsync("[name='v.goals']", "First **40** drivers live");
        await sam.PressAsync("Hand over");
        await Expect(sam.Locator("[role=alert]"))
            .ToContainTextAsync("Contract value: enter an amount such as 12,500.00.");
        await Expect(sam.Locator("[name='v.goals']")).ToHaveValueAsync("First **40** drivers live");
        await sam.FillAsync("[name='v.contract_value']", "412000");
        await sam.SelectOptionAsync("[name='c.contract_value']", "DKK");
        await sam.PressAsync("Hand over");
        await sam.HeadingAsync("Kestrel Freight");
        await Expect(sam.Locator("#holder")).ToContainTextAsync("Deals still holds it.");
        Assert.Equal(3, sam.TakeClicks());
    }

    private static async Task ReturnTwoFieldsAsync(IPage rio)
    {
        rio.TakeClicks();
        await rio.FollowAsync("Kestrel Freight");
        await rio.FollowAsync("Return…");
        await rio.ClickOnAsync(rio.Locator("[name=field][value=contract_value]"));
        await rio.FillAsync("[name='note.contract_value']", "The contract says 420000");
        var more = rio.TakeClicks() + 1;
        await rio.ClickOnAsync(rio.Locator("[name=field][value=goals]"));
        await rio.ClickOnAsync(rio.Locator("[name='code.goals'][value=Unclear]"));
        Assert.Equal(2, rio.TakeClicks()); // for another field, of another kind
        await rio.PressAsync("Return");
        await Expect(rio.Locator("#holder")).ToContainTextAsync("changes needed");
        Assert.Equal(4, more);
        rio.TakeClicks();
    }

    private static async Task FixAsync(IPage sam)
    {
        await sam.GotoAsync("/");
        sam.TakeClicks();
        await sam.FollowAsync("Kestrel Freight");
        await sam.FollowAsync("Resubmit");
        await Expect(sam.Locator("[name='v.client']")).ToHaveCountAsync(0);
        await sam.FillAsync("[name='v.contract_value']", "420000");
        await sam.FillAsync("[name='v.goals']", "First 40 drivers live by 15 December");
        await sam.PressAsync("Resubmit");
        await Expect(sam.Locator("#holder")).ToContainTextAsync("Deals still holds it.");
        Assert.Equal(3, sam.TakeClicks());
    }

    private static async Task TakeOverAsync(IPage rio, IPage sam)
    {
        await rio.ReloadAsync();
        await Expect(rio.Locator("main")).ToContainTextAsync("2 fields changed: Contract value, Goals");
        await rio.PressAsync("Accept");
        await Expect(rio.Locator("#holder")).ToContainTextAsync("Rio Luz works on it");
        Assert.Equal(1, rio.TakeClicks());
        await rio.GetByText("Ask Deals a question").ClickAsync();
        await rio.GetByLabel("Comment or question").FillAsync("Which site goes first?");
        await rio.PressAsync("Ask a question");
        await sam.GotoAsync("/");
        await sam.FollowAsync("Kestrel Freight");
        await sam.GetByLabel("Your answer").FillAsync("Oslo.");
        await sam.PressAsync("Answer");
        await Expect(sam.Locator("#questions")).ToContainTextAsync("Oslo.");
        await rio.ReloadAsync();
        rio.TakeClicks();
    }

    /// <summary>With the click that accepted, six.</summary>
    private static async Task FinishAsync(IPage rio, bool scripts)
    {
        var complete = rio.GetByRole(AriaRole.Button, new() { Name = "Complete", Exact = true });
        await Expect(complete).ToBeDisabledAsync();
        await Expect(complete).ToHaveAccessibleDescriptionAsync("1 required step is left before it can be completed.");
        await complete.PressAsync("Enter"); // can be pressed all the same, and says which
        await Expect(rio.Locator("[role=alert]")).ToContainTextAsync("'Kickoff held' is neither done nor skipped.");
        await rio.ClickOnAsync(rio.GetByRole(AriaRole.Checkbox, new() { Name = "Kickoff held" }));
        await Expect(rio.GetByRole(AriaRole.Checkbox, new() { Name = "Kickoff held" })).ToBeCheckedAsync();
        await rio.PressAsync("Complete");
        await Expect(rio.Locator("#holder")).ToContainTextAsync("Rio Luz completed it just now.");
        await rio.ClickOnAsync(rio.Locator("[name=missing][value=goals]"));
        await rio.ClickOnAsync(rio.GetByRole(AriaRole.Radio, new() { Name = "4" }));
        await rio.PressAsync("Rate");
        await Expect(rio.Locator("#feedback")).ToContainTextAsync("You rated it 4 of 5; missing: Goals");
        Assert.Equal(6 - 1, rio.TakeClicks());
        await rio.ShootAsync($"journey-{(scripts ? "scripts" : "plain")}");
    }

    /// <summary>What goes missing, and the handoffs behind the number: three clicks.</summary>
    private static async Task LeadAsync(IPage lead)
    {
        await lead.GotoAsync("/");
        lead.TakeClicks();
        await lead.ClickOnAsync(lead.Locator(".top a[href='/reports']"));
        await lead.FollowAsync("Quality");
        await Expect(lead.Locator("main")).ToContainTextAsync("Fields with most defects");
        await lead.ClickOnAsync(lead.Locator("main table a[href*='what=defective']").First);
        await Expect(lead.Locator("a.what")).ToHaveTextAsync("Kestrel Freight");
        Assert.Equal(3, lead.TakeClicks());
    }
}

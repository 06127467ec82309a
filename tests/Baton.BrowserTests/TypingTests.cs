using Baton.Client;
using Baton.Tests.App;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Baton.BrowserTests;

/// <summary>A template without a line of YAML, and nothing typed is lost.</summary>
public sealed class TypingTests(Browsers browsers, SharedApps apps)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_template_is_made_by_form_and_used(bool scripts)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Ben.Key);
        var page = await browsers.OpenAsync(cast.App, scripts);
        await page.SignInAsync(cast.Ben.Key);
        await page.GotoAsync("/templates");
        await page.FollowAsync("Create template");
        await page.FollowAsync("Blank template");
        var name = $"By form {cast.Template_}";
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("From", new() { Exact = true }).SelectOptionAsync(cast.Sender);
        await page.GetByLabel("To", new() { Exact = true }).SelectOptionAsync(cast.Receiver);
        await page.GetByLabel("Label of field 1").FillAsync("Goals");
        await page.PressAsync("Add a field");
        await Expect(page.GetByLabel("Label of field 2")).ToBeFocusedAsync();
        await page.GetByLabel("Label of field 2").FillAsync("Client");
        if (scripts)
        {
            await Expect(page.Locator("[data-part=preview]")).ToContainTextAsync("Client");
            await page.GetByLabel("Label of field 2").PressAsync("Alt+ArrowUp");
        }
        else
        {
            await page.GetByLabel("More for field 2").ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Move up" })
                .And(page.Locator(":visible"))
                .ClickAsync();
        }

        await page.PressAsync("Add a step");
        await page.GetByLabel("Step 1", new() { Exact = true }).FillAsync("Call the client");
        await page.GetByLabel("Accept within, number").FillAsync("4");
        await page.PressAsync("Publish");
        await page.HeadingAsync(name);
        var made = (await cast.Ben.Api.ListTemplatesAsync()).Items.Single(template => template.Name == name);
        Assert.Equal(["client", "goals"], made.Fields.Select(field => field.Key));
        Assert.Equal(("4h", "Call the client"), (made.AcceptWithin, made.Checklist[0].Text));
    }

    [Fact]
    public async Task A_row_that_was_removed_comes_back_with_what_was_typed_in_it()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Ben.Key);
        var page = await browsers.OpenAsync(cast.App);
        await page.SignInAsync(cast.Ben.Key);
        await page.GotoAsync("/templates/new?from=sales_to_onboarding");
        var labels = page.Locator("input[aria-label^='Label of field']");
        var before = await labels.CountAsync();
        await page.GetByLabel("Label of field 2").FillAsync("What it is worth");
        await page.GetByLabel("More for field 2").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).And(page.Locator(":visible")).ClickAsync();
        await Expect(labels).ToHaveCountAsync(before - 1);
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Removed: What it is worth" }))
            .ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(labels).ToHaveCountAsync(before);
        await Expect(page.Locator("[name='field-label.2']")).ToHaveValueAsync("What it is worth");
        await Expect(page.Locator("[data-toast]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Back_after_handing_over_shows_what_was_handed_over()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        var page = await browsers.OpenAsync(cast.App);
        await page.SignInAsync(cast.Alice.Key);
        await page.GotoAsync($"/hand-over/{cast.Template_}");
        await page.FillAsync("[name='v.client_name']", "Acme GmbH");
        await page.FillAsync("[name='v.contract_value']", "1250");
        await page.HasDraftAsync();
        await page.Locator("#hand-over button[value=over]").ClickAsync();
        await Expect(page.Locator("#holder")).ToContainTextAsync("Sender still holds it.");
        var there = page.Url;
        await page.GoBackAsync();
        Assert.Equal(there, page.Url);
        Assert.Single((await cast.Alice.Api.ListAsync(new HandoffQuery(), cancellationToken: default)).Items);
    }

    [Fact]
    public async Task What_is_sent_without_a_connection_stays_where_it_was_typed()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Bob.Key);
        var id = (await cast.AcceptedAsync()).HandoffId;
        var page = await browsers.OpenAsync(cast.App);
        await page.SignInAsync(cast.Bob.Key);
        await page.GotoAsync($"/handoffs/{id}");
        await page.FillAsync("#say", "Is it the new depot?");
        await page.Context.SetOfflineAsync(true);
        await page.PressAsync("Comment");
        await Expect(page.Locator("[data-toast]")).ToContainTextAsync("You are offline. Nothing was sent");
        var step = page.GetByRole(AriaRole.Checkbox, new() { Name = "First step" });
        await step.ClickAsync();
        await Expect(step).Not.ToBeCheckedAsync();
        await Expect(page.Locator("#say")).ToHaveValueAsync("Is it the new depot?");
        await page.Context.SetOfflineAsync(false);
        await page.PressAsync("Comment");
        await Expect(page.Locator(".talk")).ToContainTextAsync("Is it the new depot?");
    }

    [Fact]
    public async Task Files_that_were_chosen_outlive_a_reload_until_they_are_sent_or_their_owner_signs_out()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        var page = await browsers.OpenAsync(cast.App);
        await page.SignInAsync(cast.Alice.Key);
        await page.GotoAsync($"/hand-over/{cast.Template_}");
        await page.FillAsync("[name='v.client_name']", "Acme GmbH");
        await page.FillAsync("[name='v.contract_value']", "1250");
        await page.SetInputFilesAsync("#f-files", [Named("first.txt"), Named("second.txt")]);
        await page.HasDraftAsync();
        await Kept(2);
        await page.ReloadAsync();
        await Expect(page.Locator("[data-files] .file")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove first.txt" }).ClickAsync();
        await Kept(1);
        var form = page.Url;
        // Another form of the same template begins without them.
        await page.GotoAsync($"/hand-over/{cast.Template_}");
        await Expect(page.Locator("[data-files] .file")).ToHaveCountAsync(0);
        await page.GotoAsync(form);
        await Expect(page.Locator("[data-files] .file")).ToHaveTextAsync(["second.txtRemove"]);
        await page.Locator("#hand-over button[value=over]").ClickAsync();
        await Expect(page.Locator("#attachments .file")).ToHaveCountAsync(1);
        await Kept(0);

        await page.GotoAsync($"/hand-over/{cast.Template_}");
        await page.SetInputFilesAsync("#f-files", Named("third.txt"));
        await page.HasDraftAsync();
        await Kept(1);
        await page.GotoAsync("/account");
        await page.Locator("main form[action='/sign-out'] button").ClickAsync();
        await Expect(page.GetByLabel("Username or email")).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("async () => (await indexedDB.databases()).length === 0");

        async Task Kept(int files) =>
            await page.WaitForFunctionAsync(
                """
                async wanted => {
                    const answer = asked => new Promise(done => { asked.onsuccess = () => done(asked.result); });
                    const db = await answer(indexedDB.open('baton', 1));
                    const rows = await answer(db.transaction('files').objectStore('files').getAll());
                    db.close();
                    return rows.flatMap(row => row.files).length === wanted;
                }
                """,
                files
            );

        static FilePayload Named(string name) =>
            new()
            {
                Name = name,
                MimeType = "text/plain",
                Buffer = "one"u8.ToArray(),
            };
    }

    [Fact]
    public async Task What_is_dragged_and_typed_just_before_leaving_is_there_again()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Ben.Key);
        var page = await browsers.OpenAsync(cast.App);
        var warnings = 0;
        page.Dialog += async (_, dialog) =>
        {
            warnings++;
            await dialog.AcceptAsync();
        };
        await page.SignInAsync(cast.Ben.Key);
        await page.GotoAsync("/templates/new?from=blank");
        await page.GetByLabel("Label of field 1").FillAsync("First");
        await page.PressAsync("Add a field");
        await page.RunAndWaitForResponseAsync(
            () => page.GetByLabel("Label of field 2").FillAsync("Second"),
            answer =>
                answer.Url.Contains("/drafts?", StringComparison.Ordinal)
                && answer.Request.PostData!.Contains("Second", StringComparison.Ordinal)
        );
        await page.HasDraftAsync();
        var rows = page.Locator(".frow[data-row]");
        var labels = page.Locator("input[aria-label^='Label of field']");
        await rows.Nth(1)
            .Locator(".grip")
            .DragToAsync(
                rows.First,
                new LocatorDragToOptions
                {
                    TargetPosition = new() { X = 20, Y = 4 },
                }
            );
        Assert.Equal("Second", await labels.First.InputValueAsync());
        await page.GotoAsync("/templates");
        Assert.Equal(1, warnings);

        await OpenedAsync(labels.First, "Second");
        await labels.Nth(1).FillAsync("First!");
        await page.EvaluateAsync("location.href = '/drafts'");
        await page.HeadingAsync("Drafts only you can see");
        await OpenedAsync(labels.Nth(1), "First!");

        // The last save may arrive a moment after the page that was gone to.
        Task OpenedAsync(ILocator label, string value) =>
            Wait.ForAsync(
                async () =>
                {
                    await page.GotoAsync("/drafts");
                    await page.Locator("a[href*='draft=']").ClickAsync();
                    return await label.InputValueAsync();
                },
                found => found == value
            );
    }

    [Fact]
    public async Task What_is_typed_survives_a_reload_a_lost_connection_and_a_killed_server()
    {
        var app = await BatonApp.StartAsync(Engine.Sqlite);
        var cast = await app.CastAsync();
        await app.GivePasswordAsync(cast.Alice.Key);
        var directory = app.Storage.DataDirectory;
        await app.DisposeAsync();
        var url = $"http://127.0.0.1:{Ports.Free()}";
        await using var first = Serve(directory, url);
        await first.AddressAsync();
        var page = await browsers.OpenAsync(new Uri(url));
        await page.Clock.InstallAsync();
        await page.SignInAsync(cast.Alice.Key);
        await page.GotoAsync($"/hand-over/{cast.Template_}");
        var client = page.Locator("[name='v.client_name']");
        var saved = page.Locator("[data-saved]");
        await client.PressSequentiallyAsync("Vantage");
        await Expect(saved).ToContainTextAsync("Saved");
        await page.ReloadAsync();
        await Expect(client).ToHaveValueAsync("Vantage");

        first.KillHard();
        await first.EndAsync();
        await client.FillAsync("Vantage Optik");
        await Expect(page.Locator("[data-typing]")).ToContainTextAsync("Not saved: there is no connection.");
        // It tries again by itself every ten seconds: not here, where the button is to do it.
        await page.Clock.PauseAtAsync(TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(2));
        await using var second = Serve(directory, url);
        await second.AddressAsync();
        await page.PressAsync("Try again");
        await Expect(saved).ToContainTextAsync("Saved");
        await Expect(page.Locator("[data-typing]")).ToHaveCountAsync(0);
        await page.Clock.ResumeAsync();
        await page.GotoAsync("/");
        await page.Locator("a[href*='draft=']").ClickAsync();
        await Expect(client).ToHaveValueAsync("Vantage Optik");
        await page.Locator("[name='v.contract_value']").FillAsync("5000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Hand over", Exact = true }).DblClickAsync();
        await page.HeadingAsync("Vantage Optik");
        await page.GotoAsync("/");
        await Expect(page.Locator("a[href*='draft=']")).ToHaveCountAsync(0);
        await Expect(page.GetByText("Vantage Optik", new() { Exact = true })).ToHaveCountAsync(1);
    }

    /// <summary>A save that is under way when the page is left may come late, or never.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_typed_last_is_kept_whatever_becomes_of_the_save_before_it(bool begun)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        var page = await browsers.OpenAsync(cast.App);
        page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        await page.SignInAsync(cast.Alice.Key);
        await page.GotoAsync($"/hand-over/{cast.Template_}");
        var client = page.Locator("[name='v.client_name']");
        if (begun)
        {
            await client.FillAsync("Vantage");
            await Expect(page.Locator("[data-saved]")).ToContainTextAsync("Saved");
        }

        await page.EvaluateAsync(
            """
            (() => {
              const send = window.fetch;
              window.fetch = (address, options) =>
                `${address}`.startsWith('/drafts?') && !window.held
                  ? (window.held = new Promise(() => {}))
                  : send(address, options);
            })()
            """
        );
        await client.FillAsync("Vantage O");
        await Wait.ForAsync(() => page.EvaluateAsync<bool>("!!window.held"), held => held);
        await client.FillAsync("Vantage Optik");
        await page.EvaluateAsync("location.href = '/drafts'");
        await page.HeadingAsync("Drafts only you can see");
        await Wait.ForAsync(
            async () =>
            {
                await page.GotoAsync("/drafts");
                var draft = page.Locator("a[href*='draft=']");
                if (await draft.CountAsync() == 0)
                    return "";
                await draft.ClickAsync();
                return await client.InputValueAsync();
            },
            value => value == "Vantage Optik"
        );
    }

    [Fact]
    public async Task Two_tabs_on_one_draft_lose_nothing_and_leaving_asks()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        var one = await browsers.OpenAsync(cast.App);
        await one.SignInAsync(cast.Alice.Key);
        await one.GotoAsync($"/hand-over/{cast.Template_}");
        await one.Locator("[name='v.client_name']").FillAsync("One");
        await Expect(one.Locator("[data-saved]")).ToContainTextAsync("Saved");
        var two = await one.Context.NewPageAsync();
        await two.GotoAsync(new Uri(one.Url).PathAndQuery);
        await two.Locator("[name='v.client_name']").FillAsync("Two");
        await Expect(two.Locator("[data-saved]"))
            .ToHaveTextAsync(new System.Text.RegularExpressions.Regex("Saved \\d"));

        await one.Locator("[name='v.client_name']").FillAsync("Three");
        await Expect(one.Locator("[data-typing]")).ToContainTextAsync("changed in another tab");
        await Expect(one.Locator("[name='v.client_name']")).ToHaveValueAsync("Three");
        var asked = new TaskCompletionSource();
        one.Dialog += async (_, dialog) =>
        {
            asked.TrySetResult();
            await dialog.DismissAsync();
        };
        await one.EvaluateAsync("setTimeout(() => { location.href = '/handoffs'; })");
        await asked.Task.WaitAsync(Wait.Patience, TestContext.Current.CancellationToken);
        await one.PressAsync("Keep what is here");
        await Expect(one.Locator("[data-saved]")).ToContainTextAsync("Saved");
        await two.ReloadAsync();
        await Expect(two.Locator("[name='v.client_name']")).ToHaveValueAsync("Three");
    }

    [Fact]
    public async Task Other_forms_keep_their_texts_in_the_tab_until_they_were_submitted()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Bob.Key);
        var id = (await cast.InitiatedAsync()).HandoffId;
        var page = await browsers.OpenAsync(cast.App);
        await page.SignInAsync(cast.Bob.Key);
        await page.GotoAsync($"/handoffs/{id}/decline");
        await page.Locator("textarea").First.FillAsync("Not ours at all");
        await page.ReloadAsync();
        await Expect(page.Locator("textarea").First).ToHaveValueAsync("Not ours at all");
        await page.GotoAsync("/");
        await page.GotoAsync($"/handoffs/{id}/decline");
        await Expect(page.Locator("textarea").First).ToHaveValueAsync("Not ours at all");
        await page.Locator("main select").First.SelectOptionAsync("WrongTeam");
        await page.PressAsync("Decline");
        await Expect(page.Locator("main")).ToContainTextAsync("Not ours at all");
        Assert.Equal(
            0,
            await page.EvaluateAsync<int>("Object.keys(sessionStorage).filter(k => k.startsWith('typed')).length")
        );
    }

    private static BatonProcess Serve(string directory, string url) =>
        BatonProcess.Start(
            new Dictionary<string, string> { ["BATON_RATE_LIMIT"] = "off" },
            "serve",
            "--data",
            directory,
            "--urls",
            url
        );
}

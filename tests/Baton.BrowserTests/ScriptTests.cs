using System.Globalization;
using Baton.Client;
using Baton.Tests.App;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Baton.BrowserTests;

/// <summary>What the script spares people: waiting, scrolling, reaching for the mouse.</summary>
public sealed class ScriptTests(Browsers browsers, SharedApps apps)
{
    [Fact]
    public async Task A_tick_moves_nothing_and_loses_nothing()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Bob.Key);
        var id = (await cast.AcceptedAsync()).HandoffId;
        var page = await browsers.OpenAsync(cast.App);
        await page.SignInAsync(cast.Bob.Key);
        await page.GotoAsync($"/handoffs/{id}");
        await page.FillAsync("#say", "Half a quest");
        await page.EvaluateAsync("window.same = true; scrollTo(0, 120)");
        var step = page.GetByRole(AriaRole.Checkbox, new() { Name = "First step" });
        await step.ClickAsync();
        await Expect(page.Locator("#checklist header")).ToContainTextAsync("1 of 3 completed");
        await Expect(page.Locator("#left")).ToContainTextAsync("1 required step is left");
        await Expect(step).ToBeCheckedAsync();
        await Expect(step).ToBeFocusedAsync();
        await Expect(page.Locator("#say")).ToHaveValueAsync("Half a quest");
        Assert.Equal("true 120", await page.EvaluateAsync<string>("`${window.same} ${scrollY}`"));
    }

    [Fact]
    public async Task Who_is_mentioned_is_chosen_by_the_first_letters_of_a_name()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Bob.Key);
        var id = (await cast.AcceptedAsync()).HandoffId;
        var page = await browsers.OpenAsync(cast.App);
        await page.SignInAsync(cast.Bob.Key);
        await page.GotoAsync($"/handoffs/{id}");
        var say = page.Locator("#say");
        var options = page.Locator("#say-people").GetByRole(AriaRole.Option);
        await say.PressSequentiallyAsync("Ready, @");
        await Expect(options).ToHaveCountAsync(3);
        await say.PressAsync("ArrowDown");
        await Expect(options.Nth(1)).ToHaveAttributeAsync("aria-selected", "true");
        await say.PressAsync("ArrowUp");
        await say.PressSequentiallyAsync("ali");
        await Expect(options).ToHaveCountAsync(1);
        await say.PressAsync("Enter");
        await Expect(say).ToHaveValueAsync($"Ready, @{cast.Alice.Key} ");
        await Expect(options).ToHaveCountAsync(0);
        await say.PressSequentiallyAsync("and @ben");
        await Expect(options).ToHaveCountAsync(1);
        await say.PressAsync("Escape");
        await Expect(options).ToHaveCountAsync(0);
        await page.PressAsync("Comment");
        await Expect(page.Locator(".talk b[title]")).ToHaveTextAsync($"@{cast.Alice.Key}");
    }

    [Fact]
    public async Task Files_are_there_when_it_is_handed_over()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        var page = await browsers.OpenAsync(cast.App);
        await page.SignInAsync(cast.Alice.Key);
        await page.GotoAsync($"/hand-over/{cast.Template_}");
        await page.FillAsync("[name='v.client_name']", "Acme GmbH");
        await Expect(page.Locator("[data-part=gate] h2")).ToHaveTextAsync("1 of 2 complete");
        await page.FillAsync("[name='v.contract_value']", "1250");
        await page.SetInputFilesAsync(
            "#f-files",
            [
                new FilePayload
                {
                    Name = "first.txt",
                    MimeType = "text/plain",
                    Buffer = "one"u8.ToArray(),
                },
                new FilePayload
                {
                    Name = "second.txt",
                    MimeType = "text/plain",
                    Buffer = "two"u8.ToArray(),
                },
            ]
        );
        await page.Locator("[name='v.contract_value']").PressAsync("Control+Enter");
        await Expect(page.Locator("#holder")).ToContainTextAsync("Sender still holds it.");
        await Expect(page.Locator("#attachments .file")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Files_wait_for_a_connection_and_for_their_owner_and_are_sent_once()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        var page = await browsers.OpenAsync(cast.App);
        await page.SignInAsync(cast.Alice.Key);
        await page.GotoAsync($"/hand-over/{cast.Template_}");
        await page.FillAsync("[name='v.client_name']", "Acme GmbH");
        await page.FillAsync("[name='v.contract_value']", "1250");
        await page.SetInputFilesAsync(
            "#f-files",
            new FilePayload
            {
                Name = "first.txt",
                MimeType = "text/plain",
                Buffer = "one"u8.ToArray(),
            }
        );
        var send = page.Locator("#hand-over button[value=over]");
        await page.Context.SetOfflineAsync(true);
        await send.ClickAsync();
        await Expect(page.Locator(".fault-text")).ToContainTextAsync("Not sent: there is no connection.");
        await page.Context.SetOfflineAsync(false);

        var cookies = await page.Context.CookiesAsync();
        await page.Context.ClearCookiesAsync();
        await send.ClickAsync();
        await Expect(page.Locator(".fault-text")).ToContainTextAsync("You are signed out.");
        await Expect(page.Locator(".file")).ToHaveCountAsync(1);
        Assert.Empty((await cast.Alice.Api.ListAsync(new HandoffQuery(), cancellationToken: default)).Items);

        await page.Context.AddCookiesAsync(
            cookies.Select(cookie => new Cookie
            {
                Name = cookie.Name,
                Value = cookie.Value,
                Domain = cookie.Domain,
                Path = cookie.Path,
            })
        );
        await send.DblClickAsync();
        await Expect(page.Locator("#holder")).ToContainTextAsync("Sender still holds it.");
        await Expect(page.Locator("#attachments .file")).ToHaveCountAsync(1);
        Assert.Single((await cast.Alice.Api.ListAsync(new HandoffQuery(), cancellationToken: default)).Items);
    }

    [Theory]
    [InlineData("/hand-over/{0}", "#f-files")]
    [InlineData("/handoffs/{1}", "#f-file")]
    public async Task What_is_empty_or_too_large_is_refused_before_it_is_sent(string place, string input)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Alice.Key);
        var page = await browsers.OpenAsync(cast.App);
        await page.SignInAsync(cast.Alice.Key);
        var handoff = (await cast.InitiatedAsync()).HandoffId;
        await page.GotoAsync(string.Format(CultureInfo.InvariantCulture, place, cast.Template_, handoff));
        var sent = new List<string>();
        page.Request += (_, request) => sent.Add($"{request.Method} {request.Url}");
        await page.SetInputFilesAsync(input, [Named("empty.txt", 0), Named("large.txt", (10 * 1024 * 1024) + 1)]);
        var said = page.Locator(".fault-text", new() { HasText = "was not added" });
        await Expect(said).ToContainTextAsync("empty.txt was not added: it is empty.");
        await Expect(said).ToContainTextAsync("large.txt was not added: a file can have at most 10 MB.");
        await Expect(page.Locator(".file")).ToHaveCountAsync(0);
        Assert.DoesNotContain(sent, request => request.Contains("attachments", StringComparison.Ordinal));
        await page.SetInputFilesAsync(input, [Named("right.txt", 1)]);
        await Expect(page.Locator(".file")).ToHaveCountAsync(1);

        static FilePayload Named(string name, int size) =>
            new()
            {
                Name = name,
                MimeType = "text/plain",
                Buffer = [.. Enumerable.Repeat((byte)'x', size)],
            };
    }

    [Fact]
    public async Task Keys_accept_and_return_and_can_be_turned_off()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Bob.Key);
        var (first, second) = (await cast.InitiatedAsync(), await cast.InitiatedAsync());
        var page = await browsers.OpenAsync(cast.App);
        await page.SignInAsync(cast.Bob.Key);
        await page.GotoAsync($"/handoffs/{first.HandoffId}");
        await page.Keyboard.PressAsync("r");
        await page.HeadingAsync("Return");
        await page.GotoAsync($"/handoffs/{first.HandoffId}");
        await page.Keyboard.PressAsync("a");
        await Expect(page.Locator("#holder")).ToContainTextAsync("works on it");
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("Account");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("dialog")).ToHaveCountAsync(0);

        await page.GotoAsync("/account");
        await page.PressAsync("Turn off shortcuts");
        await page.GotoAsync($"/handoffs/{second.HandoffId}");
        await page.Keyboard.PressAsync("a");
        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("#keys")).ToHaveCountAsync(0);
        await Expect(page.Locator("#holder")).ToContainTextAsync("Sender still holds it.");
    }
}

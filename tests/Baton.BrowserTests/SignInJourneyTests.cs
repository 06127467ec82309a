using Baton.Tests.App;
using Microsoft.Playwright;
using OtpNet;
using static Microsoft.Playwright.Assertions;

namespace Baton.BrowserTests;

/// <summary>The doors beside the password: a code from a phone, with scripts and without, and a passkey.</summary>
public sealed class SignInJourneyTests(Browsers browsers, SharedApps apps)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_a_code_from_an_app(bool scripts)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Bob.Key);
        var page = await browsers.OpenAsync(cast.App, scripts, phone: true);
        await page.SignInAsync(cast.Bob.Key);
        await page.GotoAsync("/account");
        await page.FollowAsync("Set up a second factor");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "QR code of the key below" })).ToBeVisibleAsync();
        var app = new Totp(
            Base32Encoding.ToBytes(
                (await page.Locator("#secret").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal)
            )
        );
        await page.GetByLabel("Six-digit code").FillAsync(app.ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime));
        await page.GetByLabel("Current password").FillAsync(Visitor.Password);
        await page.ShootAsync($"second-factor-{scripts}");
        await page.PressAsync("Turn on");
        await page.HeadingAsync("Your recovery codes");
        await page.ShootAsync($"recovery-codes-{scripts}");
        var code = await page.Locator(".codes code").First.InnerTextAsync();
        await page.FollowAsync("I saved them");
        await Expect(page.Locator("main")).ToContainTextAsync("You have 10 recovery codes left");
        await page.PressAsync("Sign out");

        await page.GetByLabel("Username or email").FillAsync(cast.Bob.Key);
        await page.GetByLabel("Password").FillAsync(Visitor.Password);
        await page.PressAsync("Sign in");
        await page.HeadingAsync("Enter your code");
        await page.GetByLabel("Code").FillAsync("123 456");
        await page.PressAsync("Sign in");
        await Expect(page.Locator("[role=alert]")).ToContainTextAsync("The code is wrong or was already used");
        await page.ShootAsync($"code-{scripts}");
        await page.GetByLabel("Code").FillAsync(code);
        await page.PressAsync("Sign in");
        await page.HeadingAsync("Nothing needs you now");
    }

    [Fact]
    public async Task With_a_passkey()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Bob.Key);
        var home = $"http://localhost:{cast.App.Url.Port}"; // passkeys belong to names, not to numbers
        var page = await browsers.OpenAsync(cast.App);
        var device = await DeviceAsync(page);
        await page.GotoAsync($"{home}/sign-in");
        await page.GetByLabel("Username or email").FillAsync(cast.Bob.Key);
        await page.GetByLabel("Password").FillAsync(Visitor.Password);
        await page.PressAsync("Sign in");
        await page.HeadingAsync("Nothing needs you now");

        await page.GotoAsync($"{home}/account/passkeys");
        await page.GetByLabel("Name").FillAsync("work phone");
        await page.GetByLabel("Current password").FillAsync("wrong");
        await page.PressAsync("Add passkey");
        await Expect(page.Locator("form [role=alert]")).ToContainTextAsync("The current password is wrong.");
        await page.GetByLabel("Current password").FillAsync(Visitor.Password);
        await page.PressAsync("Add passkey");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove work phone" })).ToBeVisibleAsync();
        await page.FillAsync("#name-0", "old phone");
        await page.PressAsync("Rename work phone");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove old phone" })).ToBeVisibleAsync();
        await page.ShootAsync("passkeys");

        await page.GotoAsync($"{home}/account");
        await page.PressAsync("Sign out");
        await page.GotoAsync($"{home}/sign-in?to=%2Fteams");
        await page.ShootAsync("sign-in-passkey");
        await page.PressAsync("Sign in with a passkey");
        await page.HeadingAsync("teams");
        await page.GotoAsync($"{home}/account/passkeys");
        await Expect(page.Locator("main")).ToContainTextAsync("used");

        // A device that does not see its owner opens nothing, nor does one whose passkey was removed.
        await page.GotoAsync($"{home}/sign-in");
        await device.VerifiesAsync(false);
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync($"{home}/sign-in");
        await page.PressAsync("Sign in with a passkey");
        await Expect(page.Locator("form [role=alert]")).ToContainTextAsync("the device declined");
        await device.VerifiesAsync(true);
        Assert.Equal(0, (await cast.App.AdminAsync("person", "clear-second-factor", cast.Bob.Key)).Code);
        await page.PressAsync("Sign in with a passkey");
        await Expect(page.Locator(".note[role=alert]")).ToContainTextAsync("The passkey was not recognized");
    }

    [Fact]
    public async Task Without_scripts_a_passkey_is_not_offered_and_the_password_opens()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.App.GivePasswordAsync(cast.Bob.Key);
        var page = await browsers.OpenAsync(cast.App, scripts: false);
        await page.GotoAsync("/sign-in");
        await Expect(page.GetByText("Sign in with a passkey")).ToBeHiddenAsync();
        await page.SignInAsync(cast.Bob.Key);
        await page.GotoAsync("/account/passkeys");
        await Expect(page.GetByText("To add a passkey, use a browser that supports them")).ToBeVisibleAsync();
        await Expect(page.GetByText("Add passkey")).ToBeHiddenAsync();
    }

    /// <summary>Chromium's own virtual authenticator, in the place of a phone's.</summary>
    private static async Task<Device> DeviceAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        var added = await session.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new Dictionary<string, object>
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
        return new Device(session, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    private sealed record Device(ICDPSession Session, string Id)
    {
        internal Task<System.Text.Json.JsonElement?> VerifiesAsync(bool yes) =>
            Session.SendAsync(
                "WebAuthn.setUserVerified",
                new Dictionary<string, object> { ["authenticatorId"] = Id, ["isUserVerified"] = yes }
            );
    }
}

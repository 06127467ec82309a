using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Identity;

namespace Baton.Features.SignIn;

/// <summary>
/// The second step of signing in: the code of the app, or a recovery code. Who took the first step stands in a cookie
/// for five minutes.
/// </summary>
internal static class SignInCodePages
{
    private static string Wrong =>
        T("The code is wrong or was already used. After several attempts, an account is locked " + "for 15 minutes.");

    internal static void MapSignInCode(this RouteGroupBuilder open)
    {
        open.MapGet("/sign-in/code", ShowAsync);
        open.MapPost("/sign-in/code", SignInAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, SignInManager<Account> manager) =>
        await manager.GetTwoFactorAuthenticationUserAsync() is null
            ? Results.LocalRedirect("/sign-in")
            : Page.Of<SignInCodePage>(
                new { To = Page.Local(http.Request.Query["to"]), Stay = http.Request.Query.ContainsKey("stay") }
            );

    private static async Task<IResult> SignInAsync(
        HttpContext http,
        SignInManager<Account> manager,
        PasswordSignIn signIn,
        SignInLimits limits,
        ProvenDevices devices,
        SignInRecords records
    )
    {
        var form = await Form.ReadAsync(http);
        var code = form.Text("code");
        var to = Page.Local(form.Text("to"));
        var stay = form.Has("stay");
        if (await manager.GetTwoFactorAuthenticationUserAsync() is not { } account)
            return SignInPages.Again("", to, T("Your sign-in timed out. Start over with your password."), 422);
        var device = (await devices.FindAsync(http, account.PersonKey)).Device;
        var wait = await limits.WaitAsync(
            ClientAddress.NetworkOf(http),
            $"code of {account.PersonKey}",
            device is null ? null : $"code {device}",
            http.RequestAborted
        );
        if (wait is null && (await signIn.WithCodeAsync(account, code, stay)).Succeeded)
            return Results.LocalRedirect(to);
        await records.FailedAsync(http, account.PersonKey, SignInWay.Code);
        return wait is { } span ? Again(to, stay, SignInPages.TooOften(http, span), 429) : Again(to, stay, Wrong, 422);
    }

    private static IResult Again(string to, bool stay, string message, int status) =>
        Page.Of<SignInCodePage>(
            new
            {
                To = to,
                Stay = stay,
                Faults = (IReadOnlyList<FieldError>)[new FieldError("code", "refused", message)],
            },
            status
        );
}

using System.Globalization;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Hosting;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Identity;

namespace Baton.Features.SignIn;

/// <summary>Signing in and out.</summary>
internal static class SignInPages
{
    internal static void MapSignIn(this RouteGroupBuilder open)
    {
        open.MapGet("/sign-in", Show);
        open.MapPost("/sign-in", SignInAsync);
        open.MapPost("/sign-out", SignOutAsync);
    }

    private static IResult Show(HttpContext http, string? to) =>
        http.Features.Get<SignedIn>() is null
            ? Page.Of<SignInPage>(new { To = Page.Local(to) })
            : Results.LocalRedirect(Page.Local(to));

    private static async Task<IResult> SignInAsync(
        HttpContext http,
        PasswordSignIn signIn,
        SignInLimits limits,
        ProvenDevices devices,
        SignInRecords records
    )
    {
        var form = await Form.ReadAsync(http);
        var name = form.Text("name");
        var to = Page.Local(form.Text("to"));
        var (person, device) = await devices.FindAsync(http, name);
        if (await limits.WaitAsync(ClientAddress.NetworkOf(http), name, device, http.RequestAborted) is { } wait)
        {
            await records.FailedAsync(http, person, SignInWay.Password);
            return Again(name, to, TooOften(http, wait), 429);
        }

        var result = await signIn.RunAsync(name, form.Text("password"), form.Has("stay"), http.RequestAborted);
        if (result.RequiresTwoFactor)
            return Page.To($"/sign-in/code?to={Uri.EscapeDataString(to)}{(form.Has("stay") ? "&stay=true" : "")}");
        if (result.Succeeded)
            return Results.LocalRedirect(to);
        await records.FailedAsync(http, person, SignInWay.Password);
        return Again(
            name,
            to,
            T(
                "The username or the password is wrong. After several attempts, an account is locked "
                    + "for 15 minutes."
            ),
            422
        );
    }

    internal static string TooOften(HttpContext http, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return T("Too many attempts. Wait {0, plural, one {# second} other {# seconds}} and try again.", seconds);
    }

    internal static IResult Again(string name, string to, string message, int status) =>
        Page.Of<SignInPage>(
            new
            {
                Name = name,
                To = to,
                Faults = (IReadOnlyList<FieldError>)[new FieldError("", "refused", message)],
            },
            status
        );

    private static async Task<IResult> SignOutAsync(SignInManager<Account> manager)
    {
        await manager.SignOutAsync();
        return Results.LocalRedirect("/sign-in");
    }
}

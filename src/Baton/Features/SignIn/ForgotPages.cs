using Baton.Client;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.SignIn;

/// <summary>
/// A new password for whoever forgot theirs. Nothing is looked up before the answer, so neither its words nor its time
/// tell whether there is such a person.
/// </summary>
internal static class ForgotPages
{
    private const int LongestName = 254;

    internal static void MapForgot(this RouteGroupBuilder open)
    {
        open.MapGet("/sign-in/forgot", (PasswordResets resets) => Show(resets, new { }));
        open.MapPost("/sign-in/forgot", AskAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext http, PasswordResets resets, SignInLimits limits)
    {
        var name = (await Form.ReadAsync(http)).Text("name").Trim();
        if (name.Length is 0 or > LongestName)
            return Show(
                resets,
                new { Faults = Fault("name", "rule", T("Enter your username or your email address.")) },
                422
            );
        if (await limits.ResetAsync(ClientAddress.NetworkOf(http), name, http.RequestAborted) is { } wait)
            return Show(
                resets,
                new { Name = name, Faults = Fault("", "refused", SignInPages.TooOften(http, wait)) },
                429
            );
        if (resets.IsOn && !await resets.AskAsync(name, http.RequestAborted))
            return Show(
                resets,
                new { Name = name, Faults = Fault("", "refused", SignInPages.TooOften(http, TimeSpan.FromMinutes(1))) },
                429
            );
        return Show(resets, new { IsSent = true });
    }

    private static IReadOnlyList<FieldError> Fault(string field, string code, string message) =>
        [new FieldError(field, code, message)];

    private static IResult Show(PasswordResets resets, object values, int status = 200) =>
        Page.Of<ForgotPage>(
            new Dictionary<string, object?>(new RouteValueDictionary(values)) { ["CanMail"] = resets.IsOn },
            status
        );
}

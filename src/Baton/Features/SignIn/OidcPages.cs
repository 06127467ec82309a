using Baton.Web.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace Baton.Features.SignIn;

/// <summary>The way to the provider, the way back, and what to say when either fails.</summary>
internal static partial class OidcPages
{
    internal static void MapOidc(this RouteGroupBuilder open) => open.MapGet("/sign-in/oidc", GoAsync);

    /// <summary>By a link and not a form: our pages forbid forms to lead away.</summary>
    private static async Task<IResult> GoAsync(
        HttpContext http,
        string? to,
        OidcOptions options,
        IOptionsMonitor<OpenIdConnectOptions> handler,
        ILogger<OidcSignIn> logger
    )
    {
        if (!options.IsOn)
            return Results.NotFound();
        try
        {
            await handler.Get(OidcScheme.Name).ConfigurationManager!.GetConfigurationAsync(http.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException or IOException)
        {
            Unreachable(logger, options.Authority!, exception.InnerException?.Message ?? exception.Message);
            return SignInPages.Again(
                "",
                Page.Local(to),
                T("{0} cannot be reached right now. Try again later, or sign in with your password.", options.Name),
                503
            );
        }

        return Results.Challenge(new AuthenticationProperties { RedirectUri = Page.Local(to) }, [OidcScheme.Name]);
    }

    internal static async Task ComeInAsync(TicketReceivedContext context)
    {
        var http = context.HttpContext;
        var to = Page.Local(context.ReturnUri);
        context.HandleResponse();
        var options = http.RequestServices.GetRequiredService<OidcOptions>();
        if (OidcIdentity.Of(context.Principal, options.TrustEmail) is not { } who)
        {
            await SayAsync(http, to, T("The answer does not say who you are. Try again, or ask an admin."), 502);
            return;
        }

        var outcome = await http.RequestServices.GetRequiredService<OidcSignIn>().RunAsync(who, http.RequestAborted);
        if (outcome.Refused(out var refusal, out var result))
        {
            await http.RequestServices.GetRequiredService<SignInRecords>().FailedAsync(http, null, SignInWay.Provider);
            await SayAsync(http, to, refusal.Detail, refusal.Status);
        }
        else
        {
            http.Response.Redirect(result.RequiresTwoFactor ? $"/sign-in/code?to={Uri.EscapeDataString(to)}" : to);
        }
    }

    internal static Task FailAsync(RemoteFailureContext context)
    {
        var http = context.HttpContext;
        var failure = context.Failure;
        var name = http.RequestServices.GetRequiredService<OidcOptions>().Name;
        var error = failure?.Data["error"] as string ?? http.Request.Query["error"].ToString();
        context.HandleResponse();
        Failed(
            http.RequestServices.GetRequiredService<ILogger<OidcSignIn>>(),
            failure?.Message.ReplaceLineEndings(" ") ?? error
        );
        return SayAsync(
            http,
            Page.Local(context.Properties?.RedirectUri),
            error switch
            {
                "access_denied" => T(
                    "You canceled the sign-in at {0}. Try again, or sign in with your password.",
                    name
                ),
                "" => T("The sign-in timed out or was started in another browser. Try again."),
                _ => T(
                    "{0} could not sign you in. Try again. If it keeps failing, tell an admin, who can find "
                        + "the reason in the log.",
                    name
                ),
            },
            error == "access_denied" ? 403 : 400
        );
    }

    private static Task SayAsync(HttpContext http, string to, string message, int status)
    {
        http.Response.Headers.CacheControl = "no-cache, no-store";
        return SignInPages.Again("", to, message, status).ExecuteAsync(http);
    }

    [LoggerMessage(LogLevel.Warning, "The OpenID Connect provider {Authority} cannot be reached: {Reason}")]
    private static partial void Unreachable(ILogger logger, Uri authority, string reason);

    [LoggerMessage(LogLevel.Warning, "Signing in with OpenID Connect failed: {Reason}")]
    private static partial void Failed(ILogger logger, string reason);
}

using System.Security.Claims;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace Baton.Features.SignIn;

/// <summary>
/// What happens with a session's cookie: whoever signs in gets a session, each request looks whether it is still one,
/// signing out ends it.
/// </summary>
internal sealed class SessionEvents(
    Catalogs catalogs,
    LiveSessions live,
    StartSession start,
    ProvenDevices devices,
    CarryForm carry,
    SeenPeople seen,
    Writer writer,
    ILogger<SessionEvents> logger
) : CookieAuthenticationEvents
{
    private const string Renewing = "session.renewing";

    public override async Task SigningIn(CookieSigningInContext context)
    {
        var http = context.HttpContext;
        var identity = (ClaimsIdentity)context.Principal!.Identity!;
        var person = context.Principal.FindFirstValue(ClaimTypes.NameIdentifier)!;
        var (session, secret) = await start.RunAsync(http, person, http.RequestAborted);
        identity.AddClaim(new Claim(Sessions.SecretClaim, secret));
        devices.Remember(http, person, context.Principal.FindFirstValue(Sessions.StampClaim)!);
        if (http.Features.Get<SignedIn>() is { } known && known.Caller.Person == person)
            http.Features.Set(session);
    }

    public override Task SigningOut(CookieSigningOutContext context) =>
        context.HttpContext.Features.Get<BrowserSession>() is { } session
            ? writer.WriteAsync(
                (db, token) => EndSessions.RunAsync(db, endSession => endSession.Id == session.Id, token),
                context.HttpContext.RequestAborted
            )
            : Task.CompletedTask;

    public override Task CheckSlidingExpiration(CookieSlidingExpirationContext context)
    {
        // A page that was left open asks by itself: that keeps nobody signed in.
        if (context.HttpContext.Request.Path == Unread.LatestPath)
            context.ShouldRenew = false;
        if (context.ShouldRenew)
            context.HttpContext.Items[Renewing] = true;
        return Task.CompletedTask;
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var catalog = await catalogs.CurrentAsync(http.RequestAborted);
        var person = context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier);
        var stamp = context.Principal?.FindFirstValue(Sessions.StampClaim);
        if (
            person is not null
            && catalog.CallerInSession(person, stamp) is { } caller
            && await SessionAsync(context, catalog, person, stamp!) is { } session
        )
        {
            http.Features.Set(new SignedIn(caller, catalog) { Door = "page" });
            http.Features.Set(session);
            seen.Note(caller.Person);
            return;
        }

        context.RejectPrincipal();
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    public override async Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var here = HttpMethods.IsGet(context.Request.Method)
            ? context.Request.Path + context.Request.QueryString
            : await carry.TakeAsync(context.HttpContext);
        context.Response.Redirect(
            here is null or "/" ? "/sign-in" : $"/sign-in?{Sessions.GoOnTo}={Uri.EscapeDataString(here)}"
        );
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        Task.FromResult(context.Response.StatusCode = 403);

    private async Task<BrowserSession?> SessionAsync(
        CookieValidatePrincipalContext context,
        Catalog catalog,
        string person,
        string stamp
    )
    {
        var http = context.HttpContext;
        if (context.Principal!.FindFirstValue(Sessions.SecretClaim) is not { } secret)
            return await AdoptAsync(context, person, stamp);

        // Under the name from before stand only cookies from before: another one was put there by somebody else.
        if (
            HostCookies.IsFormer(http, context.Options.Cookie.Name!)
            || await live.FindAsync(catalog, secret, http.RequestAborted) is not { } session
            || session.PersonKey != person
        )
            return null;
        if (
            http.Items.ContainsKey(Renewing)
            && !await KeptAsync(() => start.ExtendAsync(session.Id, http.RequestAborted))
        )
            context.ShouldRenew = false;
        return session;
    }

    /// <summary>A cookie of an older version: it holds, and is made anew with its session in it.</summary>
    private async Task<BrowserSession?> AdoptAsync(CookieValidatePrincipalContext context, string person, string stamp)
    {
        var http = context.HttpContext;
        var issued = context.Properties.IssuedUtc;
        if (
            issued is null
            || await start.AdoptAsync(http, person, stamp, issued.Value, http.RequestAborted)
                is not var (session, secret)
        )
            return null;
        var identity = new ClaimsIdentity(context.Principal!.Identity);
        identity.AddClaim(new Claim(Sessions.SecretClaim, secret));
        context.ReplacePrincipal(new ClaimsPrincipal(identity));
        context.ShouldRenew = true;
        return session;
    }

    /// <summary>Reading goes on while the store cannot be written: the cookie is renewed another time.</summary>
    private async Task<bool> KeptAsync(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (Exception exception) when (StoreFault.Of(exception) is not null)
        {
            SessionLog.NotRenewed(logger, exception);
            return false;
        }
    }
}

internal static partial class SessionLog
{
    [LoggerMessage(LogLevel.Warning, "A session could not be renewed; it continues unchanged")]
    internal static partial void NotRenewed(ILogger logger, Exception exception);
}

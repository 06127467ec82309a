using System.Security.Claims;
using Baton.Features.People;
using Baton.Storage;
using Baton.Web.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Baton.Web;

/// <summary>
/// People in a browser: a cookie that holds who they are and the stamp of their account, and nothing on the server. Each request looks whether the stamp
/// still holds. The API takes tokens alone, so that no page of others can make a browser call it.
/// </summary>
internal static class Sessions
{
    internal const string StampClaim = "stamp";
    internal const string GoOnTo = "to";
    private const string ByPath = "Door";

    internal static void AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAuthentication(ByPath)
            .AddPolicyScheme(ByPath, null, scheme => scheme.ForwardDefaultSelector = http => http.Request.Path.StartsWithSegments("/api") || http.Request.Path.StartsWithSegments("/metrics") ? BearerAuthentication.Name : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, BearerAuthentication>(BearerAuthentication.Name, null)
            .AddIdentityCookies();
        var secure = IsSecure(configuration);
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>>(new ConfigureCookies(secure));
        services.PostConfigure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, ConfigureSession);
        services.AddAntiforgery(form =>
        {
            (form.FormFieldName, form.Cookie.Name, form.Cookie.SameSite, form.SuppressXFrameOptionsHeader) = ("form", "baton-form", SameSiteMode.Strict, true);
            form.Cookie.SecurePolicy = PolicyOf(secure);
        });
    }

    internal static bool IsSecure(IConfiguration configuration) => configuration["BATON_URL"]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Without https (on this machine alone) a browser would not send back a secure one.</summary>
    internal static CookieSecurePolicy PolicyOf(bool secure) => secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    private static void ConfigureSession(CookieAuthenticationOptions session)
    {
        session.Cookie.Name = "baton";
        (session.ExpireTimeSpan, session.SlidingExpiration) = (TimeSpan.FromDays(14), true);
        session.Events.OnValidatePrincipal = CheckAsync;
        session.Events.OnRedirectToLogin = context =>
        {
            var here = context.Request.Path + context.Request.QueryString;
            context.Response.Redirect(HttpMethods.IsGet(context.Request.Method) && here != "/" ? $"/sign-in?{GoOnTo}={Uri.EscapeDataString(here)}" : "/sign-in");
            return Task.CompletedTask;
        };
        session.Events.OnRedirectToAccessDenied = context => Task.FromResult(context.Response.StatusCode = 403);
    }

    private static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var catalog = await http.RequestServices.GetRequiredService<Catalogs>().CurrentAsync(http.RequestAborted);
        var (person, stamp) = (context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), context.Principal?.FindFirstValue(StampClaim));
        if (person is not null && catalog.CallerInSession(person, stamp) is { } caller)
        {
            http.Features.Set(new SignedIn(caller, catalog) { Door = "page" });
            return;
        }

        context.RejectPrincipal();
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>What holds for each cookie.</summary>
    private sealed class ConfigureCookies(bool secure) : IConfigureNamedOptions<CookieAuthenticationOptions>
    {
        public void Configure(CookieAuthenticationOptions options) => Configure(null, options);

        public void Configure(string? name, CookieAuthenticationOptions options) =>
            (options.Cookie.HttpOnly, options.Cookie.SameSite, options.Cookie.SecurePolicy) = (true, SameSiteMode.Lax, PolicyOf(secure));
    }
}

/// <summary>What stands in the cookie.</summary>
internal sealed class SessionClaims : IUserClaimsPrincipalFactory<Account>
{
    public Task<ClaimsPrincipal> CreateAsync(Account user)
    {
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, user.PersonKey));
        identity.AddClaim(new Claim(Sessions.StampClaim, user.SecurityStamp));
        return Task.FromResult(new ClaimsPrincipal(identity));
    }
}

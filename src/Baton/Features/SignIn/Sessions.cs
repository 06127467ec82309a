using System.Security.Claims;
using Baton.Features.Organization;
using Baton.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Baton.Features.SignIn;

/// <summary>
/// People in a browser: an encrypted cookie that holds who they are, the stamp of their account, and the secret of a
/// session in the store. Each request looks whether the stamp and the session still hold. The API takes tokens alone,
/// so that no page of others can make a browser call it.
/// </summary>
internal static class Sessions
{
    internal const string CookieName = "baton";
    internal const string StampClaim = "stamp";
    internal const string SecretClaim = "session";
    internal const string GoOnTo = "to";
    private const string ByPath = "Door";

    internal static void AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddAuthentication(ByPath)
            .AddPolicyScheme(ByPath, null, scheme => scheme.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, BearerAuthentication>(BearerAuthentication.Name, null)
            .AddIdentityCookies();
        var secure = IsSecure(configuration);
        services.AddScoped<SessionEvents>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>>(new ConfigureCookies(secure));
        services.PostConfigure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, ConfigureSession);
        services.AddAntiforgery(form =>
        {
            form.FormFieldName = "form";
            form.Cookie.Name = $"{(secure ? HostCookies.Prefix : "")}baton-form";
            form.Cookie.SameSite = SameSiteMode.Strict;
            form.SuppressXFrameOptionsHeader = true;
            form.Cookie.SecurePolicy = PolicyOf(secure);
        });
    }

    private static string SchemeOf(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api") || http.Request.Path.StartsWithSegments("/metrics")
            ? BearerAuthentication.Name
            : IdentityConstants.ApplicationScheme;

    internal static bool IsSecure(IConfiguration configuration) =>
        configuration[BaseUrl.Setting]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Without https (on this machine alone) a browser would not send back a secure one.</summary>
    internal static CookieSecurePolicy PolicyOf(bool secure) =>
        secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    private static void ConfigureSession(CookieAuthenticationOptions session)
    {
        session.Cookie.Name = CookieName;
        session.CookieManager = new HostCookies(former: true);
        session.ExpireTimeSpan = BrowserSession.Idle;
        session.SlidingExpiration = true;
        session.EventsType = typeof(SessionEvents);
    }

    /// <summary>What holds for each cookie.</summary>
    private sealed class ConfigureCookies(bool secure) : IConfigureNamedOptions<CookieAuthenticationOptions>
    {
        public void Configure(CookieAuthenticationOptions options) => Configure(null, options);

        public void Configure(string? name, CookieAuthenticationOptions options)
        {
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = PolicyOf(secure);
            options.CookieManager = new HostCookies();
        }
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

using Baton.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Baton.Features.SignIn;

/// <summary>
/// How the framework's handler speaks with the provider: code flow with PKCE, and nothing kept of what the provider
/// gave.
/// </summary>
internal static class OidcScheme
{
    internal const string Name = "Oidc";
    internal const string BackPath = "/sign-in/oidc/back";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    internal static void AddOidc(this IServiceCollection services, IConfiguration configuration)
    {
        var options = OidcOptions.From(configuration);
        services.AddSingleton(options).AddScoped<OidcSignIn>();
        if (!options.IsOn)
            return;
        var secure = Sessions.PolicyOf(Sessions.IsSecure(configuration));
        services
            .AddAuthentication()
            .AddOpenIdConnect(
                Name,
                options.Name,
                oidc =>
                {
                    Ask(oidc, options);
                    Read(oidc);
                    foreach (var cookie in (CookieBuilder[])[oidc.CorrelationCookie, oidc.NonceCookie])
                    {
                        cookie.SameSite = SameSiteMode.Lax;
                        cookie.SecurePolicy = secure;
                        cookie.HttpOnly = true;
                    }
                }
            );
    }

    private static void Ask(OpenIdConnectOptions oidc, OidcOptions options)
    {
        oidc.Authority = options.Authority!.AbsoluteUri;
        oidc.ClientId = options.ClientId;
        oidc.ClientSecret = options.ClientSecret;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.RequireHttpsMetadata = !options.Authority.IsLoopback;
        oidc.SignInScheme = IdentityConstants.ExternalScheme;
        oidc.CallbackPath = BackPath;
        oidc.BackchannelTimeout = Patience;
        oidc.DisableTelemetry = true;
        oidc.SaveTokens = false;
        oidc.Scope.Add("email");
        oidc.Events.OnRedirectToIdentityProvider = async context =>
        {
            context.ProtocolMessage.RedirectUri = new Uri(
                context.HttpContext.RequestServices.GetRequiredService<BaseUrl>().Value,
                BackPath
            ).AbsoluteUri;
            var known = await context.Options.ConfigurationManager!.GetConfigurationAsync(
                context.HttpContext.RequestAborted
            );
            if (options.Groups.Count > 0 && known.ScopesSupported.Contains(OidcIdentity.GroupsClaim))
                context.ProtocolMessage.Scope += " " + OidcIdentity.GroupsClaim;
        };
        oidc.Events.OnTicketReceived = OidcPages.ComeInAsync;
        oidc.Events.OnRemoteFailure = OidcPages.FailAsync;
    }

    private static void Read(OpenIdConnectOptions oidc)
    {
        oidc.MapInboundClaims = false;
        oidc.GetClaimsFromUserInfoEndpoint = true;
        oidc.ClaimActions.Remove("iss");
        oidc.ClaimActions.MapUniqueJsonKey(OidcIdentity.VerifiedClaim, OidcIdentity.VerifiedClaim);
        oidc.ClaimActions.MapUniqueJsonKey(OidcIdentity.HandleClaim, OidcIdentity.HandleClaim);
        oidc.ClaimActions.MapJsonKey(OidcIdentity.GroupsClaim, OidcIdentity.GroupsClaim);

        // Whether an address is vouched for is believed only from where the address itself came.
        oidc.Events.OnUserInformationReceived = context =>
        {
            if (
                context.User.RootElement.TryGetProperty(OidcIdentity.EmailClaim, out _)
                && context.Principal?.Identity is System.Security.Claims.ClaimsIdentity identity
            )
            {
                foreach (
                    var claim in identity
                        .FindAll(claim => claim.Type is OidcIdentity.EmailClaim or OidcIdentity.VerifiedClaim)
                        .ToList()
                )
                    identity.RemoveClaim(claim);
            }

            return Task.CompletedTask;
        };
    }
}

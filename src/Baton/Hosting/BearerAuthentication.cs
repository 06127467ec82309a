using System.Security.Claims;
using System.Text.Encodings.Web;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.SignIn;
using Baton.Storage;
using Baton.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Baton.Hosting;

/// <summary>
/// <c>Authorization: Bearer</c>: the token's hash is looked up; the caller and the catalog of that moment go with the
/// request.
/// </summary>
internal sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    Catalogs catalogs,
    TimeProvider time
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    internal const string Name = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var catalog = await catalogs.CurrentAsync(Context.RequestAborted);
        if (catalog.CallerWithToken(header["Bearer ".Length..].Trim(), time.UtcNow()) is not var (caller, number))
            return AuthenticateResult.Fail("No such token.");
        Context.Features.Set(new SignedIn(caller, catalog) { Token = number });
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.Person)], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = 401;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteStatusAsync(Context);
    }
}

/// <summary>Who asks, and what is known at this moment.</summary>
internal sealed record SignedIn(Caller Caller, Catalog Catalog)
{
    internal string Door { get; init; } = "api";

    /// <summary>
    /// The number of the token that was sent, whatever the header around it looks like; null in a browser.
    /// </summary>
    internal long? Token { get; init; }

    /// <summary>The session of the browser; null where there is none.</summary>
    internal BrowserSession? Session { get; init; }

    /// <summary>Somebody from outside, for whom there is one handoff and nothing else.</summary>
    internal bool IsGuest { get; init; }
}

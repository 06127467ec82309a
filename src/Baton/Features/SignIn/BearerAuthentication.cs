using System.Security.Claims;
using System.Text.Encodings.Web;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Hosting;
using Baton.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Baton.Features.SignIn;

/// <summary>
/// <c>Authorization: Bearer</c>: the token's hash is looked up; the caller and the catalog of that moment go with the
/// request.
/// </summary>
internal sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    Catalogs catalogs,
    SeenPeople seen,
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
        seen.Note(caller.Person);
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

using System.Security.Claims;

namespace Baton.Features.SignIn;

/// <summary>Whom the provider says it is.</summary>
/// <param name="Issuer">Who says so.</param>
/// <param name="Subject">Its name for the person, which never changes and is never given to another one.</param>
/// <param name="Email">The address, only if the provider vouches that it is theirs.</param>
/// <param name="Name">What others call them.</param>
/// <param name="Handle">Their short name there, which may change.</param>
/// <param name="Groups">Null when it does not say.</param>
internal sealed record OidcIdentity(
    string Issuer,
    string Subject,
    string? Email,
    string? Name,
    string? Handle,
    IReadOnlySet<string>? Groups
)
{
    internal const string EmailClaim = "email";
    internal const string VerifiedClaim = "email_verified";
    internal const string GroupsClaim = "groups";
    internal const string HandleClaim = "preferred_username";

    /// <summary>
    /// Where groups are too many for a token, some providers leave them out and say here where they can be asked for.
    /// </summary>
    private const string ElsewhereClaim = "_claim_names";

    /// <summary>Null when it lacks what every provider must say.</summary>
    /// <param name="principal">What came back.</param>
    /// <param name="trustEmail">
    /// Whether an address counts where the provider does not say if it is verified; where it says no, it never does.
    /// </param>
    internal static OidcIdentity? Of(ClaimsPrincipal? principal, bool trustEmail)
    {
        string? Claim(string type) =>
            principal?.FindFirst(type)?.Value is { } value && !Blank.Is(value) ? value.Trim() : null;
        if (Claim("iss") is not { } issuer || Claim("sub") is not { } subject)
            return null;
        var verified = Claim(VerifiedClaim) is { } said ? bool.TryParse(said, out var yes) && yes : trustEmail;
        var elsewhere = Claim(ElsewhereClaim)?.Contains(GroupsClaim, StringComparison.Ordinal) == true;
        var groups = elsewhere ? null : principal!.FindAll(GroupsClaim).Select(claim => claim.Value).ToHashSet();
        return new OidcIdentity(
            issuer,
            subject,
            verified ? Claim(EmailClaim) : null,
            Claim("name"),
            Claim(HandleClaim),
            groups
        );
    }
}

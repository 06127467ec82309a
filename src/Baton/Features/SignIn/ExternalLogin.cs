namespace Baton.Features.SignIn;

/// <summary>Whom a company's own sign-in names by this subject.</summary>
internal sealed class ExternalLogin
{
    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    public required string PersonKey { get; init; }

    public required DateTime CreatedAt { get; init; }
}

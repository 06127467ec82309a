namespace Baton.Features.SignIn;

/// <summary>
/// Somebody is signed in with a browser. Only the hash of what stands in its cookie is stored. A session that has
/// ended stays until its cookie would have run out, so that a copy of the cookie finds it ended.
/// </summary>
internal sealed class BrowserSession
{
    /// <summary>How long one lasts that nobody uses.</summary>
    internal static readonly TimeSpan Idle = TimeSpan.FromDays(14);

    public long Id { get; init; }

    public required string Hash { get; init; }

    public required string PersonKey { get; init; }

    /// <summary>How they proved who they are: one of <see cref="SignInWay"/>.</summary>
    public required string Way { get; init; }

    /// <summary>What the browser calls itself, in short.</summary>
    public required string Device { get; init; }

    /// <summary>Where they signed in from.</summary>
    public required string Address { get; init; }

    /// <summary>When they proved who they are.</summary>
    public required DateTime CreatedAt { get; init; }

    public required DateTime ExpiresAt { get; init; }

    public DateTime? EndedAt { get; init; }
}

/// <summary>The ways to sign in.</summary>
internal static class SignInWay
{
    internal const string Password = "password";
    internal const string Code = "code";
    internal const string Passkey = "passkey";
    internal const string Provider = "oidc";
    internal const string Link = "link";

    /// <summary>Each way has its page.</summary>
    internal static string Of(HttpContext http) =>
        http.Request.Path.Value switch
        {
            "/sign-in/code" => Code,
            "/sign-in/passkey" => Passkey,
            OidcScheme.BackPath => Provider,
            "/join" or "/setup" => Link,
            _ => Password,
        };
}

using Baton.Features.Organization;

namespace Baton.Web;

/// <summary>Who asks, and what is known at this moment.</summary>
internal sealed record SignedIn(Caller Caller, Catalog Catalog)
{
    internal string Door { get; init; } = "api";

    /// <summary>
    /// The number of the token that was sent, whatever the header around it looks like; null in a browser.
    /// </summary>
    internal long? Token { get; init; }

    /// <summary>Somebody from outside, for whom there is one handoff and nothing else.</summary>
    internal bool IsGuest { get; init; }
}

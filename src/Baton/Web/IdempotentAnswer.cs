namespace Baton.Web;

/// <summary>
/// The first answer to a request that carried an <c>Idempotency-Key</c>; committed with what the request did.
/// </summary>
internal sealed class IdempotentAnswer
{
    internal static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    public required string PersonKey { get; init; }

    public required string Key { get; init; }

    public required string RequestHash { get; init; }

    public required int Status { get; init; }

    public required string ContentType { get; init; }

    public string? Location { get; init; }

    public string? ETag { get; init; }

    public required string Body { get; init; }

    public required DateTime CreatedAt { get; init; }
}

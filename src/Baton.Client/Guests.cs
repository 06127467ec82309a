namespace Baton.Client;

/// <summary>Lets somebody from outside receive one handoff, by a link.</summary>
/// <param name="Email">Their email address; events name them by it.</param>
/// <param name="Days">How many days the link lasts, 1 to 90.</param>
public sealed record GuestRequest(string Email, int Days = 14);

/// <summary>Somebody from outside who may receive one handoff.</summary>
/// <param name="Number">The number in the handoff.</param>
/// <param name="Email">The email address; events have it as <c>guest:</c> and the address.</param>
/// <param name="Team">The receiving team for which they act.</param>
/// <param name="CreatedBy">Who created the link.</param>
/// <param name="CreatedAt">When, in UTC.</param>
/// <param name="ExpiresAt">When the link ends by itself, in UTC.</param>
/// <param name="RevokedAt">When it was revoked, in UTC.</param>
/// <param name="Open">Whether the link lets them in now.</param>
/// <param name="Url">The link, in the answer to making it and never again.</param>
public sealed record GuestRecord(
    int Number,
    string Email,
    string Team,
    string CreatedBy,
    DateTime CreatedAt,
    DateTime ExpiresAt,
    DateTime? RevokedAt,
    bool Open,
    string? Url
);

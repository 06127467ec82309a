namespace Baton.Client;

/// <summary>One administrative act.</summary>
/// <param name="Id">Its number; later acts have larger ones.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Who">
/// The key of the person who did it; <c>baton</c> for the program itself and for whoever is at the data directory.
/// </param>
/// <param name="Act">What was done, for example <c>member.joined</c>.</param>
/// <param name="Subject">What it was done to.</param>
/// <param name="Door"><c>api</c>, <c>page</c>, <c>cli</c>, or <c>server</c> for what the program did by itself.</param>
/// <param name="Before">What it was, in short; never a secret.</param>
/// <param name="After">What it is now, in short; never a secret.</param>
public sealed record AuditRecord(
    long Id,
    DateTime At,
    string Who,
    string Act,
    string Subject,
    string Door,
    string? Before,
    string? After
);

/// <summary>Which acts to list.</summary>
public sealed record AuditQuery
{
    /// <summary>Those of this person only.</summary>
    public string? Who { get; init; }

    /// <summary>This act only, or all of a group: <c>member.joined</c>, <c>member</c>.</summary>
    public string? Act { get; init; }

    /// <summary>The largest number of items on a page, 1 to 100.</summary>
    public int Limit { get; init; } = 25;

    /// <summary>Where the page begins: the cursor of the one before.</summary>
    public string? Cursor { get; init; }

    internal string ToQueryString() => QueryString.Of(("limit", Limit), ("who", Who), ("act", Act), ("cursor", Cursor));
}

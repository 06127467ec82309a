namespace Baton.Features.Audit;

/// <summary>
/// A row of the audit log: one administrative act. Append-only; the tables themselves refuse that a row is changed or
/// taken away.
/// </summary>
internal sealed class AuditEntry
{
    public long Id { get; init; }

    public required DateTime At { get; init; }

    /// <summary>
    /// The key of the person who did it; <c>baton</c> for the program itself and for whoever is at the data
    /// directory.
    /// </summary>
    public required string Who { get; init; }

    /// <summary>What was done: one of <see cref="AuditActs.All"/>.</summary>
    public required string Act { get; init; }

    /// <summary>What it was done to.</summary>
    public required string Subject { get; init; }

    /// <summary><c>api</c>, <c>page</c>, <c>cli</c>, or <c>server</c> for what the program did by itself.</summary>
    public required string Door { get; init; }

    /// <summary>What it was, in short; never a secret.</summary>
    public string? Before { get; init; }

    /// <summary>What it is now, in short; never a secret.</summary>
    public string? After { get; init; }
}

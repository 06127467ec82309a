using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>
/// What tells this store from every other: its one row is made with the tables, and anew when a backup is restored.
/// </summary>
internal sealed class Installation
{
    internal const string Table = "installations";

    /// <summary>
    /// The restored store is another one than the store that was backed up, which may still be running.
    /// </summary>
    internal const string RenewOnSqlite = "UPDATE installations SET id = lower(hex(randomblob(16)))";

    internal const string RenewOnPostgres = "UPDATE installations SET id = replace(gen_random_uuid()::text, '-', '')";

    public required string Id { get; init; }

    internal static async Task<string> IdAsync(IDbContextFactory<BatonDb> factory, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db
            .Installations.AsNoTracking()
            .Select(installation => installation.Id)
            .SingleAsync(cancellationToken);
    }
}

using System.Data.Common;

namespace Baton.Storage.Partitions;

/// <summary>
/// What the database itself does not watch where the history is partitioned: whether the delivery of each attempt is
/// there, in the tables or in the archive.
/// </summary>
internal static class AttemptsOfNoDelivery
{
    internal static async Task<IReadOnlyList<string>> ListAsync(
        DbConnection connection,
        CancellationToken cancellationToken
    )
    {
        var found = new List<string>();
        foreach (var schema in await SchemasAsync(connection, cancellationToken))
            found.AddRange(
                await connection.ListAsync(
                    $"SELECT '{schema}.delivery_attempts: ' || count(*) || ' rows name no delivery' FROM "
                        + $"{schema}.delivery_attempts a WHERE NOT EXISTS (SELECT 1 FROM {schema}.deliveries d "
                        + "WHERE d.id = a.delivery_id) HAVING count(*) > 0",
                    cancellationToken
                )
            );
        return found;
    }

    private static Task<IReadOnlyList<string>> SchemasAsync(
        DbConnection connection,
        CancellationToken cancellationToken
    ) =>
        connection.ListAsync(
            "SELECT DISTINCT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                + "WHERE c.relname = 'delivery_attempts' AND c.relkind = 'p' "
                + $"AND n.nspname IN (current_schema(), '{HistoryTable.Archive}')",
            cancellationToken
        );
}

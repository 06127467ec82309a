using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Baton.Storage;

/// <summary>The numbers of handoffs.</summary>
internal static class HandoffIds
{
    /// <summary>The number of one that is about to begin; null where the engine gives it with the row.</summary>
    internal static async Task<long?> NextAsync(BatonDb db, CancellationToken cancellationToken) =>
        db.IsSqlite ? null
        : db.Group is { } group ? await group.NextHandoffIdAsync(db, cancellationToken)
        : (await FetchAsync(db, 1, cancellationToken))[0];

    /// <summary>The number that the engine gave with the row just inserted.</summary>
    internal static long GivenBy(BatonDb db) =>
        SQLitePCL.raw.sqlite3_last_insert_rowid(((SqliteConnection)db.Database.GetDbConnection()).Handle!);

    /// <summary>So many numbers, on PostgreSQL.</summary>
    internal static async Task<IReadOnlyList<long>> FetchAsync(
        BatonDb db,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            "SELECT nextval('handoffs_id_seq') FROM generate_series(1, $1)",
            (NpgsqlConnection)db.Database.GetDbConnection()
        );
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<long>(count);
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    /// <summary>
    /// From now on new handoffs get numbers above this one, so that an import may use those up to it.
    /// </summary>
    internal static async Task ReserveAsync(BatonDb db, long highest, CancellationToken cancellationToken)
    {
        if (!db.IsSqlite)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                SELECT setval(pg_get_serial_sequence('handoffs', 'id'), GREATEST({highest},
                nextval(pg_get_serial_sequence('handoffs', 'id'))))
                """,
                cancellationToken
            );
            return;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sqlite_sequence (name, seq) SELECT 'handoffs', 0 WHERE NOT EXISTS (SELECT 1 FROM
            sqlite_sequence WHERE name = 'handoffs')
            """,
            cancellationToken
        );
        await db.Database.ExecuteSqlAsync(
            $"UPDATE sqlite_sequence SET seq = max(seq, {highest}) WHERE name = 'handoffs'",
            cancellationToken
        );
    }
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage.Moving;

/// <summary>
/// The last number that a table gave to a row: a number is never given twice, though its row is gone.
/// </summary>
internal static class Numbers
{
    internal static async Task<long> LastAsync(BatonDb db, string table, CancellationToken cancellationToken)
    {
        var given = db.IsSqlite
            ? await ListAsync(db, $"SELECT seq FROM sqlite_sequence WHERE name = '{table}'", cancellationToken)
            : await ListAsync(
                db,
                $"SELECT last_value FROM pg_sequences WHERE schemaname = current_schema() AND sequencename = "
                    + $"'{table}_id_seq' AND last_value IS NOT NULL",
                cancellationToken
            );
        var stored = await ListAsync(db, $"SELECT coalesce(max(id), 0) FROM \"{table}\"", cancellationToken);
        return Math.Max(given, stored);
    }

    internal static async Task SetAsync(BatonDb db, string table, long last)
    {
        if (last == 0)
            return;
        var connection = db.Database.GetDbConnection();
        var number = last.ToString(CultureInfo.InvariantCulture);
        if (!db.IsSqlite)
        {
            await connection.ListAsync($"SELECT setval('{table}_id_seq', {number})", CancellationToken.None);
            return;
        }

        await connection.RunAsync($"DELETE FROM sqlite_sequence WHERE name = '{table}'", CancellationToken.None);
        await connection.RunAsync(
            $"INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', {number})",
            CancellationToken.None
        );
    }

    private static async Task<long> ListAsync(BatonDb db, string sql, CancellationToken cancellationToken) =>
        (await db.Database.GetDbConnection().ListAsync(sql, cancellationToken)) is [var value]
            ? long.Parse(value, CultureInfo.InvariantCulture)
            : 0;
}

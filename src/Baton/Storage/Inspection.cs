using System.Data;
using Baton.Storage.Partitions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Baton.Storage;

/// <summary>What the doctor asks the engine itself.</summary>
internal static class Inspection
{
    private const string PostgresFaults = """
        SELECT 'the index ' || c.relname || ' is not valid'
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE NOT i.indisvalid AND c.relnamespace IN (current_schema()::regnamespace, to_regnamespace('archive'))
        UNION ALL
        SELECT 'the constraint ' || conname || ' was never checked' FROM pg_constraint
        WHERE NOT convalidated AND connamespace IN (current_schema()::regnamespace, to_regnamespace('archive'))
        UNION ALL
        SELECT checksum_failures || ' pages had a wrong checksum, the last at ' || checksum_last_failure
        FROM pg_stat_database WHERE datname = current_database() AND checksum_failures > 0
        """;

    /// <summary>
    /// For each foreign key the query that counts the rows that break it; that of a partitioned table speaks for all
    /// of its partitions.
    /// </summary>
    private const string PostgresReferences = """
        SELECT format(
                'SELECT %L || count(*) || %L FROM %s c '
                'WHERE %s AND NOT EXISTS (SELECT 1 FROM %s p WHERE %s) HAVING count(*) > 0',
                f.conrelid::regclass::text || ': ', ' rows name no ' || f.confrelid::regclass::text,
                f.conrelid::regclass, string_agg(format('c.%I IS NOT NULL', own.attname), ' AND '),
                f.confrelid::regclass, string_agg(format('p.%I = c.%I', other.attname, own.attname), ' AND '))
        FROM pg_constraint f
        CROSS JOIN LATERAL unnest(f.conkey, f.confkey) AS k(own, other)
        JOIN pg_attribute own ON own.attrelid = f.conrelid AND own.attnum = k.own
        JOIN pg_attribute other ON other.attrelid = f.confrelid AND other.attnum = k.other
        WHERE f.contype = 'f' AND f.conparentid = 0
            AND f.connamespace IN (current_schema()::regnamespace, to_regnamespace('archive'))
        GROUP BY f.oid, f.conrelid, f.confrelid
        """;

    /// <summary>One moment of the store, for several reads that belong together. It locks nobody out.</summary>
    internal static async Task<IDbContextTransaction> SnapshotAsync(BatonDb db, CancellationToken cancellationToken)
    {
        if (!db.IsSqlite)
            return await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var transaction = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        return (await db.Database.UseTransactionAsync(transaction, cancellationToken))!;
    }

    /// <summary>SQLite reads and checks every page; PostgreSQL is asked what it found out by itself.</summary>
    internal static async Task<IReadOnlyList<string>> IntegrityAsync(BatonDb db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var found = await db
            .Database.GetDbConnection()
            .ListAsync(db.IsSqlite ? "PRAGMA integrity_check(20)" : PostgresFaults, cancellationToken);
        return db.IsSqlite && found is ["ok"] ? [] : found;
    }

    internal static async Task<IReadOnlyList<string>> BrokenReferencesAsync(
        BatonDb db,
        CancellationToken cancellationToken
    )
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = db.Database.GetDbConnection();
        if (db.IsSqlite)
            return await connection.ListAsync(
                "SELECT \"table\" || ': ' || count(*) || ' rows name no ' || parent FROM "
                    + "pragma_foreign_key_check GROUP BY \"table\", parent",
                cancellationToken
            );
        var broken = new List<string>();
        foreach (var query in await connection.ListAsync(PostgresReferences, cancellationToken))
            broken.AddRange(await connection.ListAsync(query, cancellationToken));
        broken.AddRange(await AttemptsOfNoDelivery.ListAsync(connection, cancellationToken));
        return broken;
    }

    /// <summary>Hours since 1970 in which handoffs were initiated and that the measures do not know.</summary>
    internal static IQueryable<int> HoursNotNoted(BatonDb db)
    {
        if (db.IsSqlite)
        {
            return db.Database.SqlQuery<int>(
                $"""
                SELECT DISTINCT (initiated_at - {DateTime.UnixEpoch.Ticks}) / {TimeSpan.TicksPerHour} AS "Value"
                FROM handoffs WHERE initiated_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM metric_hours WHERE
                hour = (initiated_at - {DateTime.UnixEpoch.Ticks}) / {TimeSpan.TicksPerHour})
                """
            );
        }

        return db.Database.SqlQuery<int>(
            $"""
            SELECT DISTINCT floor(extract(epoch FROM initiated_at) / 3600)::int AS "Value" FROM handoffs
            WHERE initiated_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM metric_hours WHERE hour =
            floor(extract(epoch FROM initiated_at) / 3600)::int)
            """
        );
    }

    /// <summary>
    /// How many servers use the database; on SQLite a lock of the data directory says whether one does.
    /// </summary>
    internal static async Task<int> ServersAsync(BatonDb db, CancellationToken cancellationToken) =>
        db.IsSqlite
            ? 0
            : await db
                .Database.SqlQuery<int>(
                    $"""
                    SELECT count(*)::int AS "Value" FROM pg_stat_activity
                    WHERE datname = current_database() AND application_name = {PostgresSignals.ApplicationName}
                    """
                )
                .SingleAsync(cancellationToken);

    /// <summary>Why no server may start on it yet; null when one may.</summary>
    internal static async Task<string?> WhyNotCompleteAsync(BatonDb db, CancellationToken cancellationToken) =>
        await Moving.MoveRows.UnfinishedAsync(db, cancellationToken);

    /// <summary>What time it is on the machine of the database; null where that is this one.</summary>
    internal static async Task<DateTime?> ServerTimeAsync(BatonDb db, CancellationToken cancellationToken)
    {
        if (db.IsSqlite)
            return null;
        var now = await db
            .Database.SqlQuery<DateTime>($"SELECT clock_timestamp() AS \"Value\"")
            .SingleAsync(cancellationToken);
        return DateTime.SpecifyKind(now, DateTimeKind.Utc);
    }
}

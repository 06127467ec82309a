namespace Baton.Storage;

/// <summary>The state of the whole store.</summary>
internal static class StoreState
{
    /// <summary>
    /// An expression for it, a text. Where one connection is told the same twice, no other committed anything in
    /// between: SQLite counts their commits, PostgreSQL names the transactions that are seen.
    /// </summary>
    internal static string StateSql(this BatonDb db) =>
        db.IsSqlite
            ? "(SELECT CAST(data_version AS TEXT) FROM pragma_data_version)"
            : "CAST(pg_current_snapshot() AS TEXT)";
}

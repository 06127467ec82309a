using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>
/// Rows by an index that is named. SQLite knows nothing of how often a value occurs and would often take another;
/// PostgreSQL chooses by what it counted.
/// </summary>
internal static class IndexedRows
{
    /// <param name="db">The store.</param>
    /// <param name="index">The index.</param>
    /// <param name="filter">What the index itself says of the rows that it holds.</param>
    internal static IQueryable<T> ByIndex<T>(this BatonDb db, string index, string filter = "TRUE")
        where T : class
    {
        var table = db.Model.FindEntityType(typeof(T))!.GetTableName();
        return db.Set<T>()
            .FromSqlRaw(
                db.IsSqlite
                    ? $"SELECT * FROM {table} INDEXED BY {index} WHERE {filter}"
                    : $"SELECT * FROM {table} WHERE {filter}"
            );
    }
}

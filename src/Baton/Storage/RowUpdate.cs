using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Baton.Storage;

/// <summary>
/// The UPDATE of one row, made from the model once for each set of columns that change. For rows of the hot path that
/// were read without tracking: what was read is remembered, and the row must still be at the version that was read.
/// </summary>
internal sealed class RowUpdate
{
    private static readonly ConcurrentDictionary<(IModel, Type), RowUpdate> Known = new();
    private static readonly ConditionalWeakTable<object, object?[]> Stored = [];
    private static readonly object Doubted = new();

    private readonly ConcurrentDictionary<string, Statement> statements = [];
    private readonly RowInsert row;
    private readonly string table;
    private readonly IReadOnlyList<int> found;
    private readonly Statement delete;

    private RowUpdate(IModel model, IEntityType type)
    {
        row = RowInsert.For(model, type.ClrType, withId: true);
        table = row.Place.Table;
        found =
        [
            .. type.GetProperties()
                .Index()
                .Where(column => column.Item.IsPrimaryKey() || column.Item.IsConcurrencyToken)
                .Select(column => column.Index),
        ];
        delete = row.Make($"DELETE FROM {table} WHERE {Where(0)}", found);
    }

    internal static RowUpdate For<T>(IModel model) =>
        Known.GetOrAdd((model, typeof(T)), key => new RowUpdate(key.Item1, key.Item1.FindEntityType(key.Item2)!));

    /// <summary>Keeps what the row is now, to tell what has changed when it is sent.</summary>
    internal void Remember(object entity) => Stored.AddOrUpdate(entity, row.ValuesOf(entity));

    /// <summary>Has these columns written whatever was read: others may have changed them meanwhile.</summary>
    internal void Doubt(object entity, params IReadOnlyList<string> columns)
    {
        var before = StoredOf(entity);
        foreach (var column in columns)
            before[row.IndexOf(column)] = Doubted;
    }

    /// <summary>
    /// Writes what changed since it was read, at the latest before anything else is asked of the store. The
    /// transaction fails where somebody else was faster.
    /// </summary>
    internal async Task SendAsync(BatonDb db, object entity, CancellationToken cancellationToken)
    {
        var before = StoredOf(entity);
        var now = row.ValuesOf(entity);
        var changed = Enumerable.Range(0, now.Length).Where(i => !Equals(now[i], before[i])).ToList();
        if (changed.Count == 0)
            return;
        object?[] values = [.. changed.Select(i => now[i]), .. found.Select(i => before[i])];
        var update = statements.GetOrAdd(string.Join(',', changed), _ => UpdateOf(changed));
        await update.SendAsync(db, values, cancellationToken, expected: 1);
        Stored.AddOrUpdate(entity, now);
    }

    internal Task DeleteAsync(BatonDb db, object entity, CancellationToken cancellationToken)
    {
        var before = StoredOf(entity);
        return delete.SendAsync(db, [.. found.Select(i => before[i])], cancellationToken, expected: 1);
    }

    private static object?[] StoredOf(object entity) =>
        Stored.TryGetValue(entity, out var before)
            ? before
            : throw new InvalidOperationException($"This {entity.GetType().Name} was not read to be changed.");

    private Statement UpdateOf(List<int> changed)
    {
        var set = string.Join(", ", changed.Select((column, i) => $"\"{row.Names[column]}\" = @p{i}"));
        return row.Make($"UPDATE {table} SET {set} WHERE {Where(changed.Count)}", [.. changed, .. found]);
    }

    private string Where(int from) =>
        string.Join(" AND ", found.Select((column, i) => $"\"{row.Names[column]}\" = @p{from + i}"));
}

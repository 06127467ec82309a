using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Baton.Storage;

/// <summary>
/// The INSERT of one table, made from the model once. For the few rows of the hot path, where tracking costs more
/// than the insert itself. The values can be worked out before the one writer is asked for its turn.
/// </summary>
internal sealed class RowInsert
{
    private static readonly ConcurrentDictionary<(IModel, Type, bool), RowInsert> Known = new();

    private readonly Column[] columns;
    private readonly bool givesId;
    private readonly Statement statement;
    private readonly Statement returning;

    private RowInsert(IEntityType type, bool withId)
    {
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        var id = type.FindProperty("Id") is { ValueGenerated: ValueGenerated.OnAdd } generated ? generated : null;
        givesId = id is not null && !withId;
        columns =
        [
            .. type.GetProperties()
                .Where(property => withId || property != id)
                .Select((property, i) => new Column(property, property.GetColumnName(table)!, $"@p{i}")),
        ];
        var sql =
            $"INSERT INTO {table.Name} "
            + $"({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))}) VALUES "
            + $"({string.Join(", ", columns.Select(column => column.Parameter))})";
        statement = new Statement(sql, AddParameters);
        returning = new Statement($"{sql} RETURNING {id?.GetColumnName(table)}", AddParameters);
    }

    /// <param name="withId">Whether the row brings its own id.</param>
    internal static RowInsert For<T>(IModel model, bool withId = false) =>
        Known.GetOrAdd(
            (model, typeof(T), withId),
            key => new RowInsert(key.Item1.FindEntityType(key.Item2)!, key.Item3)
        );

    /// <summary>The columns, in the order of the values.</summary>
    internal IEnumerable<string> Names => columns.Select(column => column.Name);

    internal object?[] ValuesOf(object entity)
    {
        var values = new object?[columns.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = columns[i].ValueOf(entity);
        return values;
    }

    /// <summary>The place of a column among the values, for what is known only later.</summary>
    internal int IndexOf(string name) => Array.FindIndex(columns, column => column.Name == name);

    /// <summary>The id that the row was given; 0 where it brought its own.</summary>
    internal async Task<long> ExecuteAsync(BatonDb db, object?[] values, CancellationToken cancellationToken)
    {
        if (givesId && !db.IsSqlite)
            return (long)(await returning.ScalarAsync(db, values, cancellationToken))!;
        await statement.ExecuteAsync(db, values, cancellationToken);

        // SQLite runs RETURNING as a trigger, which makes it keep a journal for that one statement.
        return givesId
            ? SQLitePCL.raw.sqlite3_last_insert_rowid(((SqliteConnection)db.Database.GetDbConnection()).Handle!)
            : 0;
    }

    private void AddParameters(DbCommand command)
    {
        foreach (var column in columns)
            command.Parameters.Add(column.CreateParameter(command));
    }

    private sealed class Column(IProperty property, string name, string parameter)
    {
        private readonly RelationalTypeMapping mapping = property.GetRelationalTypeMapping();
        private readonly IClrPropertyGetter getter = property.GetGetter();

        internal string Name => name;

        internal string Parameter => parameter;

        internal object? ValueOf(object entity)
        {
            var value = getter.GetClrValue(entity);
            return value is null || mapping.Converter is null ? value : mapping.Converter.ConvertToProvider(value);
        }

        internal DbParameter CreateParameter(DbCommand command) =>
            mapping.CreateParameter(command, parameter, null, nullable: true);
    }
}

using System.Collections.Concurrent;
using System.Data.Common;
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
    private readonly Statement statement;
    private readonly string into;

    private RowInsert(IEntityType type, bool withId)
    {
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        var id = type.FindProperty("Id") is { ValueGenerated: ValueGenerated.OnAdd } generated ? generated : null;
        columns =
        [
            .. type.GetProperties()
                .Where(property => withId || property != id)
                .Select(property => new Column(property, property.GetColumnName(table)!)),
        ];
        Names = [.. columns.Select(column => column.Name)];
        into = $"INSERT INTO {table.Name} ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))})";
        statement = new Statement(
            $"{into} VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})",
            command => columns.Select(column => column.CreateParameter(command))
        )
        {
            Place = new StatementPlace(DepthOf(type), table.Name),
            Many = new ManyRows(
                $"{into} SELECT * FROM unnest("
                    + string.Join(", ", columns.Select((column, i) => $"${i + 1}::{ManyRows.NameOf(column.Type)}[]"))
                    + ")",
                [.. columns.Select(column => column.Type)]
            ),
        };
    }

    /// <param name="withId">Whether the row brings its own id.</param>
    internal static RowInsert For<T>(IModel model, bool withId = false) => For(model, typeof(T), withId);

    internal static RowInsert For(IModel model, Type type, bool withId) =>
        Known.GetOrAdd((model, type, withId), key => new RowInsert(key.Item1.FindEntityType(key.Item2)!, key.Item3));

    internal StatementPlace Place => statement.Place;

    /// <summary>The columns, in the order of the values.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>Another statement on this table, whose parameters are values of these columns.</summary>
    internal Statement Make(string sql, IReadOnlyList<int> places) =>
        new(sql, command => places.Select(place => columns[place].CreateParameter(command))) { Place = Place };

    /// <summary>
    /// The INSERT with a clause behind it, such as what to do where the row is there already; the parameters of the
    /// clause are values of these columns too.
    /// </summary>
    internal Statement Followed(string clause, params IReadOnlyList<int> places) =>
        Make(
            $"{into} VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))}) {clause}",
            [.. Enumerable.Range(0, columns.Length), .. places]
        );

    internal object?[] ValuesOf(object entity)
    {
        var values = new object?[columns.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = columns[i].ValueOf(entity);
        return values;
    }

    /// <summary>The place of a column among the values, for what is known only later.</summary>
    internal int IndexOf(string name) => Array.FindIndex(columns, column => column.Name == name);

    /// <summary>Inserts the row, at the latest before anything else is asked of the store.</summary>
    internal Task SendAsync(BatonDb db, object?[] values, CancellationToken cancellationToken) =>
        statement.SendAsync(db, values, cancellationToken);

    private static int DepthOf(IEntityType type) =>
        type.GetForeignKeys()
            .Where(key => key.PrincipalEntityType != type)
            .Select(key => DepthOf(key.PrincipalEntityType) + 1)
            .DefaultIfEmpty()
            .Max();

    private sealed class Column(IProperty property, string name)
    {
        private readonly RelationalTypeMapping mapping = property.GetRelationalTypeMapping();
        private readonly IClrPropertyGetter getter = property.GetGetter();

        internal string Name => name;

        /// <summary>What is stored in it.</summary>
        internal Type Type
        {
            get
            {
                var stored = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
                return Nullable.GetUnderlyingType(stored) ?? stored;
            }
        }

        internal object? ValueOf(object entity)
        {
            var value = getter.GetClrValue(entity);
            return value is null || mapping.Converter is null ? value : mapping.Converter.ConvertToProvider(value);
        }

        internal DbParameter CreateParameter(DbCommand command) =>
            mapping.CreateParameter(command, "", null, nullable: true);
    }
}

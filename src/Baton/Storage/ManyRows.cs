using Npgsql;
using NpgsqlTypes;

namespace Baton.Storage;

/// <summary>
/// A statement of PostgreSQL that does for many rows at once what another one does for a row: each of its parameters
/// is an array, <c>$1</c>, <c>$2</c>, … That costs the server half of what a statement for each row does.
/// </summary>
/// <param name="sql">The text.</param>
/// <param name="types">What each array holds.</param>
internal sealed class ManyRows(string sql, IReadOnlyList<Type> types)
{
    internal NpgsqlBatchCommand ToCommand(List<object?[]> rows)
    {
        var command = new NpgsqlBatchCommand(sql);
        for (var i = 0; i < types.Count; i++)
            command.Parameters.Add(Column(types[i], rows, i));
        return command;
    }

    internal static string NameOf(Type type) =>
        type == typeof(string) ? "text"
        : type == typeof(long) ? "bigint"
        : type == typeof(int) ? "integer"
        : type == typeof(bool) ? "boolean"
        : type == typeof(DateTime) ? "timestamptz"
        : throw new InvalidOperationException($"A {type.Name} has no place in an array of PostgreSQL.");

    private static NpgsqlParameter Column(Type type, List<object?[]> rows, int place)
    {
        if (type == typeof(string))
            return new NpgsqlParameter<string?[]>
            {
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                TypedValue = [.. rows.Select(row => (string?)row[place])],
            };
        return type == typeof(long) ? Of<long>(NpgsqlDbType.Bigint)
            : type == typeof(int) ? Of<int>(NpgsqlDbType.Integer)
            : type == typeof(bool) ? Of<bool>(NpgsqlDbType.Boolean)
            : Of<DateTime>(NpgsqlDbType.TimestampTz);

        NpgsqlParameter Of<T>(NpgsqlDbType element)
            where T : struct =>
            new NpgsqlParameter<T?[]>
            {
                NpgsqlDbType = NpgsqlDbType.Array | element,
                TypedValue = [.. rows.Select(row => (T?)row[place])],
            };
    }
}

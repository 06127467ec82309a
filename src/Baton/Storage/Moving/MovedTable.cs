using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Baton.Storage.Moving;

/// <summary>
/// A table as both engines have it: how a row of one becomes a row of the other, and what both agree on.
/// </summary>
internal sealed class MovedTable
{
    private readonly IReadOnlyList<Column> columns;
    private readonly string order;

    internal MovedTable(IEntityType source, IEntityType target)
    {
        var table = StoreObjectIdentifier.Create(source, StoreObjectType.Table)!.Value;
        Name = table.Name;
        columns =
        [
            .. source
                .GetProperties()
                .Select(property => new Column(
                    property.GetColumnName(table)!,
                    property.GetRelationalTypeMapping(),
                    target.FindProperty(property.Name)!.GetRelationalTypeMapping()
                )),
        ];
        order = string.Join(
            ", ",
            source.FindPrimaryKey()!.Properties.Select(property => $"\"{property.GetColumnName(table)}\"")
        );
        HasId = source.FindProperty("Id") is { ValueGenerated: ValueGenerated.OnAdd };
    }

    internal string Name { get; }

    /// <summary>Whether the engine gives its rows their numbers.</summary>
    internal bool HasId { get; }

    /// <summary>Every row from this one on, always in the same order of the same engine.</summary>
    internal string Select(long from) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {Names} FROM \"{Name}\" ORDER BY {order} LIMIT {long.MaxValue} OFFSET {from}"
        );

    internal string Insert =>
        $"INSERT INTO \"{Name}\" ({Names}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";

    /// <summary>A row of the source as the target stores it.</summary>
    internal object?[] Convert(DbDataReader row)
    {
        var values = new object?[columns.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = columns[i].Convert(row, i);
        return values;
    }

    internal IEnumerable<DbParameter> Parameters(DbCommand command, object?[] values) =>
        columns.Select(
            (column, i) =>
            {
                var parameter = column.Target.CreateParameter(command, $"@p{i}", null, nullable: true);
                parameter.Value = values[i] ?? DBNull.Value;
                return parameter;
            }
        );

    /// <summary>
    /// The number of rows and a sum of their hashes, which is the same for the same rows in whatever order an engine
    /// gives them.
    /// </summary>
    internal async Task<(long Rows, string Hash)> SumAsync(
        DbConnection connection,
        bool isSource,
        Action<long> progress,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {Names} FROM \"{Name}\"";
        command.CommandTimeout = 0;
        await using var row = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken);
        var sum = new ulong[4];
        var rows = 0L;
        while (await row.ReadAsync(cancellationToken))
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(TextOf(row, isSource)));
            var parts = MemoryMarshal.Cast<byte, ulong>(hash);
            for (var i = 0; i < sum.Length; i++)
                sum[i] = unchecked(sum[i] + parts[i]);
            progress(++rows);
        }

        return (rows, string.Concat(sum.Select(part => part.ToString("x16", CultureInfo.InvariantCulture))));
    }

    private string Names => string.Join(", ", columns.Select(column => $"\"{column.Name}\""));

    private string TextOf(DbDataReader row, bool isSource)
    {
        var text = new StringBuilder();
        for (var i = 0; i < columns.Count; i++)
            text.Append(columns[i].Text(row, i, isSource)).Append('\u001f');
        return text.ToString();
    }

    private sealed record Column(string Name, RelationalTypeMapping Source, RelationalTypeMapping Target)
    {
        private readonly Type sourceType = Stored(Source);
        private readonly Type targetType = Stored(Target);

        internal object? Convert(DbDataReader row, int i)
        {
            var value = Read(row, i, sourceType);
            if (value is null || sourceType == targetType)
                return value;
            var plain = Source.Converter is null ? value : Source.Converter.ConvertFromProvider(value);
            return Target.Converter is null ? plain : Target.Converter.ConvertToProvider(plain);
        }

        /// <summary>The same for both engines; of a time so much as both of them store.</summary>
        internal string Text(DbDataReader row, int i, bool isSource)
        {
            var mapping = isSource ? Source : Target;
            var value = Read(row, i, isSource ? sourceType : targetType);
            if (value is not null && sourceType != targetType && mapping.Converter is not null)
                value = mapping.Converter.ConvertFromProvider(value);
            return value switch
            {
                null => "\0",
                DateTime time => (time.Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture),
                byte[] bytes => System.Convert.ToBase64String(bytes),
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                _ => value.ToString()!,
            };
        }

        private static Type Stored(RelationalTypeMapping mapping)
        {
            var type = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
            type = Nullable.GetUnderlyingType(type) ?? type;
            return type.IsEnum ? Enum.GetUnderlyingType(type) : type;
        }

        private static object? Read(DbDataReader row, int i, Type type)
        {
            if (row.IsDBNull(i))
                return null;
            return Type.GetTypeCode(type) switch
            {
                TypeCode.Boolean => row.GetBoolean(i),
                TypeCode.Int16 => row.GetInt16(i),
                TypeCode.Int32 => row.GetInt32(i),
                TypeCode.Int64 => row.GetInt64(i),
                TypeCode.Double => row.GetDouble(i),
                TypeCode.Decimal => row.GetDecimal(i),
                TypeCode.DateTime => DateTime.SpecifyKind(row.GetDateTime(i), DateTimeKind.Utc),
                TypeCode.String => row.GetString(i),
                _ when type == typeof(DateOnly) => row.GetFieldValue<DateOnly>(i),
                _ when type == typeof(byte[]) => row.GetFieldValue<byte[]>(i),
                _ => throw new InvalidOperationException($"A column of type {type} cannot be moved."),
            };
        }
    }
}

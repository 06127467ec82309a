using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Client;
using Baton.Storage;

namespace Baton.Features.Quality;

/// <summary>
/// A report as the tables it is made of: each list of rows in it is one by its name, and what stands beside them is
/// <c>summary</c>, a table of one row. Columns are the members of a row by their names on the wire,
/// <c>limits.low95</c> for what lies deeper; lists within rows are tables of other calls.
/// </summary>
internal static class ReportTables
{
    internal const string Summary = "summary";

    private sealed record Column(string Name, Func<object, object?> Read);

    /// <summary>The tables of a report, the main one first.</summary>
    internal static IReadOnlyList<string> NamesOf(Type report) =>
        [.. Lists(report).Select(list => list.Name).OrderBy(name => name != "items"), Summary];

    internal static (IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<string>> Rows) Of(
        object report,
        string table
    )
    {
        var (type, rows) = RowsOf(report, table);
        var columns = ColumnsOf(type, "", row => row).ToList();
        return (
            [.. columns.Select(column => column.Name)],
            rows.Select(row => columns.Select(column => TextOf(column.Read(row))).ToList())
        );
    }

    /// <summary>The rows as they are on the wire.</summary>
    internal static (Type Type, IEnumerable<object> Rows) RowsOf(object report, string table)
    {
        if (table == Summary)
            return (report.GetType(), [report]);
        var list = Lists(report.GetType()).Single(property => property.Name == table);
        return (ElementOf(list.PropertyType)!, ((IEnumerable)list.Get!(report)!).Cast<object>());
    }

    private static IEnumerable<JsonPropertyInfo> Lists(Type report) =>
        BatonJson
            .Options.GetTypeInfo(report)
            .Properties.Where(property => ElementOf(property.PropertyType) is not null);

    private static IEnumerable<Column> ColumnsOf(Type type, string prefix, Func<object, object?> reach)
    {
        foreach (
            var property in BatonJson
                .Options.GetTypeInfo(type)
                .Properties.Where(property => ElementOf(property.PropertyType) is null)
        )
        {
            Func<object, object?> read = row => reach(row) is { } holder ? property.Get!(holder) : null;
            if (BatonJson.Options.GetTypeInfo(property.PropertyType).Kind == JsonTypeInfoKind.Object)
            {
                foreach (var deeper in ColumnsOf(property.PropertyType, $"{prefix}{property.Name}.", read))
                    yield return deeper;
            }
            else
            {
                yield return new Column(prefix + property.Name, read);
            }
        }
    }

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? type.GetGenericArguments()[0]
            : null;

    private static string TextOf(object? value)
    {
        if (value is null)
            return "";
        var json = JsonSerializer.SerializeToElement(value, value.GetType(), BatonJson.Options);
        return json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
    }
}

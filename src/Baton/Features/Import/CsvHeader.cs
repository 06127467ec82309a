using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Client;
using Baton.Storage;

namespace Baton.Features.Import;

/// <summary>The columns of a CSV file: members of a line, and fields of the context as <c>context.&lt;field&gt;</c>.</summary>
internal sealed class CsvHeader
{
    private const string Prefix = "context.";

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Members =
    [
        "template", "external_key", "draft", "waivers", "priority", "parent_id",
        "from_team", "initiated_by", "initiated_at", "opened_at", "accepted_by", "accepted_at", "completed_by", "completed_at",
    ];

    private readonly List<string> columns;

    private CsvHeader(List<string> columns) => this.columns = columns;

    internal IReadOnlyList<string> Columns => columns;

    internal static CsvHeader Read(IReadOnlyList<string> names, out IReadOnlyList<FieldError> faults)
    {
        var columns = names.Select(name => name.Trim()).ToList();
        faults = [.. columns.Index().Select(column => Fault(columns, column.Index, column.Item)).OfType<FieldError>()];
        return new CsvHeader(columns);
    }

    /// <summary>The record as the line of NDJSON that it stands for; an empty field is none.</summary>
    internal Outcome<ReadOnlyMemory<byte>> ToJson(IReadOnlyList<string> fields, Catalog catalog, string? template)
    {
        var at = columns.IndexOf("template");
        var named = at >= 0 && fields[at].Length > 0 ? fields[at] : template;
        var types = (named is null ? null : catalog.Templates.GetValueOrDefault(named))?.Fields.ToDictionary(field => field.Key, field => field.Type);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            foreach (var (column, value) in Columns.Zip(fields).Where(pair => pair.Second.Length > 0 && !IsContext(pair.First)))
                CsvValue.WriteMember(writer, column, value);
            writer.WriteStartObject("context");
            foreach (var (column, value) in Columns.Zip(fields).Where(pair => pair.Second.Length > 0 && IsContext(pair.First)))
                CsvValue.WriteField(writer, column[Prefix.Length..], types?.GetValueOrDefault(column[Prefix.Length..], FieldType.Text) ?? FieldType.Text, value);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static bool IsContext(string column) => column.StartsWith(Prefix, StringComparison.Ordinal);

    private static FieldError? Fault(List<string> columns, int index, string name)
    {
        if (name.Length == 0)
            return new FieldError("", "missing", $"Column {index + 1} has no name.");
        if (columns.IndexOf(name) < index)
            return new FieldError(name, "duplicate", $"The column {name} stands twice.");
        if (Members.Contains(name) || (IsContext(name) && name.Length > Prefix.Length))
            return null;
        return new FieldError(name, "unknown", $"There is no column {name}; known are {string.Join(", ", Members)}, and {Prefix}<field> for a field of the context.");
    }
}

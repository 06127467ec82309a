using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Features.Templates.Fields;

namespace Baton.Features.Import;

/// <summary>
/// The columns of a CSV file: members of a line, and fields of the context as <c>context.&lt;field&gt;</c>.
/// </summary>
internal sealed class CsvHeader
{
    private const string Prefix = "context.";

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Members =
    [
        "template",
        "external_key",
        "draft",
        "waivers",
        "priority",
        "parent_id",
        "from_team",
        "initiated_by",
        "initiated_at",
        "opened_at",
        "accepted_by",
        "accepted_at",
        "completed_by",
        "completed_at",
    ];

    private readonly CsvSurvey survey;
    private readonly List<Column> members;
    private readonly List<IGrouping<string, Column>> fields;

    private CsvHeader(int width, List<Column> columns, CsvSurvey survey)
    {
        Width = width;
        this.survey = survey;
        members = [.. columns.Where(column => column.Field is null)];
        fields = [.. columns.Where(column => column.Field is not null).GroupBy(column => column.Field!)];
    }

    /// <summary>How many fields a record has.</summary>
    internal int Width { get; }

    private sealed record Column(int Index, string Name)
    {
        internal int Number => Index + 1;

        internal string? Field => Name.StartsWith(Prefix, StringComparison.Ordinal) ? Name[Prefix.Length..] : null;
    }

    /// <summary>
    /// A column that has neither a name nor values is none. Names come without the marks that nobody sees: some
    /// programs write one into the first.
    /// </summary>
    internal static CsvHeader Read(IReadOnlyList<string> names, CsvSurvey survey, out IReadOnlyList<FieldError> faults)
    {
        var columns = names
            .Select((name, i) => new Column(i, Blank.Strip(name)))
            .Where(column => column.Name.Length > 0 || survey.HasValues(column.Index))
            .ToList();
        faults = [.. columns.Select(column => FaultOf(column, columns)).OfType<FieldError>()];
        return new CsvHeader(names.Count, columns, survey);
    }

    /// <summary>The record as the line of NDJSON that it stands for; an empty field is none.</summary>
    internal Outcome<ReadOnlyMemory<byte>> ToJson(IReadOnlyList<string> record, Catalog catalog, CsvTyping typing)
    {
        var named =
            members.Find(column => column.Name == "template") is { } at && Has(record, at)
                ? record[at.Index].Trim()
                : typing.Template;
        var template = named is null ? null : catalog.Templates.GetValueOrDefault(named);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            foreach (var column in members.Where(column => Has(record, column)))
                CsvValue.WriteMember(writer, column.Name, record[column.Index]);
            writer.WriteStartObject("context");
            foreach (var columns in fields)
            {
                if (Write(writer, columns, record, template, typing) is { } fault)
                    return Refusal.Invalid([fault]);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Names the column of a fault.</summary>
    internal FieldError Place(FieldError fault)
    {
        var columns =
            fields.Find(columns => columns.Key == fault.Field)?.ToList()
            ?? members.FindAll(column =>
                fault.Field == column.Name || fault.Field.StartsWith(column.Name + "[", StringComparison.Ordinal)
            );
        if (columns.Count == 0)
            return fault;
        var place =
            columns.Count == 1
                ? $"column {columns[0].Number}"
                : $"columns {string.Join(", ", columns.Select(column => column.Number))}";
        return fault with
        {
            Message = fault.Message.StartsWith(fault.Field + " ", StringComparison.Ordinal)
                ? $"{fault.Field} ({place}){fault.Message[fault.Field.Length..]}"
                : $"{char.ToUpperInvariant(place[0])}{place[1..]}: {fault.Message}",
        };
    }

    /// <summary>A column may be repeated where the field holds several values: each cell is one of them.</summary>
    private FieldError? Write(
        Utf8JsonWriter writer,
        IGrouping<string, Column> columns,
        IReadOnlyList<string> record,
        Template? template,
        CsvTyping typing
    )
    {
        var key = columns.Key;
        var filled = columns.Where(column => Has(record, column)).ToList();
        var known = template?.Fields.FirstOrDefault(field => field.Key == key);
        if (filled.Count > 0 && template is not null && known is null)
            Warn(template, key, filled[0], typing);
        var field = known ?? new Field { Key = key, Type = FieldType.Any };
        var kind = FieldKind.Of(field.Type);
        if (filled.Count > 1 && !kind.HoldsSeveral)
            return new FieldError(key, "duplicate", $"{key} has more than one value, but it is not a list.");
        if (filled.Count == 0)
            return null;
        writer.WritePropertyName(key);
        if (filled.Count > 1)
            kind.WriteParts(writer, filled.Select(column => record[column.Index].Trim()));
        else
            kind.Write(
                writer,
                field,
                new TypedText(
                    record[filled[0].Index],
                    typing.Numbers ?? survey.FormatOf(filled[0].Index),
                    UsualCurrency: typing.UsualCurrency
                )
            );
        return null;
    }

    private static void Warn(Template template, string key, Column column, CsvTyping typing)
    {
        var nearest = NearestName.Of(key, template.Fields.Select(field => field.Key)) is { } meant
            ? $" Did you mean {Prefix}{meant}?"
            : "";
        typing.Warn(
            template.Key,
            column.Number,
            $"Template {template.Key} has no field {key} (column {column.Number}). Its values are "
                + $"stored as they are and not checked.{nearest}"
        );
    }

    private static bool Has(IReadOnlyList<string> record, Column column) => !Blank.Is(record[column.Index]);

    private static FieldError? FaultOf(Column column, List<Column> columns)
    {
        var name = column.Name;
        var number = column.Number;
        if (name.Length == 0)
            return new FieldError("", "missing", $"Column {number} has values but no name. Name it in the header.");
        if (column.Field is { Length: > 0 })
            return null;
        if (!Members.Contains(name))
            return new FieldError(
                name,
                "unknown",
                $"{name} is not a known column (column {number}). Use {string.Join(", ", Members)}, or "
                    + $"{Prefix}<field> for a field of the context."
            );
        return columns.Find(other => other.Name == name) is var first && first != column
            ? new FieldError(
                name,
                "duplicate",
                $"The column {name} appears twice, as columns {first!.Number} and {number}. Remove or rename one."
            )
            : null;
    }
}

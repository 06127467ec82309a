using System.Globalization;
using System.Text;
using System.Text.Json;
using Baton.Client;
using Baton.Web;
using CsvHelper;
using Microsoft.OpenApi;

namespace Baton.Features.Quality;

/// <summary>In what shape a report is asked for: as JSON, or one of its tables as CSV or as lines of JSON.</summary>
internal sealed record ReportFormat(string Format, string? Table)
{
    internal const string Csv = "csv";
    internal const string Ndjson = "ndjson";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    internal static readonly QueryParameter[] Parameters =
    [
        new("format", JsonSchemaType.String, "json, csv or ndjson; left out: as the Accept header asks."),
        new("table", JsonSchemaType.String, "Of csv and ndjson: which list of the report; left out: the first."),
    ];

    /// <param name="always">The format, whatever is asked for.</param>
    internal static ReportFormat Read(Query query, HttpContext http, Type report, string? always = null)
    {
        var format =
            always ?? query.OneOf("format", "json", Csv, Ndjson) ?? Accepted(http.Request.Headers.Accept.ToString());
        var table = query.OneOf("table", ReportTables.NamesOf(report));
        if (table is not null && format == "json")
            query.Faults.Add(new FieldError("table", "rule", "table is for the formats csv and ndjson."));
        return new ReportFormat(format, table);
    }

    internal Answer ToAnswer(object report)
    {
        var table = Table ?? ReportTables.NamesOf(report.GetType())[0];
        return Format switch
        {
            Csv => new Answer(200, ToCsv(report, table)) { ContentType = "text/csv; charset=utf-8" },
            Ndjson => new Answer(200, ToLines(report, table)) { ContentType = "application/x-ndjson; charset=utf-8" },
            _ => Answer.Of(report),
        };
    }

    private static string Accepted(string accept) =>
        accept.Contains("text/csv", StringComparison.OrdinalIgnoreCase) ? Csv
        : accept.Contains("ndjson", StringComparison.OrdinalIgnoreCase) ? Ndjson
        : "json";

    /// <summary>RFC 4180. What a spreadsheet would take for a formula is marked as text.</summary>
    private static byte[] ToCsv(object report, string table)
    {
        var (columns, rows) = ReportTables.Of(report, table);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (
            var csv = CsvWriter.Create(
                text,
                new CsvWriterOptions { NewLine = "\r\n", Injection = CsvInjection.Escape },
                leaveOpen: true
            )
        )
        {
            foreach (var row in rows.Prepend(columns))
                csv.WriteRecord([.. row]);
        }

        return Utf8.GetBytes(text.ToString());
    }

    private static byte[] ToLines(object report, string table)
    {
        var (type, rows) = ReportTables.RowsOf(report, table);
        var lines = new StringBuilder();
        foreach (var row in rows)
            lines.Append(JsonSerializer.Serialize(row, type, BatonJson.Options)).Append('\n');
        return Utf8.GetBytes(lines.ToString());
    }
}

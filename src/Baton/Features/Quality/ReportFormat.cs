using System.Text;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Hosting;
using Baton.Web.Pages;

namespace Baton.Features.Quality;

/// <summary>In what shape a report is asked for: as JSON, or one of its tables as CSV or as lines of JSON.</summary>
internal static class ReportFormat
{
    internal const string Json = "json";
    internal const string Csv = "csv";
    internal const string Ndjson = "ndjson";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    internal const string Text = "`json`, `csv` or `ndjson`; left out: what the Accept header asks for.";
    internal const string TableText = "Of `csv` and `ndjson`: which list of the report; left out: the first.";

    internal static IEnumerable<FieldError> Faults(IReportFormat query, HttpRequest request)
    {
        if (query.TableName is not null && Of(query, request) == Json)
            yield return new FieldError("table", "rule", T("table is for the formats csv and ndjson."));
    }

    internal static string Of(IReportFormat query, HttpRequest request) =>
        query.FormatName ?? Accepted(request.Headers.Accept.ToString());

    internal static Task WriteAsync<TReport>(HttpContext http, TReport report, string format, string? named)
        where TReport : notnull
    {
        var table = named ?? ReportTables.NamesOf(typeof(TReport))[0];
        return format switch
        {
            Csv => WriteAsync(http, "text/csv; charset=utf-8", ToCsv(report, table)),
            Ndjson => WriteAsync(http, "application/x-ndjson; charset=utf-8", ToLines(report, table)),
            _ => TypedResults.Ok(report).ExecuteAsync(http),
        };
    }

    private static Task WriteAsync(HttpContext http, string contentType, byte[] body)
    {
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    private static string Accepted(string accept) =>
        accept.Contains("text/csv", StringComparison.OrdinalIgnoreCase) ? Csv
        : accept.Contains("ndjson", StringComparison.OrdinalIgnoreCase) ? Ndjson
        : Json;

    /// <summary>RFC 4180. What a spreadsheet would take for a formula is marked as text.</summary>
    private static byte[] ToCsv(object report, string table)
    {
        var (columns, rows) = ReportTables.Of(report, table);
        return CsvText.Of(rows.Prepend(columns));
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

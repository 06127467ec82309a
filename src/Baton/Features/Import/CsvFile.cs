using System.Runtime.CompilerServices;
using Baton.Client;

namespace Baton.Features.Import;

/// <summary>
/// The records of a CSV file, one after the other. A header that is wrong refuses the file, a record that is wrong
/// only itself, and an empty one is none.
/// </summary>
internal static class CsvFile
{
    /// <param name="stream">The file; it is read twice.</param>
    internal static async IAsyncEnumerable<SourceRow> ReadAsync(
        Stream stream,
        CsvTyping typing,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var survey = await CsvSurvey.OfAsync(stream, cancellationToken);
        await using var records = await CsvRecords.OpenAsync(stream, cancellationToken);
        if (!await records.NextAsync(cancellationToken))
        {
            yield return SourceRow.Refused(
                1,
                records.Fault
                    ?? "The file is empty. Begin it with a header that names the columns, for example "
                        + "external_key,context.client_name."
            );
            yield break;
        }

        var header = CsvHeader.Read(records.Fields, survey, out var faults);
        if (records.Fault is { } broken || faults.Count > 0)
        {
            yield return SourceRow.Refused(
                records.Line,
                records.Fault is null ? faults : [new FieldError("", "syntax", records.Fault)]
            );
            yield break;
        }

        while (await records.NextAsync(cancellationToken))
        {
            if (records.Fault is { } fault)
                yield return SourceRow.Refused(records.Line, fault);
            else if (!records.Fields.All(Blank.Is))
                yield return RowOf(header, records.Line, records.Fields, typing);
        }

        if (records.Fault is { } last)
            yield return SourceRow.Refused(records.Line, last);
    }

    /// <summary>Separators too many at the end of a record are what spreadsheets leave behind.</summary>
    private static SourceRow RowOf(CsvHeader header, long line, IReadOnlyList<string> fields, CsvTyping typing) =>
        fields.Count < header.Width || !fields.Skip(header.Width).All(Blank.Is)
            ? SourceRow.Refused(line, $"The row has {fields.Count} fields, but the header has {header.Width}.")
            : new SourceRow(line, catalog => header.ToJson(fields, catalog, typing)) { Place = header.Place };
}

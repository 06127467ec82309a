using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Baton.Client;
using CsvHelper;

namespace Baton.Features.Import;

/// <summary>The records of a CSV file, one after the other. A header that is wrong refuses the file, a record that is wrong only itself.</summary>
internal static class CsvFile
{
    /// <param name="template">The template of a record that names none.</param>
    internal static async IAsyncEnumerable<SourceRow> ReadAsync(Stream stream, string? template, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var records = new Records(stream);
        await using var _ = records;
        if (!await records.NextAsync(cancellationToken))
        {
            yield return SourceRow.Refused(1, records.Fault ?? "The file is empty; it needs a header that names the columns.");
            yield break;
        }

        var header = CsvHeader.Read(records.Fields, out var faults);
        if (records.Fault is { } broken || faults.Count > 0)
        {
            yield return SourceRow.Refused(records.Line, records.Fault is null ? faults : [new FieldError("", "syntax", records.Fault)]);
            yield break;
        }

        while (await records.NextAsync(cancellationToken))
        {
            var fields = records.Fields;
            if (records.Fault is { } fault)
                yield return SourceRow.Refused(records.Line, fault);
            else if (fields.Count != header.Columns.Count)
                yield return SourceRow.Refused(records.Line, $"The record has {fields.Count} fields, the header {header.Columns.Count}.");
            else
                yield return new SourceRow(records.Line, catalog => header.ToJson(fields, catalog, template));
        }

        if (records.Fault is { } last)
            yield return SourceRow.Refused(records.Line, last);
    }

    private sealed class Records : IAsyncDisposable
    {
        private readonly CsvReader reader;
        private CsvMalformedRecord? malformed;
        private bool over;

        internal Records(Stream stream) => reader = CsvReader.Create(stream, new CsvReaderOptions
        {
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = SourceRow.Longest,
            OnMalformedRecord = record => malformed = record,
        }, leaveOpen: true);

        /// <summary>The line where the record begins.</summary>
        internal long Line { get; private set; } = 1;

        internal IReadOnlyList<string> Fields { get; private set; } = [];

        internal string? Fault { get; private set; }

        internal async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
        {
            (Fault, malformed) = (null, null);
            try
            {
                if (over || !await reader.ReadAsync(cancellationToken))
                    return false;
            }
            catch (CsvFormatException exception)
            {
                (over, Line) = (true, Math.Max(exception.LineNumber, Line));
                Fault = $"The record that begins here is longer than {SourceRow.Longest / 1024} KiB; is a quote not closed? Nothing behind it was read.";
                return false;
            }

            Line = reader.LineNumber;
            Fault = malformed is { } record ? Words(record.Reason) : NotUtf8();
            Fields = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
            return true;
        }

        public ValueTask DisposeAsync() => reader.DisposeAsync();

        private string? NotUtf8() => Utf8.IsValid(reader.RawRecord) ? null : "The record is not UTF-8.";

        private static string Words(CsvMalformedReason reason) => reason switch
        {
            CsvMalformedReason.StrayQuote => "A quote stands inside a field that is not quoted: quote the field and double the quote.",
            CsvMalformedReason.TextAfterClosingQuote => "Text stands behind the quote that closes a field: double a quote that is part of the text.",
            _ => "A quoted field is not closed.",
        };
    }
}

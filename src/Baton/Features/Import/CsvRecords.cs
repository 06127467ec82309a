using System.Text.Unicode;
using CsvHelper;

namespace Baton.Features.Import;

/// <summary>The records of a CSV file, each with its line and what is wrong with how it is written.</summary>
internal sealed class CsvRecords : IAsyncDisposable
{
    private readonly CsvReader reader;
    private CsvMalformedRecord? malformed;
    private bool over;

    private CsvRecords(Stream stream) =>
        reader = CsvReader.Create(
            stream,
            new CsvReaderOptions
            {
                HasHeader = false,
                TrackLineNumbers = true,
                MaxRecordSize = SourceRow.Longest,
                OnMalformedRecord = record => malformed = record,
            },
            leaveOpen: true
        );

    /// <summary>The line where the record begins.</summary>
    internal long Line { get; private set; } = 1;

    internal IReadOnlyList<string> Fields { get; private set; } = [];

    internal string? Fault { get; private set; }

    /// <summary>Reads a file from its beginning, behind its byte order marks: some programs write two.</summary>
    internal static async Task<CsvRecords> OpenAsync(Stream stream, CancellationToken cancellationToken)
    {
        stream.Position = 0;
        var mark = new byte[3];
        int read;
        do read = await stream.ReadAtLeastAsync(mark, mark.Length, throwOnEndOfStream: false, cancellationToken);
        while (mark.AsSpan(0, read).SequenceEqual("\uFEFF"u8));
        stream.Position -= read;
        return new CsvRecords(stream);
    }

    internal async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        Fault = null;
        malformed = null;
        try
        {
            if (over || !await reader.ReadAsync(cancellationToken))
                return false;
        }
        catch (CsvFormatException exception)
        {
            over = true;
            Line = Math.Max(exception.LineNumber, Line);
            Fault =
                $"The record that begins here is longer than {SourceRow.Longest / 1024} KiB; is a "
                + "quote not closed? Nothing behind it was read.";
            return false;
        }

        Line = reader.LineNumber;
        Fields = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        Fault = malformed is { } record ? Words(record.Reason) : NotUtf8();
        return true;
    }

    public ValueTask DisposeAsync() => reader.DisposeAsync();

    private string? NotUtf8() => Utf8.IsValid(reader.RawRecord) ? null : "The record is not UTF-8.";

    private string Words(CsvMalformedReason reason) =>
        reason switch
        {
            CsvMalformedReason.StrayQuote =>
                "A quote stands inside a field that is not quoted: quote the field and double the quote.",
            CsvMalformedReason.TextAfterClosingQuote =>
                "Text stands behind the quote that closes a field: double a quote that is part of the text.",
            _ => $"The quote that opens column {Fields.Count} in line "
                + $"{Line + Fields.Take(Fields.Count - 1).Sum(LineEnds)} is not closed, so everything "
                + "behind it is part of that field.",
        };

    private static int LineEnds(string field) => field.Count(character => character == '\n');
}

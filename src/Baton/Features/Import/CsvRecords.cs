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
                $"The row that begins here is longer than {SourceRow.Longest / 1024} KiB. Check for a "
                + "quotation mark that is not closed. The rest of the file was not read.";
            return false;
        }

        Line = reader.LineNumber;
        Fields = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        Fault = malformed is { } record ? Words(record.Reason) : NotUtf8();
        return true;
    }

    public ValueTask DisposeAsync() => reader.DisposeAsync();

    private string? NotUtf8() =>
        Utf8.IsValid(reader.RawRecord) ? null : "The row is not UTF-8. Save the file as UTF-8.";

    private string Words(CsvMalformedReason reason) =>
        reason switch
        {
            CsvMalformedReason.StrayQuote =>
                "There is a quotation mark in a field that is not quoted. Put the field in quotation "
                    + "marks and double the ones inside it.",
            CsvMalformedReason.TextAfterClosingQuote =>
                "There is text after the closing quotation mark of a field. Double quotation marks "
                    + "that are part of the text.",
            _ => $"The quotation mark that opens column {Fields.Count} in line "
                + $"{Line + Fields.Take(Fields.Count - 1).Sum(LineEnds)} is not closed, so the rest of the "
                + "file is part of that field.",
        };

    private static int LineEnds(string field) => field.Count(character => character == '\n');
}

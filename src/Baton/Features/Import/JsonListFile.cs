using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Baton.Features.Import;

/// <summary>
/// A file that is one JSON list: each of its items is a line, with the number of the line where it begins. Never more
/// than one of them is held.
/// </summary>
internal static class JsonListFile
{
    private const string NotClosed = "The list is not closed. End the file with ].";

    internal static async IAsyncEnumerable<SourceRow> ReadAsync(
        PipeReader reader,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var items = new Items();
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            foreach (var row in Take(items, read.Buffer))
                yield return row;
            reader.AdvanceTo(read.Buffer.End);
            if (!read.IsCompleted)
                continue;
            if (!items.IsClosed)
                yield return SourceRow.Refused(items.Line, NotClosed);
            yield break;
        }
    }

    private static List<SourceRow> Take(Items items, ReadOnlySequence<byte> bytes)
    {
        var rows = new List<SourceRow>();
        foreach (var piece in bytes)
        {
            foreach (var candidate in piece.Span)
            {
                if (items.Take(candidate) is { } row)
                    rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>Finds where items begin and end: by the depth of braces and brackets outside of texts.</summary>
    private sealed class Items
    {
        private readonly ArrayBufferWriter<byte> item = new();
        private int depth;
        private bool inText,
            escaped,
            refused;
        private long began;

        internal long Line { get; private set; } = 1;

        internal bool IsClosed { get; private set; }

        /// <summary>The row that this byte ends; null where it ends none.</summary>
        internal SourceRow? Take(byte one)
        {
            if (one == '\n')
                Line++;
            if (IsClosed)
                return AfterTheList(one);
            if (depth == 0)
                depth += one == '[' ? 1 : 0; // what stands before it are blanks and a byte order mark
            else if (inText)
                TakeInText(one);
            else if (depth == 1 && one is (byte)',' or (byte)']')
                return End(closes: one == ']');
            else
                TakeOutside(one);
            return null;
        }

        private void TakeInText(byte one)
        {
            inText = escaped || one != '"';
            escaped = !escaped && one == '\\';
            Keep(one);
        }

        private void TakeOutside(byte one)
        {
            inText = one == '"';
            depth +=
                one is (byte)'{' or (byte)'[' ? 1
                : one is (byte)'}' or (byte)']' ? -1
                : 0;
            if (item.WrittenCount > 0 || one is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                Keep(one);
        }

        private void Keep(byte one)
        {
            if (item.WrittenCount == 0)
                began = Line;
            if (item.WrittenCount > SourceRow.Longest)
                return;
            item.GetSpan(1)[0] = one;
            item.Advance(1);
        }

        private SourceRow? End(bool closes)
        {
            IsClosed = closes;
            depth = closes ? 0 : depth;
            var bytes = item.WrittenSpan.TrimEnd(" \t\r\n"u8).ToArray();
            item.ResetWrittenCount();
            if (bytes.Length == 0)
                return closes ? null : SourceRow.Refused(Line, "There is nothing before this comma. Remove it.");
            return bytes.Length > SourceRow.Longest
                ? SourceRow.Refused(
                    began,
                    $"The item that begins here is longer than {SourceRow.Longest / 1024} KiB. Make it " + "shorter."
                )
                : new SourceRow(began, catalog => ExportedLine.ToLine(bytes, catalog));
        }

        private SourceRow? AfterTheList(byte one)
        {
            if (refused || one is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                return null;
            refused = true;
            return SourceRow.Refused(Line, "There is text after the end of the list. It was not read.");
        }
    }
}

using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Baton.Client;

namespace Baton.Features.Import;

/// <summary>
/// The lines of an NDJSON file, one after the other; empty ones are passed over. Never more than one of them is held.
/// </summary>
internal static class NdjsonFile
{
    internal static async IAsyncEnumerable<SourceRow> ReadAsync(
        Stream stream,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 128 * 1024, leaveOpen: true));
        if (await IsListAsync(pipe, cancellationToken))
        {
            await foreach (var row in JsonListFile.ReadAsync(pipe, cancellationToken))
                yield return row;
            yield break;
        }

        var lines = new Lines(pipe);
        while (await lines.NextAsync(cancellationToken))
        {
            if (lines.Number == 1 && IsUtf16(lines.Current))
            {
                yield return SourceRow.Refused(1, "The file is in UTF-16. Save it as UTF-8.");
                yield break;
            }

            if (lines.IsTooLong)
                yield return SourceRow.Refused(
                    lines.Number,
                    $"The line is longer than {SourceRow.Longest / 1024} KiB. Make it shorter."
                );
            else if (lines.Current is { Length: > 0 } bytes && !IsBlank(bytes))
                yield return new SourceRow(lines.Number, catalog => ExportedLine.ToLine(bytes, catalog));
        }
    }

    /// <summary>
    /// Whether the first byte that is no blank and no byte order mark opens a list. Nothing is taken from the pipe.
    /// </summary>
    private static async ValueTask<bool> IsListAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var first = FirstOf(read.Buffer);
            pipe.AdvanceTo(read.Buffer.Start, first is null ? read.Buffer.End : read.Buffer.Start);
            if (first is not null || read.IsCompleted || read.Buffer.Length > SourceRow.Longest)
                return first == '[';
        }
    }

    private static byte? FirstOf(ReadOnlySequence<byte> bytes)
    {
        foreach (var piece in bytes)
        {
            if (
                piece.Span.IndexOfAnyExcept(
                    (ReadOnlySpan<byte>)[(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF]
                )
                is var at
                    and >= 0
            )
                return piece.Span[at];
        }

        return null;
    }

    private static bool IsUtf16(byte[] bytes) => bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];

    private static bool IsBlank(byte[] bytes) =>
        Array.TrueForAll(bytes, value => value is (byte)' ' or (byte)'\t' or (byte)'\r');

    private sealed class Lines(PipeReader reader)
    {
        private bool ended;

        internal long Number { get; private set; }

        internal byte[] Current { get; private set; } = [];

        internal bool IsTooLong { get; private set; }

        internal async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
        {
            IsTooLong = false;
            while (!ended)
            {
                var read = await reader.ReadAsync(cancellationToken);
                if (read.Buffer.PositionOf((byte)'\n') is { } end)
                {
                    Take(read.Buffer.Slice(0, end));
                    reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                    return true;
                }

                ended = read.IsCompleted;
                if (ended && (read.Buffer.Length > 0 || IsTooLong))
                {
                    Take(read.Buffer);
                    reader.AdvanceTo(read.Buffer.End);
                    return true;
                }

                IsTooLong |= read.Buffer.Length > SourceRow.Longest;
                reader.AdvanceTo(IsTooLong ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            }

            return false;
        }

        private void Take(ReadOnlySequence<byte> line)
        {
            Number++;
            IsTooLong |= line.Length > SourceRow.Longest;
            Current = IsTooLong ? [] : line.ToArray();
        }
    }
}

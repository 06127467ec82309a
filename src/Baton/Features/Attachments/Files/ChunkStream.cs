using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Attachments.Files;

/// <summary>The pieces of a file one after another; between two of them nothing of the database is held.</summary>
internal sealed class ChunkStream(IDbContextFactory<BatonDb> factory, string hash) : Stream
{
    private ReadOnlyMemory<byte> rest;
    private int next;
    private bool isOver;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (rest.IsEmpty && !isOver)
            await FillAsync(cancellationToken);
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        rest = rest[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("It is read without holding a thread.");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var content = await db
            .FileChunks.Where(chunk => chunk.Hash == hash && chunk.Number == next)
            .Select(chunk => chunk.Content)
            .SingleOrDefaultAsync(cancellationToken);
        next++;
        rest = content;
        isOver = content is null;
    }
}

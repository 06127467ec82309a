using System.Security.Cryptography;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Attachments.Files;

/// <summary>
/// Files in the database, in pieces that are read and written one after another: no file is in memory as a whole. The
/// row of the file comes last, and says that all pieces are there.
/// </summary>
internal sealed class DatabaseFiles(IDbContextFactory<BatonDb> factory, Writer writer, TimeProvider time) : SweptStore
{
    internal const int ChunkBytes = 256 * 1024;

    internal override string Place => "the database";

    internal override async Task<bool> ExistsAsync(string hash, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.StoredFiles.AnyAsync(file => file.Hash == hash, cancellationToken);
    }

    internal override Task<Stream> OpenAsync(string hash, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new ChunkStream(factory, hash));

    internal override async Task<IReadOnlyList<string>> AllAsync(CancellationToken cancellationToken) =>
        [.. (await ListAsync(cancellationToken)).Where(file => file.TrashedAt is null).Select(file => file.Hash)];

    internal override async Task KeepAsync(Stream content, string hash, CancellationToken cancellationToken)
    {
        if (await writer.WriteAsync((db, token) => TouchAsync(db, hash, token), cancellationToken) > 0)
            return;
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[ChunkBytes];
        var size = 0L;
        for (var number = 0; ; number++)
        {
            var read = await content.ReadAtLeastAsync(buffer, ChunkBytes, false, cancellationToken);
            if (read == 0)
                break;
            sha.AppendData(buffer, 0, read);
            size += read;
            await AddChunkAsync(hash, number, buffer[..read], cancellationToken);
        }

        if (Convert.ToHexStringLower(sha.GetHashAndReset()) != hash)
            throw NotTheContent(hash);
        await writer.WriteAsync((db, token) => AddFileAsync(db, hash, size, token), cancellationToken);
    }

    internal override async Task<IReadOnlyList<KeptFile>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db
            .StoredFiles.AsNoTracking()
            .OrderBy(file => file.Hash)
            .Select(file => new KeptFile(file.Hash, file.StoredAt, file.TrashedAt))
            .ToListAsync(cancellationToken);
    }

    internal override async Task<bool> TrashAsync(
        string hash,
        DateTime storedBefore,
        DateTime now,
        CancellationToken token
    ) =>
        await writer.WriteAsync(
            (db, writing) =>
                db
                    .StoredFiles.Where(file =>
                        file.Hash == hash && file.StoredAt <= storedBefore && file.TrashedAt == null
                    )
                    .ExecuteUpdateAsync(set => set.SetProperty(file => file.TrashedAt, now), writing),
            token
        ) > 0;

    internal override Task PutBackAsync(KeptFile file, CancellationToken cancellationToken) =>
        writer.WriteAsync((db, token) => TouchAsync(db, file.Hash, token), cancellationToken);

    /// <summary>One that was stored again meanwhile is in the trash no longer, and stays.</summary>
    internal override Task RemoveAsync(KeptFile file, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            async (db, token) =>
            {
                var rows = await db
                    .StoredFiles.Where(row => row.Hash == file.Hash && row.TrashedAt == file.TrashedAt)
                    .ExecuteDeleteAsync(token);
                if (rows > 0)
                    await db.FileChunks.Where(chunk => chunk.Hash == file.Hash).ExecuteDeleteAsync(token);
            },
            cancellationToken
        );

    internal override Task RemovePartsAsync(DateTime storedBefore, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            (db, token) =>
            {
                var whole = db.StoredFiles;
                return db
                    .FileChunks.Where(chunk =>
                        chunk.StoredAt <= storedBefore && !whole.Any(file => file.Hash == chunk.Hash)
                    )
                    .ExecuteDeleteAsync(token);
            },
            cancellationToken
        );

    /// <summary>What is in the database is of the database.</summary>
    internal override Task<string?> OwnerAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    internal override Task ClaimAsync(string installation, CancellationToken cancellationToken) => Task.CompletedTask;

    private Task<int> TouchAsync(BatonDb db, string hash, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        return db
            .StoredFiles.Where(file => file.Hash == hash)
            .ExecuteUpdateAsync(
                set => set.SetProperty(file => file.StoredAt, now).SetProperty(file => file.TrashedAt, (DateTime?)null),
                cancellationToken
            );
    }

    /// <summary>One that is there already is the same, left by somebody who did not come to the end.</summary>
    private Task AddChunkAsync(string hash, int number, byte[] content, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        return writer.WriteAsync(
            async (db, token) =>
            {
                var there = await db
                    .FileChunks.Where(chunk => chunk.Hash == hash && chunk.Number == number)
                    .ExecuteUpdateAsync(set => set.SetProperty(chunk => chunk.StoredAt, now), token);
                if (there > 0)
                    return;
                db.FileChunks.Add(
                    new FileChunk
                    {
                        Hash = hash,
                        Number = number,
                        StoredAt = now,
                        Content = content,
                    }
                );
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );
    }

    private async Task AddFileAsync(BatonDb db, string hash, long size, CancellationToken cancellationToken)
    {
        if (await TouchAsync(db, hash, cancellationToken) > 0)
            return;
        db.StoredFiles.Add(
            new StoredFile
            {
                Hash = hash,
                Size = size,
                StoredAt = time.UtcNow(),
            }
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}

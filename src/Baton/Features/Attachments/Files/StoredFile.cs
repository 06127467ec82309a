using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.Attachments.Files;

/// <summary>A file that is whole in the database.</summary>
internal sealed class StoredFile
{
    public required string Hash { get; init; }

    public required long Size { get; init; }

    public required DateTime StoredAt { get; set; }

    public DateTime? TrashedAt { get; set; }
}

/// <summary>A piece of a file; the same content has the same pieces, whoever stores it.</summary>
internal sealed class FileChunk
{
    public required string Hash { get; init; }

    public required int Number { get; init; }

    public required DateTime StoredAt { get; set; }

    public required byte[] Content { get; init; }
}

internal static class FileTables
{
    extension(BatonDb db)
    {
        internal DbSet<StoredFile> StoredFiles => db.Set<StoredFile>();

        internal DbSet<FileChunk> FileChunks => db.Set<FileChunk>();
    }
}

internal sealed class StoredFileTable : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> builder)
    {
        builder.ToTable("stored_files");
        builder.HasKey(file => file.Hash);
    }
}

internal sealed class FileChunkTable : IEntityTypeConfiguration<FileChunk>
{
    public void Configure(EntityTypeBuilder<FileChunk> builder)
    {
        builder.ToTable("file_chunks");
        builder.HasKey(chunk => new { chunk.Hash, chunk.Number });
    }
}

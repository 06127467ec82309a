using System.Data.Common;
using Baton.Features.Attachments.Files;
using Baton.Storage;

namespace Baton.Features.Backup;

/// <summary>
/// Writes the whole store and the keys that open its secrets into one file, while a server may be writing. The file
/// has its name only when it is complete, checked and on the disk.
/// </summary>
internal static class BackupStore
{
    internal sealed record Result(Manifest Manifest, long Bytes);

    internal static async Task<Outcome<Result>> RunAsync(
        StorageOptions storage,
        StoredFiles attachments,
        string file,
        bool force,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var directory = Path.GetDirectoryName(file)!;
        var unfinished = file + ".part";
        if (Directory.Exists(file) || !Directory.Exists(directory))
            return Refuse(
                Directory.Exists(file)
                    ? $"{file} is a directory. Give a file, for example baton.zip."
                    : $"The directory {directory} does not exist. Create it first."
            );
        if (File.Exists(file) && !force)
            return Refuse($"{file} already exists. Use --force to overwrite it.");
        FileStream? target = null;
        try
        {
            target = DataDirectory.MakeFile(unfinished);
            var written = storage.DatabaseFile is not null
                ? await WriteFileAsync(storage, attachments, target, file, now, cancellationToken)
                : await WriteTablesAsync(storage, attachments, target, now, cancellationToken);
            if (written.Refused(out var refusal, out var manifest))
                return refusal;
            target.Flush(flushToDisk: true);
            var bytes = target.Length;
            await target.DisposeAsync();
            File.Move(unfinished, file, overwrite: force);
            DiskFlush.Directory(directory);
            return new Result(manifest, bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DbException)
        {
            return Refuse($"{file} was not written: {exception.Message}");
        }
        finally
        {
            // Where it could not be made, it is that of another backup to the same file.
            if (target is not null)
            {
                await target.DisposeAsync();
                File.Delete(unfinished);
            }
        }
    }

    /// <summary>
    /// Keys are only ever added, so those that are there after the copy was made open all that is in it.
    /// </summary>
    private static async Task<Outcome<Manifest>> WriteFileAsync(
        StorageOptions storage,
        StoredFiles attachments,
        Stream target,
        string file,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var copy = file + ".part-db";
        try
        {
            File.Delete(copy);
            await DataDirectory.MakeFile(copy).DisposeAsync();
            await SqliteCopy.MakeAsync(storage, copy, cancellationToken);
            var (facts, faults) = await SqliteCopy.CheckAsync(copy, cancellationToken);
            if (facts is null)
                return Refuse(
                    $"The database is damaged, so no backup was written: {string.Join("; ", faults)}. "
                        + "Run baton doctor."
                );
            await using var archive = new ArchiveWriter(target);
            await archive.AddFileAsync(Manifest.DatabasePart, copy, cancellationToken);
            await AddKeysAsync(archive, storage, cancellationToken);
            await AddAttachmentsAsync(archive, attachments, cancellationToken);
            var manifest = Manifest.Of(storage, facts, new Dictionary<string, long>(), archive.Hashes, now);
            await archive.FinishAsync(manifest, cancellationToken);
            return manifest;
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private static async Task<Outcome<Manifest>> WriteTablesAsync(
        StorageOptions storage,
        StoredFiles attachments,
        Stream target,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        await using var tables = await PostgresTables.ReadAsync(storage.Postgres!, cancellationToken);
        await using var archive = new ArchiveWriter(target);
        foreach (var table in tables.Names.Where(table => table != PostgresTables.Journal))
            await archive.AddAsync(
                $"{Manifest.TablesFolder}{table}.copy",
                part => tables.CopyOutAsync(table, part, cancellationToken),
                cancellationToken
            );
        var facts = await tables.FactsAsync(cancellationToken);
        await AddKeysAsync(archive, storage, cancellationToken);
        await AddAttachmentsAsync(archive, attachments, cancellationToken);
        var manifest = Manifest.Of(storage, facts, await tables.SequencesAsync(cancellationToken), archive.Hashes, now);
        await archive.FinishAsync(manifest, cancellationToken);
        return manifest;
    }

    private static async Task AddKeysAsync(
        ArchiveWriter archive,
        StorageOptions storage,
        CancellationToken cancellationToken
    )
    {
        foreach (var key in KeyFiles.In(storage.KeysDirectory))
            await archive.AddFileAsync(Manifest.KeysFolder + Path.GetFileName(key), key, cancellationToken);
    }

    /// <summary>
    /// A file is in its store before a handoff names it, so those that are there after the copy was made hold all
    /// that it names. Those in the database are in the copy.
    /// </summary>
    private static async Task AddAttachmentsAsync(
        ArchiveWriter archive,
        StoredFiles attachments,
        CancellationToken cancellationToken
    )
    {
        foreach (var hash in await attachments.OutsideDatabaseAsync(cancellationToken))
        {
            if (await attachments.TryOpenAsync(hash, cancellationToken) is not { } content)
                continue; // swept meanwhile, so no handoff names it
            await using (content)
                await archive.AddAsync(
                    Manifest.AttachmentsFolder + hash,
                    part => content.CopyToAsync(part, cancellationToken),
                    cancellationToken
                );
        }
    }

    private static Refusal Refuse(string why) => new(409, "backup-refused", "No backup was written", why);
}

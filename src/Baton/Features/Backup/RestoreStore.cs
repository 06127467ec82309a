using System.Data.Common;
using Baton.Features.Attachments.Files;
using Baton.Features.Handoffs.Commands;
using Baton.Storage;

namespace Baton.Features.Backup;

/// <summary>
/// Puts a backup where there is no data yet. It never overwrites: who wants to go back moves the old data away first,
/// and so still has it. What is put in place last makes the whole count, so a restore that fails or is killed leaves
/// nothing that a server would take for data.
/// </summary>
internal static class RestoreStore
{
    internal static async Task<Outcome<Manifest>> RunAsync(
        StorageOptions storage,
        string file,
        CancellationToken cancellationToken,
        FilesOptions? options = null
    )
    {
        if ((await ArchiveReader.OpenAsync(file, cancellationToken)).Refused(out var refusal, out var archive))
            return refusal;
        await using (archive)
        {
            if (archive.Manifest.Fault(storage) is { } fault)
                return Refuse($"{file} cannot be restored: {fault}.");
            using var ownership = DataLock.Take(storage.DataDirectory, out var taken);
            if (ownership is null)
                return Refuse(taken!);
            return await PlaceAsync(storage, options, archive, cancellationToken) is { } reason
                ? Refuse($"Nothing was restored: {reason}.")
                : archive.Manifest;
        }
    }

    private static async Task<string?> PlaceAsync(
        StorageOptions storage,
        FilesOptions? options,
        ArchiveReader archive,
        CancellationToken cancellationToken
    )
    {
        var work = Path.Combine(storage.DataDirectory, "restore.part");
        try
        {
            DeleteAll(work);
            DataDirectory.Make(work);
            return storage.DatabaseFile is { } database
                ? await PlaceFileAsync(storage, options, database, archive, work, cancellationToken)
                : await PlaceTablesAsync(storage, options, archive, work, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DbException)
        {
            return exception.Message.TrimEnd('.');
        }
        finally
        {
            DeleteAll(work);
        }
    }

    private static async Task<string?> PlaceFileAsync(
        StorageOptions storage,
        FilesOptions? options,
        string database,
        ArchiveReader archive,
        string work,
        CancellationToken cancellationToken
    )
    {
        if (Directory.EnumerateFiles(storage.DataDirectory, Path.GetFileName(database) + "*").Any())
            return $"{storage.DataDirectory} already contains a database. Choose another directory with "
                + "--data, or move the database away first";
        if (!archive.Manifest.Parts.ContainsKey(Manifest.DatabasePart))
            return "the backup contains no database";
        var copy = Path.Combine(work, Manifest.DatabasePart);
        await using (var target = DataDirectory.MakeFile(copy))
        {
            await archive.ExtractAsync(Manifest.DatabasePart, target, cancellationToken);
            target.Flush(flushToDisk: true);
        }

        var (facts, faults) = await SqliteCopy.CheckAsync(copy, cancellationToken);
        if (facts is null)
            return $"the database in the backup is damaged: {string.Join("; ", faults)}";
        if (facts.DiffersFrom(archive.Manifest.Facts) is { } difference)
            return $"the database in the backup does not match its manifest: {difference}";
        await SqliteCopy.RenewAsync(copy, cancellationToken);
        if (await KeyFiles.PlaceAsync(archive, storage, work, cancellationToken) is { } keysFault)
            return keysFault;
        if (
            await PlaceAttachmentsAsync(new AttachmentFiles(storage, options), archive, cancellationToken) is
            { } filesFault
        )
            return filesFault;
        File.Move(copy, database);
        DiskFlush.Directory(storage.DataDirectory);
        return null;
    }

    private static async Task<string?> PlaceTablesAsync(
        StorageOptions storage,
        FilesOptions? options,
        ArchiveReader archive,
        string work,
        CancellationToken cancellationToken
    )
    {
        bool wasBare;
        await using (var before = await PostgresTables.ReadAsync(storage.Postgres!, cancellationToken))
        {
            wasBare = before.Names.Count == 0;
            if (await TakenAsync(before, archive.Manifest, cancellationToken) is { } taken)
                return taken;
        }

        var hadKeys = KeyFiles.In(storage.KeysDirectory).Count > 0;
        var fault =
            Schema.Upgrade(storage, only: archive.Manifest.Schema)
            ?? await KeyFiles.PlaceAsync(archive, storage, work, cancellationToken)
            ?? await PlaceAttachmentsAsync(new AttachmentFiles(storage, options), archive, cancellationToken)
            ?? await FillAsync(storage, archive, cancellationToken);
        if (fault is null)
            return null;
        if (wasBare)
            await MakeBareAsync(storage, archive.Manifest, cancellationToken);
        if (!hadKeys)
            KeyFiles.TakeBack(archive, storage);
        return fault;
    }

    /// <summary>
    /// Files lie under the hash of their content, so one that is there already is the same. From the directory the
    /// first start takes them to where files are kept.
    /// </summary>
    private static async Task<string?> PlaceAttachmentsAsync(
        AttachmentFiles files,
        ArchiveReader archive,
        CancellationToken cancellationToken
    )
    {
        foreach (var part in archive.Attachments)
        {
            await using var content = await archive.OpenPartAsync(part, cancellationToken);
            if (await files.KeepAsync(content, cancellationToken) != part[Manifest.AttachmentsFolder.Length..])
                return $"the content of part {part} does not match its name";
        }

        return null;
    }

    /// <summary>
    /// Takes the tables away again that were made for nothing, unless somebody else began to use them meanwhile.
    /// </summary>
    private static async Task MakeBareAsync(
        StorageOptions storage,
        Manifest manifest,
        CancellationToken cancellationToken
    )
    {
        await using var tables = await PostgresTables.FillAsync(storage.Postgres!, cancellationToken);
        if (await TakenAsync(tables, manifest, cancellationToken) is not null)
            return;
        await tables.DropAllAsync(cancellationToken);
        await tables.CommitAsync(cancellationToken);
    }

    /// <summary>Tables without rows may be there, as a restore that was killed leaves them.</summary>
    private static async Task<string?> TakenAsync(
        PostgresTables tables,
        Manifest manifest,
        CancellationToken cancellationToken
    )
    {
        if (tables.Names.Count == 0)
            return null;
        var facts = await tables.FactsAsync(cancellationToken);
        var full = facts
            .Rows.Where(table =>
                table.Value > 0 && table.Key is not (PostgresTables.Journal or "stamps" or Installation.Table)
            )
            .Select(table => table.Key)
            .ToList();
        if (full.Count > 0)
            return $"the database is not empty (it has rows in {string.Join(", ", full)}). Name an empty one "
                + "with --database";
        return facts.Schema.SequenceEqual(manifest.Schema)
            ? null
            : "the database has tables of another version. Name an empty one with --database";
    }

    private static async Task<string?> FillAsync(
        StorageOptions storage,
        ArchiveReader archive,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var tables = await PostgresTables.FillAsync(storage.Postgres!, cancellationToken);
            if (await TakenAsync(tables, archive.Manifest, cancellationToken) is { } taken)
                return taken;
            foreach (var table in tables.Names.Where(table => table != PostgresTables.Journal))
            {
                var part = $"{Manifest.TablesFolder}{table}.copy";
                if (!archive.Manifest.Parts.ContainsKey(part))
                    return $"the backup contains no {part}";
                await using var rows = await archive.OpenPartAsync(part, cancellationToken);
                await tables.CopyInAsync(table, rows, cancellationToken);
            }

            foreach (var (sequence, last) in archive.Manifest.Sequences)
                await tables.SetSequenceAsync(sequence, last, cancellationToken);
            var facts = await tables.FactsAsync(cancellationToken);
            if (facts.DiffersFrom(archive.Manifest.Facts) is { } difference)
                return $"the content of the backup does not match its manifest: {difference}";
            await tables.RenewAsync(cancellationToken);
            await tables.CommitAsync(cancellationToken);
            return null;
        }
        catch (DbException exception)
        {
            return $"the database refused the rows: {exception.Message}";
        }
    }

    private static void DeleteAll(string directory)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }

    private static Refusal Refuse(string why) => new(409, "restore-refused", "Nothing was restored", why);
}

using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Baton.Features.Audit;
using Baton.Features.Backup;
using Baton.Storage;
using Baton.Tests.App;
using Npgsql;

namespace Baton.Tests.Features.Backup;

public sealed class RestoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task Nothing_that_is_there_is_overwritten(Engine engine)
    {
        var (storage, file) = await BackupAsync(engine);
        Assert.Contains(
            engine == Engine.Sqlite ? "already contains a database" : "the database is not empty",
            (await RestoreAsync(storage, file))!
        );
        var elsewhere = await BatonApp.NewStorageAsync(engine);
        Directory.CreateDirectory(elsewhere.KeysDirectory);
        await File.WriteAllTextAsync(Path.Combine(elsewhere.KeysDirectory, "key-other.xml"), "<key/>", Cancel);
        Assert.Contains("already contains keys", (await RestoreAsync(elsewhere, file))!);
        Assert.NotNull(Schema.WhyNotThere(elsewhere));
        Assert.Equal(["key-other.xml"], KeyFiles.In(elsewhere.KeysDirectory).Select(Path.GetFileName));
    }

    [Theory, BothEngines]
    public async Task A_running_server_refuses(Engine engine)
    {
        var (_, file) = await BackupAsync(engine);
        var storage = await BatonApp.NewStorageAsync(engine);
        using var server = DataLock.Take(storage.DataDirectory, out _);
        Assert.Equal(
            $"Another Baton server is already using {storage.DataDirectory}. Stop it, or choose another "
                + "directory with --data.",
            await RestoreAsync(storage, file)
        );
    }

    [Theory, BothEngines]
    public async Task One_that_was_killed_half_way_can_be_done_again(Engine engine)
    {
        var (storage, file) = await BackupAsync(engine);
        var target = await BatonApp.NewStorageAsync(engine);
        Directory.CreateDirectory(Path.Combine(target.DataDirectory, "restore.part"));
        await File.WriteAllTextAsync(Path.Combine(target.DataDirectory, "restore.part", "baton.db"), "half", Cancel);
        Directory.CreateDirectory(target.KeysDirectory);
        foreach (var key in KeyFiles.In(storage.KeysDirectory))
            File.Copy(key, Path.Combine(target.KeysDirectory, Path.GetFileName(key)));
        if (engine == Engine.Postgres)
            Assert.Null(Schema.Upgrade(target));
        Assert.Null(await RestoreAsync(target, file));
        Assert.False(Directory.Exists(Path.Combine(target.DataDirectory, "restore.part")));
    }

    [Theory, BothEngines]
    public async Task Every_bad_archive_is_refused_and_leaves_nothing(Engine engine)
    {
        var (_, file) = await BackupAsync(engine);
        var data = engine == Engine.Sqlite ? Manifest.DatabasePart : "tables/people.copy";
        await RefusedAsync(engine, "not a complete archive", Changed(file, bytes => bytes[..(bytes.Length / 2)]));
        await RefusedAsync(engine, "not a complete archive", Changed(file, _ => "not a zip file at all"u8.ToArray()));
        await RefusedAsync(engine, "not a complete archive", Changed(file, _ => []));
        await RefusedAsync(
            engine,
            $"its part {data} does not match its checksum",
            Rewritten(file, change: (name, bytes) => name == data ? [.. bytes[..^1], (byte)(bytes[^1] ^ 1)] : bytes)
        );
        await RefusedAsync(
            engine,
            $"its part {data} is missing",
            Rewritten(file, change: (name, bytes) => name == data ? null : bytes)
        );
        await RefusedAsync(engine, "which its manifest does not list", Rewritten(file, add: "keys/../../evil.xml"));
        await RefusedAsync(
            engine,
            "has no Baton manifest",
            Rewritten(file, change: (name, bytes) => name == Manifest.PartName ? null : bytes)
        );
        await RefusedAsync(
            engine,
            "it was created by a newer version of Baton (format 2",
            Manifested(file, manifest => manifest["format"] = 2)
        );
        await RefusedAsync(
            engine,
            "its schema is newer than this version of Baton (9999-later.sql",
            Manifested(file, manifest => manifest["schema"]!.AsArray().Add("9999-later.sql"))
        );
        await RefusedAsync(
            engine,
            "does not match its manifest: people has 1 rows instead of 7",
            Manifested(file, manifest => manifest["rows"]!["people"] = 7)
        );
        await RefusedAsync(
            engine,
            "its manifest is not valid",
            Manifested(file, manifest => manifest.AsObject().Remove("rows"))
        );
        await RefusedAsync(
            engine == Engine.Sqlite ? Engine.Postgres : Engine.Sqlite,
            engine == Engine.Sqlite ? "it is a backup of a SQLite database" : "it is a backup of a PostgreSQL database",
            file
        );
    }

    [Fact]
    public async Task A_database_that_is_damaged_though_its_hash_is_right_is_refused()
    {
        var (_, file) = await BackupAsync(Engine.Sqlite);
        var garbage = Enumerable.Repeat((byte)0x5a, 200).ToArray();
        var damaged = Rewritten(
            file,
            change: (name, bytes) =>
                name == Manifest.DatabasePart ? [.. bytes[..8192], .. garbage, .. bytes[8392..]] : bytes,
            rehash: true
        );
        await RefusedAsync(Engine.Sqlite, "the database in the backup is damaged", damaged);
    }

    [Fact]
    public async Task Rows_that_the_database_refuses_leave_it_empty()
    {
        var (_, file) = await BackupAsync(Engine.Postgres);
        var orphaned = Rewritten(
            file,
            change: (name, bytes) =>
                name == "tables/memberships.copy" ? "nowhere\tnobody\tmember\n"u8.ToArray() : bytes,
            rehash: true
        );
        await RefusedAsync(Engine.Postgres, "the database refused the rows", orphaned);
    }

    private static async Task<(StorageOptions Storage, string File)> BackupAsync(Engine engine)
    {
        var storage = await BatonApp.NewStorageAsync(engine);
        await using (var app = await BatonApp.StartAsync(storage))
        {
            await app.AddPersonAsync("sam");
            // A channel is sealed with a key, so that there is one.
            var vault = (Baton.Channels.ChannelVault)app.Services.GetService(typeof(Baton.Channels.ChannelVault))!;
            vault.Seal(new Baton.Channels.ChannelSettings("a@example.org", null, null));
        }

        var file = Path.Combine(storage.DataDirectory, "backup.zip");
        Assert.Null(
            (
                await BackupStore.RunAsync(storage, Folder.Of(storage), file, force: false, DateTime.UnixEpoch, Cancel)
            ).Refusal
        );
        return (storage, file);
    }

    private static async Task<string?> RestoreAsync(StorageOptions storage, string file) =>
        (await RestoreStore.RunAsync(storage, file, Cancel)).Refusal?.Detail;

    private static async Task RefusedAsync(Engine engine, string why, string file)
    {
        var storage = await BatonApp.NewStorageAsync(engine);
        Assert.Contains(why, await RestoreAsync(storage, file) ?? "it was restored");
        Assert.Equal(
            [],
            Directory.GetFileSystemEntries(storage.DataDirectory).Select(Path.GetFileName).Except(["server.lock"])
        );
        if (engine != Engine.Postgres)
            return;
        await using var connection = new NpgsqlConnection(storage.Postgres);
        await connection.OpenAsync(Cancel);
        Assert.Equal(
            [],
            await connection.ListAsync("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'", Cancel)
        );
    }

    private static string Changed(string file, Func<byte[], byte[]> change)
    {
        var changed = Path.Combine(Path.GetDirectoryName(file)!, $"{Guid.NewGuid():N}.zip");
        File.WriteAllBytes(changed, change(File.ReadAllBytes(file)));
        return changed;
    }

    private static string Manifested(string file, Action<JsonNode> change) =>
        Rewritten(
            file,
            change: (name, bytes) =>
            {
                if (name != Manifest.PartName)
                    return bytes;
                var manifest = JsonNode.Parse(bytes)!;
                change(manifest);
                return Encoding.UTF8.GetBytes(manifest.ToJsonString());
            }
        );

    /// <summary>
    /// The archive with other parts; with <paramref name="rehash"/> the manifest says that they are right.
    /// </summary>
    private static string Rewritten(
        string file,
        Func<string, byte[], byte[]?>? change = null,
        string? add = null,
        bool rehash = false
    )
    {
        var parts = new Dictionary<string, byte[]>();
        using (var source = ZipFile.OpenRead(file))
        {
            foreach (var entry in source.Entries)
            {
                using var bytes = new MemoryStream();
                using (var part = entry.Open())
                    part.CopyTo(bytes);
                if ((change is null ? bytes.ToArray() : change(entry.FullName, bytes.ToArray())) is { } kept)
                    parts[entry.FullName] = kept;
            }
        }

        if (add is not null)
            parts[add] = [1];
        if (rehash)
        {
            var manifest = JsonNode.Parse(parts[Manifest.PartName])!;
            foreach (var (name, bytes) in parts.Where(part => part.Key != Manifest.PartName))
                manifest["parts"]![name] = Convert.ToHexStringLower(
                    System.Security.Cryptography.SHA256.HashData(bytes)
                );
            parts[Manifest.PartName] = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        }

        var changed = Path.Combine(Path.GetDirectoryName(file)!, $"{Guid.NewGuid():N}.zip");
        using var target = ZipFile.Open(changed, ZipArchiveMode.Create);
        foreach (var (name, bytes) in parts)
        {
            using var part = target.CreateEntry(name).Open();
            part.Write(bytes);
        }

        return changed;
    }
}

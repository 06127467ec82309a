using Baton.Features.Backup;
using Baton.Storage;
using Baton.Tests.App;

namespace Baton.Tests.Features.Backup;

public sealed class BackupTests(SharedApps apps)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task A_file_that_is_there_stays_unless_forced(Engine engine)
    {
        var storage = (await apps.On(engine)).Storage;
        var file = Path.Combine(Directory.CreateTempSubdirectory("baton-test-").FullName, "backup.zip");
        await File.WriteAllTextAsync(file, "precious", Cancel);
        Assert.Contains("--force", (await BackupAsync(storage, file)).Refusal!.Detail);
        Assert.Equal("precious", await File.ReadAllTextAsync(file, Cancel));
        Assert.Null((await BackupAsync(storage, file, force: true)).Refusal);
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    [Theory, BothEngines]
    public async Task What_a_killed_backup_left_is_in_nobodys_way(Engine engine)
    {
        var storage = (await apps.On(engine)).Storage;
        var file = Path.Combine(Directory.CreateTempSubdirectory("baton-test-").FullName, "backup.zip");
        await File.WriteAllTextAsync(file + ".part", "half of a backup", Cancel);
        await File.WriteAllTextAsync(file + ".part-db", "half of a database", Cancel);
        Assert.Null((await BackupAsync(storage, file)).Refusal);
        await using var archive = (await ArchiveReader.OpenAsync(file, Cancel)).Value!;
        Assert.Null(archive.Manifest.Fault(storage));
    }

    [Theory, BothEngines]
    public async Task Two_to_the_same_file_do_not_mix(Engine engine)
    {
        var storage = (await apps.On(engine)).Storage;
        var file = Path.Combine(Directory.CreateTempSubdirectory("baton-test-").FullName, "backup.zip");
        await using (var other = DataDirectory.MakeFile(file + ".part"))
        {
            Assert.Contains("was not written", (await BackupAsync(storage, file)).Refusal!.Detail);
            Assert.True(File.Exists(file + ".part"));
        }

        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Only_its_owner_may_read_it()
    {
        if (OperatingSystem.IsWindows())
            return;
        var storage = (await apps.On(Engine.Sqlite)).Storage;
        var file = Path.Combine(Directory.CreateTempSubdirectory("baton-test-").FullName, "backup.zip");
        Assert.Null((await BackupAsync(storage, file)).Refusal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Theory, BothEngines]
    public async Task A_place_that_cannot_be_written_is_a_clear_refusal(Engine engine)
    {
        var storage = (await apps.On(engine)).Storage;
        var directory = Directory.CreateTempSubdirectory("baton-test-").FullName;
        Assert.Equal(
            $"The directory {directory}/none does not exist. Create it first.",
            (await BackupAsync(storage, Path.Combine(directory, "none", "b.zip"))).Refusal!.Detail
        );
        Assert.Equal(
            $"{directory} is a directory. Give a file, for example baton.zip.",
            (await BackupAsync(storage, directory)).Refusal!.Detail
        );
    }

    private static Task<Outcome<BackupStore.Result>> BackupAsync(
        StorageOptions storage,
        string file,
        bool force = false
    ) => BackupStore.RunAsync(storage, Folder.Of(storage), file, force, DateTime.UnixEpoch, Cancel);
}

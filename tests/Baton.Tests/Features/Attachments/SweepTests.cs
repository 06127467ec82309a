using Baton.Features.Attachments;
using Baton.Features.Attachments.Files;
using Baton.Storage;
using Baton.Tests.App;
using Baton.Tests.Features.Doctor;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Attachments;

/// <summary>What leaves the disk, when, and by whose word.</summary>
public sealed class SweepTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EitherEngine]
    public async Task A_start_on_an_empty_database_touches_nothing(Engine engine)
    {
        var storage = await BatonApp.NewStorageAsync(engine);
        IReadOnlyList<string> before;
        await using (var app = await BatonApp.StartAsync(storage))
        {
            var cast = await app.CastAsync();
            var id = (await cast.InitiatedAsync()).HandoffId;
            for (var n = 0; n < 3; n++)
                await cast.Alice.Api.AttachAsync(id, "a.txt", Uploads.Text($"{n}"), cancellationToken: Cancel);
            await Uploads.WaitAsync(app, files => files.Count == 3);
            Uploads.Age(app);
            before = Uploads.OnDisk(app);
        }

        var fresh = await BatonApp.NewStorageAsync(engine);
        CopyFiles(storage, fresh);
        var time = new FakeTimeProvider(Morning);
        await using var wrong = await BatonApp.StartAsync(fresh, time: time);
        time.Advance(TimeSpan.FromHours(2));
        Assert.Contains(
            "nothing was moved because the files belong to another database",
            (await wrong.AdminAsync("doctor", "--repair")).Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Warning: The attachments folder belongs to another database: no handoff of this database "
                + "uses 3 of its files.",
            await Checkup.FoundAsync(wrong, "attachments"),
            StringComparison.Ordinal
        );
        var other = await wrong.CastAsync();
        var own = (await other.InitiatedAsync()).HandoffId;
        var mine = (await other.Alice.Api.AttachAsync(own, "mine.txt", Uploads.Text("mine"), cancellationToken: Cancel))
            .Attachments[0]
            .Sha256;
        await other.Alice.Api.DetachAsync(own, 1, Cancel);
        await Uploads.WaitAsync(wrong, files => files.Count == 4);
        Uploads.Age(wrong);
        await wrong.AdminAsync("doctor", "--repair");
        await Uploads.SweepAsync(wrong);
        File.Delete(new FolderOwner(Uploads.FilesOf(wrong)).Path); // as an older program left it
        await wrong.AdminAsync("doctor", "--repair");
        await Uploads.SweepAsync(wrong);
        Assert.Equal(
            [.. before.Append(Path.Combine(mine[..2], mine)).Order(StringComparer.Ordinal)],
            Uploads.OnDisk(wrong)
        );
    }

    [Theory, EitherEngine]
    public async Task A_restored_database_sweeps_no_folder_of_the_one_that_was_backed_up(Engine engine)
    {
        var storage = await BatonApp.NewStorageAsync(engine);
        await using var app = await BatonApp.StartAsync(storage);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Alice.Api.AttachAsync(id, "a.txt", Uploads.Text("one"), cancellationToken: Cancel);
        await cast.Alice.Api.DetachAsync(id, 1, Cancel);
        var backup = Path.Combine(storage.DataDirectory, "b.zip");
        (await app.AdminAsync("backup", backup)).Done();
        await cast.Alice.Api.AttachAsync(id, "a.txt", Uploads.Text("one"), cancellationToken: Cancel);
        Assert.Equal(await IdAsync(app), new FolderOwner(Uploads.FilesOf(app)).Installation);

        var restored = await BatonApp.NewStorageAsync(engine);
        CopyFiles(storage, restored);
        (await Cli.RunAsync(["restore", backup, .. Cli.On(restored)])).Done();
        await using var older = await BatonApp.StartAsync(restored);
        Uploads.Age(older);
        var before = Uploads.OnDisk(older);
        await Uploads.SweepAsync(older);
        Assert.Contains(
            "belong to another database",
            (await older.AdminAsync("doctor", "--repair")).Out,
            StringComparison.Ordinal
        );
        Assert.Equal(before, Uploads.OnDisk(older));
        Assert.NotEqual(await IdAsync(app), await IdAsync(older));
    }

    [Theory, EitherEngine]
    public async Task What_was_removed_waits_in_the_trash_for_thirty_days(Engine engine)
    {
        var time = new FakeTimeProvider(Morning);
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Alice.Api.AttachAsync(id, "plan.txt", Uploads.Text("plan"), cancellationToken: Cancel);
        var kept = (await cast.Alice.Api.AttachAsync(id, "kept.txt", Uploads.Text("kept"), cancellationToken: Cancel))
            .Attachments[1]
            .Sha256;
        var gone = (await cast.Alice.Api.GetAsync(id, Cancel)).Attachments[0].Sha256;
        await cast.Alice.Api.DetachAsync(id, 1, Cancel);
        Uploads.Age(app);
        Assert.Contains(
            $"no longer used, will be moved to the trash within the hour: 1: {gone} (plan.txt of handoff {id})",
            (await app.AdminAsync("doctor")).Out,
            StringComparison.Ordinal
        );
        time.Advance(TimeSpan.FromHours(1));
        var trashed = Path.Combine("trash", $"{time.GetUtcNow():yyyy-MM-dd}", gone);
        await Uploads.WaitAsync(app, files => files.Contains(trashed));
        Assert.Equal([kept], Uploads.FilesOf(app).All());
        var said = (await app.AdminAsync("doctor")).Out;
        Assert.Contains(
            $"the first to be deleted after {time.GetUtcNow().AddDays(30):yyyy-MM-dd}: 1: {gone} "
                + $"(plan.txt of handoff {id}); to restore one, copy it to a file with its old name and "
                + "attach that file",
            said,
            StringComparison.Ordinal
        );
        var backup = Path.Combine(app.Storage.DataDirectory, "b.zip");
        (await app.AdminAsync("backup", backup)).Done();
        Assert.DoesNotContain(
            gone,
            (await System.IO.Compression.ZipFile.OpenReadAsync(backup, Cancel)).Entries.Select(entry => entry.Name)
        );

        time.Advance(TimeSpan.FromDays(30));
        await Uploads.WaitAsync(app, files => files.Contains(trashed));
        time.Advance(TimeSpan.FromDays(1));
        await Uploads.WaitAsync(app, files => !files.Contains(trashed));
        Assert.Equal([kept], Uploads.FilesOf(app).All());
    }

    [Theory, EitherEngine]
    public async Task What_a_handoff_names_comes_back_from_the_trash(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        var hash = (await cast.Alice.Api.AttachAsync(id, "a.txt", Uploads.Text("one"), cancellationToken: Cancel))
            .Attachments[0]
            .Sha256;
        new AttachmentTrash(Uploads.FilesOf(app)).Move(hash, Morning.UtcDateTime.AddYears(-1));
        Assert.Contains(
            $"Fault: Attachment 1 of handoff {id} (a.txt) is in the trash instead of its folder.",
            await Checkup.FoundAsync(app, "attachments"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "restored from it: 1",
            (await app.AdminAsync("doctor", "--repair")).Out,
            StringComparison.Ordinal
        );
        Assert.Equal("", await Checkup.FoundAsync(app, "attachments"));
    }

    [Theory, EitherEngine]
    public async Task What_a_killed_server_left_of_uploads_goes(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        var named = (await cast.Alice.Api.AttachAsync(id, "a.txt", Uploads.Text("one"), cancellationToken: Cancel))
            .Attachments[0]
            .Sha256;
        var files = Uploads.FilesOf(app);
        var own = await IdAsync(app);
        var unfinished = new IncomingFile(files, own);
        var placed = new IncomingFile(files, own);
        var later = new IncomingFile(files, own);
        await unfinished.FillAsync(Uploads.Text("unfinished"), 100, () => { }, Cancel);
        await placed.FillAsync(Uploads.Text("placed"), 100, () => { }, Cancel);
        placed.Place();
        await later.FillAsync(Uploads.Text("one"), 100, () => { }, Cancel);
        later.Place();
        var stranger = new IncomingFile(files, new string('f', 32));
        await stranger.FillAsync(Uploads.Text("stranger"), 100, () => { }, Cancel);
        await Uploads.SweepAsync(app);
        // an hour is given
        Assert.Equal(4, Uploads.OnDisk(app).Count(path => path.StartsWith("incoming", StringComparison.Ordinal)));
        Uploads.Age(app);
        await Uploads.SweepAsync(app);
        Assert.Equal([named], files.All());
        Assert.Equal([placed.Sha256], new AttachmentTrash(files).All().Select(file => file.Sha256));
        Assert.StartsWith(
            Path.Combine("incoming", new string('f', 32)),
            Assert.Single(Uploads.OnDisk(app), path => path.StartsWith("incoming", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
    }

    [Theory, EitherEngine]
    public async Task A_folder_of_an_older_program_is_taken_over_by_whom_its_files_belong_to(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Alice.Api.AttachAsync(id, "a.txt", Uploads.Text("one"), cancellationToken: Cancel);
        await Uploads.WaitAsync(app, files => files.Count == 1);
        var owner = new FolderOwner(Uploads.FilesOf(app));
        File.Delete(owner.Path);
        await Uploads.SweepAsync(app);
        Assert.Equal(await IdAsync(app), owner.Installation);
    }

    private static Task<string> IdAsync(BatonApp app) =>
        app.ReadAsync(db => Task.FromResult(db.Installations.Single().Id));

    /// <summary>The folder of files as it is, and no database.</summary>
    private static void CopyFiles(StorageOptions from, StorageOptions to)
    {
        var source = new AttachmentFiles(from).Root;
        var target = new AttachmentFiles(to).Root;
        foreach (var path in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
            File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(path));
        }
    }
}

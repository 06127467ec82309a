using Baton.Features.Attachments;
using Baton.Features.Attachments.Files;
using Baton.Features.Backup;
using Baton.Storage;
using Baton.Tests.App;
using Baton.Tests.Features.Doctor;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Attachments;

/// <summary>Files that are kept elsewhere than in the data directory.</summary>
public sealed class FileStoreTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    /// <summary>More than two pieces.</summary>
    private static readonly string Long = string.Concat(Enumerable.Range(0, 100_000).Select(n => $"{n};"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task The_database_keeps_files_in_pieces_and_any_server_gives_them(Engine engine)
    {
        var time = new FakeTimeProvider(Morning);
        await using var app = await BatonApp.StartAsync(engine, InDatabase, time);
        await RoundAsync(app, time);
        Assert.Empty(await app.ReadAsync(db => db.FileChunks.Select(chunk => chunk.Number).ToListAsync(Cancel)));
        Assert.Empty(Uploads.OnDisk(app));
    }

    [Theory, EitherEngine]
    public async Task A_bucket_keeps_files_and_without_it_the_rest_works(Engine engine)
    {
        var time = new FakeTimeProvider(Morning);
        await using var bucket = await BucketServer.StartAsync(time);
        await using var app = await BatonApp.StartAsync(
            engine,
            new Dictionary<string, string?> { [FilesOptions.Setting] = bucket.Setting },
            time
        );
        var (cast, id) = await RoundAsync(app, time);
        Assert.Equal(["company/installation"], bucket.Objects.Keys);

        await cast.Alice.Api.AttachAsync(id, "b.txt", Uploads.Text("there"), cancellationToken: Cancel);
        var backup = Path.Combine(app.Storage.DataDirectory, "b.zip");
        Assert.Null(
            (
                await BackupStore.RunAsync(
                    app.Storage,
                    app.Services.GetRequiredService<StoredFiles>(),
                    backup,
                    force: false,
                    DateTime.UnixEpoch,
                    Cancel
                )
            ).Refusal
        );
        Assert.Contains(
            (await System.IO.Compression.ZipFile.OpenReadAsync(backup, Cancel)).Entries,
            entry => entry.FullName.StartsWith(Manifest.AttachmentsFolder, StringComparison.Ordinal)
        );
        await bucket.StopAsync();
        var refused = await Uploads.PostAsync(
            app,
            cast.Alice,
            id,
            [.. Uploads.Part(Named, "x"u8.ToArray()), .. Uploads.End]
        );
        Assert.Equal(503, refused.Status);
        Assert.Contains("files of handoffs cannot be reached right now", refused.Body, StringComparison.Ordinal);
        var number = (await cast.Alice.Api.GetAsync(id, Cancel)).Attachments[^1].Number;
        Assert.Equal(
            503,
            (await app.SendAsync(cast.Alice, HttpMethod.Get, $"api/v1/handoffs/{id}/attachments/{number}")).Status
        );
        await cast.InitiatedAsync();
        Assert.Empty(Uploads.OnDisk(app));
    }

    [Theory, BothEngines]
    public async Task Files_of_a_directory_move_in_and_the_old_ones_stay(Engine engine)
    {
        var storage = await EmptyStores.CopyAsync(engine);
        long id;
        Cast cast;
        IReadOnlyList<string> before;
        await using (var app = await BatonApp.StartAsync(storage))
        {
            cast = await app.CastAsync();
            id = (await cast.InitiatedAsync()).HandoffId;
            await cast.Alice.Api.AttachAsync(id, "long.txt", Uploads.Text(Long), cancellationToken: Cancel);
            await cast.Alice.Api.AttachAsync(id, "gone.txt", Uploads.Text("gone"), cancellationToken: Cancel);
            await cast.Alice.Api.DetachAsync(id, 2, Cancel);
            await Uploads.WaitAsync(app, files => files.Count == 2);
            before = Uploads.OnDisk(app);
        }

        await using var later = await BatonApp.StartAsync(storage, InDatabase);
        Assert.Equal(Long, await DownloadAsync(later, cast.Alice, id, 1));
        await Wait.ForAsync(
            () => later.ReadAsync(db => db.StoredFiles.Select(file => file.Size).ToListAsync(Cancel)),
            sizes => sizes.SequenceEqual([Long.Length])
        );
        Assert.Equal(before, Uploads.OnDisk(later));
        Directory.Delete(Uploads.FilesOf(later).Root, recursive: true);
        Assert.Equal(Long, await DownloadAsync(later, cast.Alice, id, 1));
        Assert.Equal("", await Checkup.FoundAsync(later, "attachments"));
    }

    [Theory]
    [InlineData("s3:/nothing", false)]
    [InlineData("somewhere", false)]
    [InlineData("database", true)]
    [InlineData("/srv/files", true)]
    [InlineData("s3://bucket/path?endpoint=http://127.0.0.1:9000", true)]
    public void A_place_that_is_none_is_a_fault(string place, bool isOne)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager
        {
            [FilesOptions.Setting] = place,
        };
        Assert.Equal(isOne, !FilesOptions.Faults(configuration).Any());
    }

    private static Dictionary<string, string?> InDatabase => new() { [FilesOptions.Setting] = "database" };

    private const string Named = "name=\"file\"; filename=\"x.txt\"";

    /// <summary>In, out, damaged on the way, out of use, back, and for good.</summary>
    private static async Task<(Cast Cast, long Id)> RoundAsync(BatonApp app, FakeTimeProvider time)
    {
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Alice.Api.AttachAsync(id, "long.txt", Uploads.Text(Long), cancellationToken: Cancel);
        await cast.Alice.Api.AttachAsync(id, "again.txt", Uploads.Text(Long), cancellationToken: Cancel);
        Assert.Equal(Long, await DownloadAsync(app, cast.Alice, id, 1));
        Assert.Equal("", await Checkup.FoundAsync(app, "attachments"));
        await cast.Alice.Api.DetachAsync(id, 1, Cancel);
        await cast.Alice.Api.DetachAsync(id, 2, Cancel);
        var store = (SweptStore)app.Services.GetRequiredService<FileStore>();
        await Uploads.SweepAsync(app);
        Assert.Null(Assert.Single(await store.ListAsync(Cancel)).TrashedAt);
        time.Advance(TimeSpan.FromHours(2));
        await Uploads.SweepAsync(app);
        Assert.NotNull(Assert.Single(await store.ListAsync(Cancel)).TrashedAt);

        await cast.Alice.Api.AttachAsync(id, "long.txt", Uploads.Text(Long), cancellationToken: Cancel);
        await Uploads.SweepAsync(app);
        Assert.Equal(Long, await DownloadAsync(app, cast.Alice, id, 3));
        await cast.Alice.Api.DetachAsync(id, 3, Cancel);
        time.Advance(TimeSpan.FromHours(2));
        await Uploads.SweepAsync(app);
        time.Advance(TimeSpan.FromDays(32));
        await Uploads.SweepAsync(app);
        Assert.Empty(await store.ListAsync(Cancel));
        return (cast, id);
    }

    private static async Task<string> DownloadAsync(BatonApp app, Someone who, long id, int number)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri(app.Url, $"api/v1/handoffs/{id}/attachments/{number}")
        );
        request.Headers.Authorization = new("Bearer", who.Token);
        using var http = new HttpClient();
        using var response = await http.SendAsync(request, Cancel);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(Cancel);
    }
}

using System.Net.Sockets;
using System.Text;
using Baton.Tests.App;

namespace Baton.Tests.Features.Attachments;

/// <summary>
/// What is refused or broken off leaves nothing on the disk, whatever the reason and however late it is found.
/// </summary>
public sealed class RefusedUploadTests(SharedApps apps)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EitherEngine]
    public async Task Every_refusal_leaves_nothing(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(
            engine,
            new Dictionary<string, string?> { ["BATON_ATTACHMENT_MAX"] = "2K", ["BATON_ATTACHMENTS_TOTAL"] = "3K" }
        );
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Alice.Api.AttachAsync(id, "first.txt", Uploads.Text(new string('a', 2000)), "k", Cancel);
        await Uploads.WaitAsync(app, files => files.Count == 1);
        var before = Uploads.OnDisk(app);
        var together = await Refusals.RefusedAsync(
            cast.Alice.Api.AttachAsync(id, "more.txt", Uploads.Text(new string('b', 2000)), cancellationToken: Cancel)
        );
        Assert.Equal(
            (
                422,
                "The files of a handoff may have at most 3 KB together (BATON_ATTACHMENTS_TOTAL). "
                    + "Remove one first, or attach a smaller one."
            ),
            (together.Status, together.Detail)
        );
        Assert.Equal(
            "idempotency-key-reused",
            (
                await Refusals.RefusedAsync(
                    cast.Alice.Api.AttachAsync(id, "first.txt", Uploads.Text("other"), "k", Cancel)
                )
            ).Type
        );
        byte[] part = Uploads.Part("name=\"file\"; filename=\"a.txt\"", "one"u8.ToArray());
        foreach (
            var (body, status) in ((byte[], int)[])
                [
                    ([.. part, .. part, .. Uploads.End], 422),
                    ([.. Uploads.Part("name=\"other\"; filename=\"a.txt\"", "one"u8.ToArray()), .. Uploads.End], 422),
                    ([.. Uploads.Part("name=\"file\"", "one"u8.ToArray()), .. Uploads.End], 422),
                    (part, 400),
                    (part[..^4], 400),
                    ("nonsense"u8.ToArray(), 400),
                    (
                        [
                            .. Enumerable.Range(0, 70).SelectMany(n => Uploads.Part($"name=\"f{n}\"", [])),
                            .. part,
                            .. Uploads.End,
                        ],
                        400
                    ),
                ]
        )
        {
            Assert.Equal(status, (await Uploads.PostAsync(app, cast.Alice, id, body)).Status);
        }

        Assert.Equal(404, (await Uploads.PostAsync(app, cast.Charlie, id, [.. part, .. Uploads.End])).Status);
        await Uploads.WaitAsync(app, files => files.SequenceEqual(before));
        Assert.Equal(before.Count, (await cast.Alice.Api.GetAsync(id, Cancel)).Attachments.Count);
    }

    [Theory, EitherEngine]
    public async Task The_number_is_looked_at_before_anything_is_stored(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        for (var n = 0; n < 50; n++)
            await cast.Alice.Api.AttachAsync(id, "a.txt", Uploads.Text($"{id} {n}"), cancellationToken: Cancel);
        var problem = await Refusals.RefusedAsync(
            cast.Alice.Api.AttachAsync(id, "a.txt", Uploads.Text($"{id} one too many"), cancellationToken: Cancel)
        );
        Assert.Equal((422, "A handoff may have at most 50 files. Remove one first."), (problem.Status, problem.Detail));
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var page = await alice.GetAsync($"/handoffs/{id}");
        Assert.Equal([problem.Detail], (await alice.UploadAsync(page, "Add", "a.txt", "page"u8.ToArray())).Faults);
        var late = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"{id} one too many"));
        Assert.False(Uploads.FilesOf(cast.App).Exists(Convert.ToHexStringLower(late)));
    }

    [Theory, EitherEngine]
    public async Task Of_many_at_once_those_that_come_too_late_leave_nothing(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(
            engine,
            new Dictionary<string, string?> { ["BATON_ATTACHMENT_MAX"] = "1K", ["BATON_ATTACHMENTS_TOTAL"] = "1K" }
        );
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        var sent = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(n =>
                    Uploads.PostAsync(
                        app,
                        cast.Alice,
                        id,
                        [
                            .. Uploads.Part(
                                "name=\"file\"; filename=\"a.txt\"",
                                Encoding.ASCII.GetBytes($"{n % 4}" + new string('x', 800))
                            ),
                            .. Uploads.End,
                        ]
                    )
                )
        );
        Assert.Equal(1, sent.Count(answer => answer.Status == 200));
        Assert.Equal(11, sent.Count(answer => answer.Status is 422));
        var kept = Assert.Single((await cast.Alice.Api.GetAsync(id, Cancel)).Attachments);
        await Uploads.WaitAsync(
            app,
            files =>
                files.Count(path => !path.StartsWith("incoming", StringComparison.Ordinal)) <= 4
                && !files.Any(path => path.EndsWith(".part", StringComparison.Ordinal))
        );
        Assert.Contains(Path.Combine(kept.Sha256[..2], kept.Sha256), Uploads.OnDisk(app));
        Assert.True(await Uploads.FilesOf(app).IsWholeAsync(kept.Sha256, Cancel));
        Uploads.Age(app);
        await Uploads.SweepAsync(app);
        Assert.Equal([kept.Sha256], Uploads.FilesOf(app).All());
    }

    [Theory, EitherEngine]
    public async Task A_full_disk_is_said_and_nothing_is_changed(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(
            engine,
            new Dictionary<string, string?> { ["BATON_DISK_FREE"] = "1024G" }
        );
        var cast = await app.CastAsync();
        var handoff = await cast.InitiatedAsync();
        var answer = await Uploads.PostAsync(
            app,
            cast.Alice,
            handoff.HandoffId,
            [.. Uploads.Part("name=\"file\"; filename=\"a.txt\"", "one"u8.ToArray()), .. Uploads.End]
        );
        Assert.Equal(
            (503, "storage-unavailable", "The disk is full. Nothing was changed."),
            (answer.Status, answer.Problem.Type, answer.Problem.Detail)
        );
        Assert.NotNull(answer.Message.Headers.RetryAfter);
        Assert.Equal(handoff.Version, (await cast.Alice.Api.GetAsync(handoff.HandoffId, Cancel)).Version);
        Assert.Empty(Uploads.OnDisk(app));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said_too()
    {
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        await File.WriteAllTextAsync(Uploads.FilesOf(app).Root, "in the way", Cancel);
        var answer = await Uploads.PostAsync(
            app,
            cast.Alice,
            id,
            [.. Uploads.Part("name=\"file\"; filename=\"a.txt\"", "one"u8.ToArray()), .. Uploads.End]
        );
        Assert.Equal(
            (503, "The attachments directory is not writable. Nothing was changed."),
            (answer.Status, answer.Problem.Detail)
        );
    }

    [Fact]
    public async Task Who_goes_away_in_the_middle_leaves_nothing()
    {
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(app.Url.Host, app.Url.Port, Cancel);
            var stream = client.GetStream();
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST /api/v1/handoffs/{id}/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: "
                        + $"Bearer {cast.Alice.Token}\r\nContent-Type: multipart/form-data; "
                        + $"boundary={Uploads.Boundary}\r\nContent-Length: 1000000\r\n\r\n"
                ),
                Cancel
            );
            await stream.WriteAsync(
                Uploads.Part("name=\"file\"; filename=\"a.txt\"", Encoding.ASCII.GetBytes(new string('x', 300_000))),
                Cancel
            );
            await Uploads.WaitAsync(app, files => files.Any(path => path.EndsWith(".part", StringComparison.Ordinal)));
        }

        await Uploads.WaitAsync(app, files => files.Count == 0);
    }
}

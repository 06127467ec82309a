using System.Net.Http.Headers;
using System.Text;
using Baton.Client;
using Baton.Features.Attachments.Files;
using Baton.Features.Handoffs.Commands;
using Baton.Tests.App;
using Baton.Tests.Features.Doctor;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.Attachments;

public sealed class AttachmentTests(SharedApps apps)
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, .. new byte[3000]];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EitherEngine]
    public async Task Both_sides_attach_and_whoever_sees_the_handoff_downloads(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        var attached = await cast.Alice.Api.AttachAsync(
            id,
            "../Vertrag “neu”.pdf",
            new MemoryStream(Pdf),
            cancellationToken: Cancel
        );
        var again = await cast.Bob.Api.AttachAsync(
            id,
            "list.csv",
            new MemoryStream("a;b"u8.ToArray()),
            cancellationToken: Cancel
        );
        Assert.Equal(attached.Version + 1, again.Version);
        Assert.Equal(
            [
                (1, "Vertrag “neu”.pdf", "application/pdf", 3009L, cast.Alice.Key),
                (2, "list.csv", "text/csv", 3L, cast.Bob.Key),
            ],
            again.Attachments.Select(attachment =>
                (attachment.Number, attachment.Name, attachment.ContentType, attachment.Size, attachment.By)
            )
        );
        var got = new MemoryStream();
        await cast.Bob.Api.DownloadAsync(id, 1, got, Cancel);
        Assert.Equal(Pdf, got.ToArray());
        Assert.Equal(
            404,
            (
                await Assert.ThrowsAsync<BatonException>(() =>
                    cast.Charlie.Api.DownloadAsync(id, 1, new MemoryStream(), Cancel)
                )
            )
                .Problem
                .Status
        );
        Assert.Equal(
            404,
            (
                await Refusals.RefusedAsync(
                    cast.Charlie.Api.AttachAsync(
                        id,
                        "x.txt",
                        new MemoryStream("x"u8.ToArray()),
                        cancellationToken: Cancel
                    )
                )
            ).Status
        );

        var answer = await cast.App.SendAsync(cast.Alice, HttpMethod.Get, $"api/v1/handoffs/{id}/attachments/1");
        var headers = answer.Message;
        Assert.StartsWith(
            "attachment;",
            headers.Content.Headers.ContentDisposition!.ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            ("nosniff", "application/pdf"),
            (headers.Headers.GetValues("X-Content-Type-Options").Single(), answer.ContentType)
        );
        var policy = headers.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("sandbox", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        var events = (await cast.Alice.Api.GetEventsAsync(id, Cancel)).Items.Select(item => item.Kind);
        Assert.Equal(2, events.Count(kind => kind == "attachment.added"));
    }

    [Theory, EitherEngine]
    public async Task Who_attached_it_or_a_lead_takes_it_away_while_it_is_not_over(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.AcceptedAsync()).HandoffId;
        await cast.Alice.Api.AttachAsync(id, "a.txt", Text("one"), cancellationToken: Cancel);
        await cast.Alice.Api.AttachAsync(id, "b.txt", Text("two"), cancellationToken: Cancel);
        Assert.Equal(403, (await Refusals.RefusedAsync(cast.Bob.Api.DetachAsync(id, 1, Cancel))).Status);
        Assert.Equal(
            [2],
            (await cast.Alice.Api.DetachAsync(id, 1, Cancel)).Attachments.Select(attachment => attachment.Number)
        );
        Assert.Empty((await cast.Ben.Api.DetachAsync(id, 2, Cancel)).Attachments);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Alice.Api.DetachAsync(id, 1, Cancel))).Status);
        Assert.Equal(
            404,
            (
                await Assert.ThrowsAsync<BatonException>(() =>
                    cast.Alice.Api.DownloadAsync(id, 1, new MemoryStream(), Cancel)
                )
            )
                .Problem
                .Status
        );
        Assert.Equal(
            [3],
            (await cast.Bob.Api.AttachAsync(id, "c.txt", Text("three"), cancellationToken: Cancel)).Attachments.Select(
                attachment => attachment.Number
            )
        );
        foreach (var step in (string[])["first-step", "second"])
            await cast.Bob.Api.TickAsync(id, step, new TickRequest(Done: true), Cancel);
        await cast.Bob.Api.CompleteAsync(id, cancellationToken: Cancel);
        Assert.Equal(409, (await Refusals.RefusedAsync(cast.Bob.Api.DetachAsync(id, 3, Cancel))).Status);
        Assert.Equal(
            409,
            (
                await Refusals.RefusedAsync(
                    cast.Bob.Api.AttachAsync(id, "d.txt", Text("four"), cancellationToken: Cancel)
                )
            ).Status
        );
        Assert.Equal("", await Checkup.FoundAsync(cast.App, "history"));
    }

    [Theory, EitherEngine]
    public async Task What_is_not_taken_is_named_and_leaves_nothing(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(
            engine,
            new Dictionary<string, string?> { ["BATON_ATTACHMENT_MAX"] = "2K", ["BATON_ATTACHMENT_TYPES"] = "pdf, txt" }
        );
        var cast = await app.CastAsync();
        var handoff = await cast.InitiatedAsync();
        foreach (
            var (name, content, status, said) in ((string, byte[], int, string)[])
                [
                    (
                        "page.html",
                        "<script>"u8.ToArray(),
                        422,
                        "page.html: files of this type are not allowed. Allowed are pdf, txt."
                    ),
                    ("data.csv", "a"u8.ToArray(), 422, "Allowed are pdf, txt."),
                    ("noending", "a"u8.ToArray(), 422, "not allowed"),
                    ("program.pdf", "MZ\u0090"u8.ToArray(), 422, "program.pdf is not pdf"),
                    ("binary.txt", [1, 0, 2], 422, "binary.txt is not txt"),
                    ("empty.txt", [], 422, "not empty"),
                    (
                        "large.txt",
                        Encoding.ASCII.GetBytes(new string('x', 2049)),
                        413,
                        "must not be larger than 2 KB (BATON_ATTACHMENT_MAX)"
                    ),
                    ("huge.txt", new byte[1024 * 1024 * 3], 413, "must not be larger than 2 KB (BATON_ATTACHMENT_MAX)"),
                ]
        )
        {
            var problem = await Refusals.RefusedAsync(
                cast.Alice.Api.AttachAsync(
                    handoff.HandoffId,
                    name,
                    new MemoryStream(content),
                    cancellationToken: Cancel
                )
            );
            Assert.Equal(status, problem.Status);
            Assert.Contains(said, problem.Detail, StringComparison.Ordinal);
        }

        Assert.Equal(
            "file",
            (await app.SendAsync(cast.Alice, HttpMethod.Post, $"api/v1/handoffs/{handoff.HandoffId}/attachments", "{}"))
                .Problem.Errors!.Single()
                .Field
        );
        Assert.Equal(1, (await cast.Alice.Api.GetAsync(handoff.HandoffId, Cancel)).Version);
        Assert.Empty(app.Services.GetRequiredService<AttachmentFiles>().All());
        Assert.Contains(
            "BATON_ATTACHMENT_MAX",
            AttachmentOptions.Faults(Settings("BATON_ATTACHMENT_MAX", "2 GB")).Single(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "it also has exe",
            AttachmentOptions.Faults(Settings("BATON_ATTACHMENT_TYPES", "pdf,exe")).Single(),
            StringComparison.Ordinal
        );
    }

    [Theory, EitherEngine]
    public async Task The_same_key_attaches_once(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        var first = await cast.Alice.Api.AttachAsync(id, "a.txt", Text("one"), "k", Cancel);
        Assert.Equal(first.Version, (await cast.Alice.Api.AttachAsync(id, "a.txt", Text("one"), "k", Cancel)).Version);
        Assert.Equal(
            "idempotency-key-reused",
            (await Refusals.RefusedAsync(cast.Alice.Api.AttachAsync(id, "a.txt", Text("other"), "k", Cancel))).Type
        );
        Assert.Single((await cast.Alice.Api.GetAsync(id, Cancel)).Attachments);
    }

    [Theory, EitherEngine]
    public async Task A_backup_brings_them_back_and_the_doctor_looks_at_each(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        var hash = (await cast.Alice.Api.AttachAsync(id, "a.pdf", new MemoryStream(Pdf), cancellationToken: Cancel))
            .Attachments[0]
            .Sha256;
        Assert.Equal("", await Checkup.FoundAsync(app, "attachments"));
        var backup = Path.Combine(app.Storage.DataDirectory, "b.zip");
        (await app.AdminAsync("backup", backup)).Done();
        var other = await BatonApp.NewStorageAsync(engine);
        (await Cli.RunAsync(["restore", backup, .. Cli.On(other)])).Done();
        Assert.Equal(Pdf, await File.ReadAllBytesAsync(new AttachmentFiles(other).PathOf(hash), Cancel));

        var files = app.Services.GetRequiredService<AttachmentFiles>();
        var left = await files.KeepAsync(Text("nobody's"), Cancel);
        await File.WriteAllTextAsync(files.PathOf(hash), "changed", Cancel);
        var found = await Checkup.FoundAsync(app, "attachments");
        Assert.Contains(
            $"Fault: Attachment 1 of handoff {id} (a.pdf) is not the file that was attached",
            found,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Warning: Files in the attachments folder that no handoff uses: 1.",
            found,
            StringComparison.Ordinal
        );
        File.Delete(files.PathOf(hash));
        Assert.Contains(
            "is missing on the disk",
            await Checkup.FoundAsync(app, "attachments"),
            StringComparison.Ordinal
        );
        Assert.Equal(
            500,
            (await app.SendAsync(cast.Alice, HttpMethod.Get, $"api/v1/handoffs/{id}/attachments/1")).Status
        );

        await files.KeepAsync(new MemoryStream(Pdf), Cancel);
        Assert.Contains(
            "files moved to the trash: 0",
            (await app.AdminAsync("doctor", "--repair")).Out,
            StringComparison.Ordinal
        );
        File.SetLastWriteTimeUtc(files.PathOf(left), DateTime.UnixEpoch);
        Assert.Contains(
            "files moved to the trash: 1",
            (await app.AdminAsync("doctor", "--repair")).Out,
            StringComparison.Ordinal
        );
        Assert.Equal([hash], files.All());
    }

    [Fact]
    public async Task They_are_added_and_removed_on_the_page()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var path = $"/handoffs/{(await cast.AcceptedAsync()).HandoffId}";
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var page = await bob.UploadAsync(
            await bob.GetAsync(path),
            "Add",
            "plan.txt",
            Encoding.UTF8.GetBytes("The plan")
        );
        Assert.Equal(path, page.Path);
        Assert.Contains("plan.txt", page.Document.QuerySelector("#attachments")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("added the file plan.txt", page.Text, StringComparison.Ordinal);
        var file = await bob.GetAsync(page.Document.QuerySelector("#attachments a")!.GetAttribute("href")!);
        Assert.Equal(
            ("The plan", "attachment"),
            (file.Document.Body!.TextContent, file.Response.Content.Headers.ContentDisposition!.DispositionType)
        );
        Assert.Equal(
            [
                "plan.exe: files of this type are not allowed. Allowed are "
                    + string.Join(", ", AttachmentTypes.Known)
                    + ".",
            ],
            (await bob.UploadAsync(page, "Add", "plan.exe", [1])).Faults
        );
        Assert.Contains(
            "removed the file plan.txt",
            (await bob.SubmitAsync(page, "Remove plan.txt")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_command_line_attaches_and_downloads()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var id = $"{(await cast.InitiatedAsync()).HandoffId}";
        var folder = Directory.CreateTempSubdirectory("baton-test-").FullName;
        var file = Path.Combine(folder, "a.txt");
        var copy = Path.Combine(folder, "b.txt");
        await File.WriteAllTextAsync(file, "content", Cancel);
        Assert.Contains(
            "attached a.txt as file 1.",
            (await cast.App.CliAsync(cast.Alice, "handoff", "attach", id, file)).Done().Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "file\t1\ta.txt",
            (await cast.App.CliAsync(cast.Alice, "handoff", "show", id)).Done().Out,
            StringComparison.Ordinal
        );
        (await cast.App.CliAsync(cast.Bob, "handoff", "download", id, "1", "--output", copy)).Done();
        Assert.Equal("content", await File.ReadAllTextAsync(copy, Cancel));
        (await cast.App.CliAsync(cast.Bob, "handoff", "download", id, "1", "--output", copy)).Refused("already exists");
        (await cast.App.CliAsync(cast.Bob, "handoff", "attach", id, Path.Combine(folder, "none.txt"))).Refused(
            "cannot be read"
        );
        Assert.Contains(
            "file 1 is removed.",
            (await cast.App.CliAsync(cast.Alice, "handoff", "detach", id, "1")).Done().Out,
            StringComparison.Ordinal
        );
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private static Microsoft.Extensions.Configuration.IConfiguration Settings(string name, string value) =>
        Microsoft
            .Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(
                new Microsoft.Extensions.Configuration.ConfigurationBuilder(),
                new Dictionary<string, string?> { [name] = value }
            )
            .Build();
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Features.Attachments.Files;
using Baton.Tests.App;

namespace Baton.Tests.Features.Attachments;

public sealed class AttachmentNameTests(SharedApps apps)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EitherEngine]
    public async Task Any_text_is_kept_and_comes_back(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        foreach (
            var (sent, kept) in ((string, string)[])
                [
                    ("𠮷田 契約 🚀.txt", "𠮷田 契約 🚀.txt"),
                    ("12\" disk.txt", "12\" disk.txt"),
                    ("50%22 off %0D.txt", "50%22 off %0D.txt"),
                    ("a\nb\r\0.txt", "a_b__.txt"),
                    ("invoice\u202Efdp.txt", "invoice_fdp.txt"),
                    ("e\u0301té.txt", "e\u0301té.txt"),
                    (@"..\..\etc/passwd.txt", "passwd.txt"),
                    ("...hidden.txt. ", "hidden.txt"),
                    (".txt", "file.txt"),
                    ("\u200B\u3164.txt", "file.txt"),
                    ("CON.txt", "CON.txt"),
                    (new string('k', 300) + ".txt", new string('k', 196) + ".txt"),
                    (
                        string.Concat(Enumerable.Repeat("👩‍👩‍👧", 30)) + ".txt",
                        string.Concat(Enumerable.Repeat("👩‍👩‍👧", 10)) + ".txt"
                    ),
                ]
        )
        {
            var file = (
                await cast.Alice.Api.AttachAsync(id, sent, Uploads.Text("x"), cancellationToken: Cancel)
            ).Attachments[^1];
            Assert.Equal(kept, file.Name);
            var header = (
                await cast.App.SendAsync(cast.Bob, HttpMethod.Get, $"api/v1/handoffs/{id}/attachments/{file.Number}")
            )
                .Message
                .Content
                .Headers
                .ContentDisposition!;
            Assert.Equal(("attachment", kept), (header.DispositionType, header.FileNameStar));
        }
    }

    [Fact]
    public async Task A_form_says_the_name_as_browsers_and_other_programs_do()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var id = (await cast.InitiatedAsync()).HandoffId;
        foreach (
            var (said, kept) in ((string, string)[])
                [
                    ("filename=\"a%22b%0D%0Ac.txt\"", "a\"b__c.txt"),
                    ("filename=\"a\\\"b.txt\"", "a\"b.txt"),
                    ("filename=\"𠮷田🚀.txt\"", "𠮷田🚀.txt"),
                    ("filename=plain.txt", "plain.txt"),
                    ("filename=\"plan%20b.txt\"", "plan%20b.txt"),
                    ("filename=\"x.pdf\"; filename*=UTF-8''%F0%A0%AE%B7%22%252F.txt", "𠮷\"%2F.txt"),
                ]
        )
        {
            var answer = await Uploads.PostAsync(
                cast.App,
                cast.Alice,
                id,
                [.. Uploads.Part($"name=\"file\"; {said}", "x"u8.ToArray()), .. Uploads.End]
            );
            Assert.Equal(200, answer.Status);
            Assert.Equal(kept, (await cast.Alice.Api.GetAsync(id, Cancel)).Attachments[^1].Name);
        }
    }

    [Fact]
    public async Task The_page_takes_and_shows_them()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var path = $"/handoffs/{(await cast.AcceptedAsync()).HandoffId}";
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var page = await bob.UploadAsync(await bob.GetAsync(path), "Add", "<b>𠮷\u202E🚀.txt", "x"u8.ToArray());
        Assert.Equal("<b>𠮷_🚀.txt", page.Document.QuerySelector("#attachments a")!.TextContent);
        Assert.Contains(
            "removed the file <b>𠮷_🚀.txt",
            (await bob.SubmitAsync(page, "Remove <b>𠮷_🚀.txt")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_command_line_sends_any_name_and_writes_a_safe_one()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var id = $"{(await cast.InitiatedAsync()).HandoffId}";
        var folder = Directory.CreateTempSubdirectory("baton-test-").FullName;
        foreach (var name in (string[])["a\"b\n𠮷🚀.txt", "--.txt"])
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), "content", Cancel);
            (await cast.App.CliAsync(cast.Alice, "handoff", "attach", id, Path.Combine(folder, name))).Done();
        }

        Assert.Equal(
            ["a\"b_𠮷🚀.txt", "--.txt"],
            (await cast.Alice.Api.GetAsync(long.Parse(id), Cancel)).Attachments.Select(attachment => attachment.Name)
        );
        var exported = await BatonProcess.RunAsync(null, null, ["export", .. Cli.On(cast.App.Storage)]);
        var copy = Path.Combine(folder, "copy");
        var escaped = JsonEncodedText.Encode("a\"b_𠮷🚀.txt", JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        Assert.Contains(escaped, exported.Out, StringComparison.Ordinal);
        (await cast.App.CliAsync(cast.Bob, "handoff", "download", id, "1", "--output", copy)).Done();
        Assert.Equal("content", await File.ReadAllTextAsync(copy, Cancel));
    }

    [Theory]
    [InlineData("..", "file")]
    [InlineData("../../.bashrc", "file.bashrc")]
    [InlineData(@"C:\Windows\win.ini", "win.ini")]
    [InlineData("con", "_con")]
    [InlineData("NUL.tar.gz", "_NUL.tar.gz")]
    [InlineData("COM¹.txt", "_COM¹.txt")]
    [InlineData("console.txt", "console.txt")]
    [InlineData("a\nb\0.txt", "a_b_.txt")]
    [InlineData(" ", "attachment-7")]
    [InlineData(null, "attachment-7")]
    public void A_name_that_a_server_gave_leads_nowhere_else(string? said, string written) =>
        Assert.Equal(written, AttachmentNames.ForDisk(said, 7));

    [Fact]
    public void No_name_is_longer_than_a_disk_takes()
    {
        foreach (
            var stem in (string[])
                [
                    string.Concat(Enumerable.Repeat("𠮷", 100)),
                    "a" + string.Concat(Enumerable.Repeat('\u0301', 400)),
                    "x." + new string('y', 400),
                ]
        )
        {
            var name = AttachmentNames.Clean(stem + ".xlsx");
            Assert.InRange(Encoding.UTF8.GetByteCount(name), 10, 200);
            Assert.EndsWith(".xlsx", name, StringComparison.Ordinal);
            Assert.DoesNotContain('\uFFFD', name);
        }
    }
}

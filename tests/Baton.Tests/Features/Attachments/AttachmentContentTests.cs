using System.Text;
using Baton.Tests.App;

namespace Baton.Tests.Features.Attachments;

/// <summary>The content is what the name's ending says, as the programs that read it see it.</summary>
public sealed class AttachmentContentTests(SharedApps apps)
{
    private static readonly byte[] Pdf = "%PDF-1.7\nrest"u8.ToArray();
    private static readonly byte[] Odd = [0xFF, 0xFE, (byte)'a'];
    private static readonly byte[] Lone = [0xFF, 0xFE, 0x00, 0xD8, (byte)'a', 0];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_readers_accept_is_taken()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var id = (await cast.InitiatedAsync()).HandoffId;
        var utf16 = Encoding
            .Unicode.GetPreamble()
            .Concat(Encoding.Unicode.GetBytes("Straße;𠮷\r\n" + new string('x', 70_001)))
            .ToArray();
        foreach (
            var (name, content, type) in ((string, byte[], string)[])
                [
                    ("bom.pdf", [0xEF, 0xBB, 0xBF, .. Pdf], "application/pdf"),
                    ("line.pdf", [.. "\r\n"u8, .. Pdf], "application/pdf"),
                    ("printer.pdf", [.. "\u001B%-12345X@PJL JOB\r\n"u8, .. Pdf], "application/pdf"),
                    ("late.pdf", [.. new byte[1019], .. Pdf], "application/pdf"),
                    ("little.csv", utf16, "text/csv"),
                    (
                        "big.txt",
                        [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes("Straße")],
                        "text/plain"
                    ),
                    ("utf8.csv", [.. Encoding.UTF8.GetPreamble(), .. "a;b"u8], "text/csv"),
                    ("latin.txt", [0xE4, (byte)'b'], "text/plain"),
                    ("empty.zip", [.. "PK\u0005\u0006"u8, .. new byte[18]], "application/zip"),
                ]
        )
        {
            var file = (
                await cast.Alice.Api.AttachAsync(id, name, new MemoryStream(content), cancellationToken: Cancel)
            ).Attachments[^1];
            Assert.Equal((name, type, content.Length), (file.Name, file.ContentType, file.Size));
        }
    }

    [Fact]
    public async Task What_is_dressed_as_something_else_is_refused()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var id = (await cast.InitiatedAsync()).HandoffId;
        foreach (
            var (name, content) in ((string, byte[])[])
                [
                    ("page.pdf", [.. "<html><script>alert(1)</script>"u8, .. Pdf]),
                    ("bompage.pdf", [0xEF, 0xBB, 0xBF, .. "<svg>"u8, .. Pdf]),
                    ("program.pdf", [.. "MZ\u0001\u0002"u8, .. Pdf]),
                    ("script.pdf", [.. "#!/bin/sh\n"u8, .. Pdf]),
                    ("archive.pdf", [.. "PK\u0003\u0004"u8, .. Pdf]),
                    ("later.pdf", [.. new byte[1020], .. Pdf]),
                    ("odd.txt", Odd),
                    ("lone.txt", Lone),
                    ("zero.txt", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("a\0b")]),
                    ("wide.txt", [.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes("abc")]),
                    ("unmarked.txt", Encoding.Unicode.GetBytes("abc")),
                    ("page.docx", "<html>"u8.ToArray()),
                    ("page.png", [.. "<svg onload=x>"u8]),
                ]
        )
        {
            var problem = await Refusals.RefusedAsync(
                cast.Alice.Api.AttachAsync(id, name, new MemoryStream(content), cancellationToken: Cancel)
            );
            Assert.Contains($"The content of {name} is not", problem.Detail, StringComparison.Ordinal);
        }

        foreach (var name in (string[])["page.svg", "page.xml", "page.html", "page.txt.html"])
            Assert.Contains(
                "not allowed",
                (
                    await Refusals.RefusedAsync(
                        cast.Alice.Api.AttachAsync(
                            id,
                            name,
                            new MemoryStream([0xEF, 0xBB, 0xBF, .. "<svg/>"u8]),
                            cancellationToken: Cancel
                        )
                    )
                ).Detail,
                StringComparison.Ordinal
            );
    }
}

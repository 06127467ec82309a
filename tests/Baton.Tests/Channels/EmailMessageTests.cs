using System.Net;
using System.Text.RegularExpressions;
using Baton.Channels;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Accept;
using MimeKit;

namespace Baton.Tests.Channels;

/// <summary>What arrives at a mail server.</summary>
public sealed partial class EmailMessageTests(SmtpServer server) : IClassFixture<SmtpServer>
{
    public static TheoryData<string> EveryKind => [.. NoticeKinds.All];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_has_the_subject_the_headers_and_both_bodies()
    {
        await using var host = Host(server.Url);

        var attempt = await SendAsync(host, "headers@example.org");

        Assert.Equal((AttemptOutcome.Delivered, 250), (attempt.Outcome, attempt.StatusCode));
        var received = await ReceivedAsync("headers@example.org");
        Assert.Equal("baton@example.org", received.MailFrom);
        Assert.Null(received.User);
        var mail = received.Open();
        Assert.Equal("[Baton] Returned with 2 findings: Acme GmbH (#1042)", mail.Subject);
        Assert.Equal("\"Baton\" <baton@example.org>", mail.From.ToString());
        Assert.Equal("headers@example.org", mail.To.ToString());
        Assert.Equal("msg_2KWPBgLlAfxdpx2AI54pPJ85f4W@localhost", mail.MessageId);
        Assert.Equal("handoff-1042@localhost", mail.InReplyTo);
        Assert.Equal(["handoff-1042@localhost"], mail.References);
        Assert.Equal("1042", mail.Headers["X-Baton-Handoff"]);
        Assert.Equal("msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", mail.Headers["X-Baton-Delivery"]);
        Assert.Equal(
            ("auto-generated", "All"),
            (mail.Headers[HeaderId.AutoSubmitted], mail.Headers["X-Auto-Response-Suppress"])
        );
        Assert.Equal(host.Time.GetUtcNow(), mail.Date);
        Assert.Equal(["text/plain", "text/html"], mail.BodyParts.Select(part => part.ContentType.MimeType));
        Assert.Equal("multipart/alternative", mail.Body!.ContentType.MimeType);
    }

    [Fact]
    public async Task Every_attempt_has_the_same_id_and_every_delivery_the_same_thread()
    {
        await using var host = Host(server.Url);

        await SendAsync(host, "thread@example.org");
        host.Time.Advance(TimeSpan.FromMinutes(5));
        await SendAsync(host, "thread@example.org");
        await SendAsync(
            host,
            "thread@example.org",
            ChannelHost.Message(HandoffAccepted.EventName) with
            {
                DeliveryId = "msg_other",
            }
        );

        await server.WaitForAsync(_ => To("thread@example.org").Count == 3, Stop);
        var mails = To("thread@example.org").Select(mail => mail.Open()).ToList();
        Assert.Equal(mails[0].MessageId, mails[1].MessageId);
        Assert.NotEqual(mails[0].MessageId, mails[2].MessageId);
        Assert.Single(mails.Select(mail => mail.InReplyTo).Distinct());
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public async Task Text_and_HTML_say_the_same(string kind)
    {
        await using var host = Host(server.Url);
        var address = $"{kind}@example.org";
        var message = ChannelHost.Message(kind) with
        {
            Title = "Müller & <b>Söhne</b> \"GmbH\"",
            Facts = [(FactLabels.Reason, "First line\r\nsecond <line>"), ("Wo", "Zürich – 東京")],
        };

        await SendAsync(host, address, message);

        var mail = (await ReceivedAsync(address)).Open();
        Assert.Equal(Words(mail.TextBody!), Words(WebUtility.HtmlDecode(Visible(mail.HtmlBody!))));
        Assert.Contains("Müller & <b>Söhne</b> \"GmbH\"", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains(message.Url, mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"href=\"{message.Url}\"", mail.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Acme\r\nBcc: victim@example.org\r\n\r\nbody")]
    [InlineData("Acme\nX-Evil: 1")]
    [InlineData("Acme\u2028\u0085\0X-Evil: 1")]
    public async Task A_title_cannot_add_headers(string title)
    {
        await using var host = Host(server.Url);
        var address = $"inject{title.Length}@example.org";

        await SendAsync(host, address, ChannelHost.Message() with { Title = title });

        var received = await ReceivedAsync(address);
        var mail = received.Open();
        Assert.Equal([address], received.RcptTo);
        Assert.Null(mail.Headers["X-Evil"]);
        Assert.Empty(mail.Bcc);
        Assert.StartsWith("[Baton] Returned with 2 findings: Acme ", mail.Subject, StringComparison.Ordinal);
        Assert.EndsWith(" (#1042)", mail.Subject, StringComparison.Ordinal);
    }

    private static ChannelHost Host(string smtpUrl) =>
        new(new() { ["BATON_SMTP_URL"] = smtpUrl, ["BATON_MAIL_FROM"] = "Baton <baton@example.org>" });

    private static Task<Attempt> SendAsync(ChannelHost host, string? address, Message? message = null) =>
        host["email"].SendAsync(message ?? ChannelHost.Message(), new ChannelSettings(address, null, null), Stop);

    private static string Visible(string html) =>
        Tag().Replace(Link().Replace(Head().Replace(html, ""), "$2: $1"), " ");

    // The colons that set labels off in the text are lines of a table in HTML, as are the signs that draw the baton.
    private static string[] Words(string text) =>
        [
            .. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word.TrimEnd(':'))
                .Where(word => word.Trim('=', '[', '#', ']', '-').Length > 0),
        ];

    private Task<ReceivedMail> ReceivedAsync(string address) =>
        server.WaitForAsync(mail => mail.RcptTo.Contains(address), Stop);

    private List<ReceivedMail> To(string address) => [.. server.Received.Where(mail => mail.RcptTo.Contains(address))];

    [GeneratedRegex("<head>.*</head>", RegexOptions.Singleline)]
    private static partial Regex Head();

    [GeneratedRegex("<a [^>]*href=\"([^\"]*)\"[^>]*>([^<]*)</a>")]
    private static partial Regex Link();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}

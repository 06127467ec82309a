using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Baton.Channels;
using Baton.Tests.App;

namespace Baton.Tests.Channels;

public sealed class EmailChannelTests(SmtpServer server) : IClassFixture<SmtpServer>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("refused@example.org", AttemptOutcome.Refused, 550)]
    [InlineData("busy@example.org", AttemptOutcome.Retry, 450)]
    [InlineData("spam@example.org", AttemptOutcome.Refused, 554)]
    public async Task The_answer_of_the_server_decides(string address, object outcome, int status)
    {
        await using var host = Host(server.Url);

        var attempt = await SendAsync(host, address);

        Assert.Equal(outcome, attempt.Outcome);
        Assert.Equal(status, attempt.StatusCode);
        Assert.DoesNotContain(server.Received, mail => mail.RcptTo.Contains(address));
    }

    [Theory]
    [InlineData("rcpt", "550 5.1.1 User unknown", AttemptOutcome.Refused, TargetState.Gone, null)]
    [InlineData("rcpt", "550 5.1.10 Recipient not found", AttemptOutcome.Refused, TargetState.Gone, null)]
    [InlineData("rcpt", "550 5.1.8 Sender's domain does not exist", AttemptOutcome.Retry, TargetState.Down, null)]
    [InlineData("rcpt", "550 No such user", AttemptOutcome.Retry, TargetState.Unknown, null)]
    [InlineData("rcpt", "550 5.7.1 Restricted group", AttemptOutcome.Retry, TargetState.Unknown, null)]
    [InlineData("rcpt", "554 5.7.1 Relay access denied", AttemptOutcome.Retry, TargetState.Down, null)]
    [InlineData("rcpt", "530 5.7.0 Authentication required", AttemptOutcome.Retry, TargetState.Down, null)]
    [InlineData("rcpt", "552 5.2.2 Mailbox full", AttemptOutcome.Retry, TargetState.Unknown, null)]
    [InlineData("rcpt", "450 4.2.1 Too many messages to this mailbox", AttemptOutcome.Retry, TargetState.Unknown, null)]
    [InlineData("rcpt", "451 4.7.1 Greylisted", AttemptOutcome.Retry, TargetState.Unknown, null)]
    [InlineData(
        "rcpt",
        "450 4.7.1 Rate limit exceeded, try again in 90 seconds",
        AttemptOutcome.Retry,
        TargetState.Busy,
        90
    )]
    [InlineData("rcpt", "451 4.3.2 Busy, wait 2 minutes", AttemptOutcome.Retry, TargetState.Busy, 120)]
    [InlineData(
        "data",
        "432 4.3.2 Concurrent connections limit exceeded",
        AttemptOutcome.Retry,
        TargetState.Busy,
        null
    )]
    [InlineData("data", "421 4.7.0 Try again later", AttemptOutcome.Retry, TargetState.Busy, null)]
    [InlineData("data", "550 5.4.5 Daily sending quota exceeded", AttemptOutcome.Retry, TargetState.Down, null)]
    [InlineData("data", "552 5.2.2 Over quota", AttemptOutcome.Retry, TargetState.Unknown, null)]
    [InlineData("data", "552 5.3.4 Message too large", AttemptOutcome.Refused, TargetState.Unknown, null)]
    [InlineData("data", "550 5.1.1 Looks like spam", AttemptOutcome.Refused, TargetState.Unknown, null)]
    [InlineData("mail", "553 5.7.1 Sender not allowed", AttemptOutcome.Retry, TargetState.Down, null)]
    [InlineData("mail", "451 4.7.1 Too many messages", AttemptOutcome.Retry, TargetState.Busy, null)]
    public async Task What_an_answer_says_is_of_the_address_the_message_or_the_installation(
        string command,
        string answer,
        object outcome,
        object target,
        int? seconds
    )
    {
        await using var told = await SmtpServer.StartAsync();
        await told.AnswerAsync(
            System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { [command] = answer })
        );
        await using var host = Host(told.Url);

        var attempt = await SendAsync(host, "team@example.org");

        Assert.Equal(
            (outcome, target, seconds),
            (attempt.Outcome, attempt.Target, (int?)attempt.RetryAfter?.TotalSeconds)
        );
        Assert.Contains(answer[4..], attempt.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_it_is_tried_again_and_the_setting_named()
    {
        await using var host = new ChannelHost();

        var attempt = await SendAsync(host, "team@example.org");

        Assert.Equal(AttemptOutcome.Retry, attempt.Outcome);
        Assert.Contains("BATON_SMTP_URL", attempt.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_signs_in()
    {
        await using var guarded = await SmtpServer.StartAsync("--user", "ba ton", "--password", "p@ss:w/rd");
        await using var host = Host(
            guarded.Url.Replace("//", "//ba%20ton:p%40ss%3Aw%2Frd@", StringComparison.Ordinal) + "?tls=none"
        );

        Assert.Equal(AttemptOutcome.Delivered, (await SendAsync(host, "team@example.org")).Outcome);
        Assert.Equal("ba ton", (await guarded.WaitForAsync(_ => true, Stop)).User);
    }

    [Theory]
    [InlineData("//u:wrong@")]
    [InlineData("//")]
    public async Task A_wrong_or_missing_password_is_the_fault_of_the_setting(string user)
    {
        await using var guarded = await SmtpServer.StartAsync("--user", "u", "--password", "p");
        await using var host = Host(guarded.Url.Replace("//", user, StringComparison.Ordinal) + "?tls=none");

        var attempt = await SendAsync(host, "team@example.org");

        Assert.Equal(AttemptOutcome.Retry, attempt.Outcome);
        Assert.Contains("BATON_", attempt.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", attempt.Reason + string.Concat(host.Log), StringComparison.Ordinal);
        Assert.Empty(guarded.Received);
    }

    [Fact]
    public async Task A_user_where_nobody_can_sign_in_is_the_fault_of_the_setting()
    {
        await using var host = Host(server.Url.Replace("//", "//u:p@", StringComparison.Ordinal) + "?tls=none");

        var attempt = await SendAsync(host, "nobody@example.org");

        Assert.Equal(AttemptOutcome.Retry, attempt.Outcome);
        Assert.Contains("BATON_SMTP_URL", attempt.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//u:p@", "")]
    [InlineData("//u:p@", "?tls=starttls")]
    [InlineData("//", "?tls=required")]
    public async Task Without_TLS_no_password_goes_out(string user, string tls)
    {
        await using var stripped = await SmtpServer.StartAsync("--user", "u", "--password", "p");
        await using var host = Host(stripped.Url.Replace("//", user, StringComparison.Ordinal) + tls);

        var attempt = await SendAsync(host, "team@example.org");

        Assert.Equal(AttemptOutcome.Retry, attempt.Outcome);
        Assert.Contains("?tls=none", attempt.Reason, StringComparison.Ordinal);
        await stripped.AnswerAsync("{}"); // what it was told before is written by then
        Assert.Equal(["EHLO"], stripped.Commands.Distinct());
    }

    [Theory]
    [InlineData("smtp")]
    [InlineData("smtps")]
    public async Task TLS_is_used_where_it_is_offered_and_a_stranger_is_not_trusted(string scheme)
    {
        using var certificate = new TemporaryCertificate();
        string[] arguments =
        [
            "--certificate",
            certificate.Path,
            .. scheme == "smtps" ? ["--smtps"] : Array.Empty<string>(),
        ];
        await using var secured = await SmtpServer.StartAsync(arguments);
        await using var host = Host($"{scheme}://127.0.0.1:{secured.Port}");

        var attempt = await SendAsync(host, "team@example.org");

        Assert.Equal(AttemptOutcome.Retry, attempt.Outcome);
        Assert.Contains("certificate", attempt.Reason, StringComparison.Ordinal);
        Assert.Empty(secured.Received);
    }

    [Fact]
    public async Task A_server_that_does_not_speak_gets_a_minute()
    {
        await using var silent = new RawReceiver("", waitForRequest: false, hangUp: false);
        await using var host = Host($"smtp://127.0.0.1:{silent.Port}");

        var sending = SendAsync(host, "team@example.org");
        await silent.Connected.WaitAsync(Stop);
        host.Time.Advance(TimeSpan.FromSeconds(60));
        var attempt = await sending.WaitAsync(Wait.Patience, Stop);

        Assert.Equal(
            (AttemptOutcome.Retry, "The mail server did not finish within 60 seconds."),
            (attempt.Outcome, attempt.Reason)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("421 Too busy\r\n")]
    public async Task A_server_that_breaks_off_or_talks_nonsense_is_tried_again(string greeting)
    {
        await using var broken = new RawReceiver(greeting, waitForRequest: false);
        await using var host = Host($"smtp://127.0.0.1:{broken.Port}");

        Assert.Equal(AttemptOutcome.Retry, (await SendAsync(host, "team@example.org")).Outcome);
    }

    [Fact]
    public async Task Nobody_listening_is_tried_again()
    {
        int port;
        await using (var gone = new RawReceiver(""))
            port = gone.Port;
        await using var host = Host($"smtp://127.0.0.1:{port}");

        Assert.Equal("The mail server refused the connection.", (await SendAsync(host, "team@example.org")).Reason);
    }

    [Fact]
    public async Task The_callers_cancellation_is_the_only_thing_thrown()
    {
        await using var silent = new RawReceiver("", waitForRequest: false, hangUp: false);
        await using var host = Host($"smtp://127.0.0.1:{silent.Port}");
        using var cancelled = new CancellationTokenSource();

        var sending = host["email"]
            .SendAsync(ChannelHost.Message(), new ChannelSettings("team@example.org", null, null), cancelled.Token);
        await silent.Connected.WaitAsync(Stop);
        await cancelled.CancelAsync();

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(cancelled.Token, thrown.CancellationToken);
    }

    [Fact]
    public async Task An_address_beyond_ASCII_needs_a_server_that_can()
    {
        await using var ascii = await SmtpServer.StartAsync("--ascii");
        await using var old = Host(ascii.Url);
        await using var host = Host(server.Url);

        Assert.Equal(AttemptOutcome.Refused, (await SendAsync(old, "zoë@example.org")).Outcome);
        Assert.Equal(AttemptOutcome.Delivered, (await SendAsync(host, "zoë@example.org")).Outcome);
    }

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("", "missing")]
    [InlineData("team", "type")]
    [InlineData("team@", "type")]
    [InlineData("@example.org", "type")]
    [InlineData("a@example.org, b@example.org", "type")]
    [InlineData("Team <team@example.org>", "type")]
    [InlineData("a@example.org\r\nBcc: b@example.org", "type")]
    public async Task A_wrong_address_is_named_and_never_sent_to(string? address, string code)
    {
        await using var host = Host(server.Url);

        var fault = Assert.Single(host["email"].Validate(new ChannelSettings(address, null, null)));

        Assert.Equal(("address", code), (fault.Field, fault.Code));
        Assert.Equal(AttemptOutcome.Refused, (await SendAsync(host, address)).Outcome);
    }

    private static ChannelHost Host(string smtpUrl) =>
        new(new() { ["BATON_SMTP_URL"] = smtpUrl, ["BATON_MAIL_FROM"] = "Baton <baton@example.org>" });

    private static Task<Attempt> SendAsync(ChannelHost host, string? address) =>
        host["email"].SendAsync(ChannelHost.Message(), new ChannelSettings(address, null, null), Stop);

    private sealed class TemporaryCertificate : IDisposable
    {
        internal TemporaryCertificate()
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest(
                "CN=localhost",
                key,
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            );
            var now = TimeProvider.System.GetUtcNow();
            using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            File.WriteAllText(Path, key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem() + "\n");
        }

        internal string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}

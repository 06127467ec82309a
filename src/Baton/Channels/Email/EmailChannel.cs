using System.Net.Sockets;
using Baton.Client;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace Baton.Channels.Email;

/// <summary>Email over SMTP, one message to each address.</summary>
internal sealed class EmailChannel(
    ChannelOptions options,
    NoticeMailHtml html,
    TimeProvider time,
    ILogger<EmailChannel> logger
) : IChannel
{
    // Mail servers look into a message before they take it, which takes them longer than a webhook may take.
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public string Type => ChannelTypes.InPerson;

    public string Name => T("Email");

    public string Example => "team@example.org";

    public ChannelSettings Read(string typed) => new(Address: typed, Url: null, Secret: null);

    public string Mask(ChannelSettings settings) => settings.Address ?? "";

    public bool TakesDigests => true;

    public int MostTogether(IReadOnlyList<Message> messages) => messages.Count;

    public IReadOnlyList<FieldError> Validate(ChannelSettings settings) => MailAddresses.Faults(settings.Address);

    public Task<Attempt> SendAsync(Message message, ChannelSettings settings, CancellationToken cancellationToken) =>
        SendAsync(
            message.DeliveryId,
            async (from, to) =>
            {
                var content = NoticeMail.Of(message);
                return NoticeMime.Of(
                    message,
                    await html.RenderAsync(content),
                    content.Text(),
                    from,
                    to,
                    time.GetUtcNow()
                );
            },
            settings,
            cancellationToken
        );

    public Task<Attempt> SendAsync(Digest digest, ChannelSettings settings, CancellationToken cancellationToken) =>
        SendAsync(
            digest.Id,
            async (from, to) =>
                NoticeMime.Of(
                    digest,
                    await html.RenderAsync(digest),
                    DigestText.Of(digest),
                    from,
                    to,
                    time.GetUtcNow()
                ),
            settings,
            cancellationToken
        );

    /// <summary>Sends what is no notice, and says at once what came of it.</summary>
    internal async Task<Attempt> SendAsync(
        string id,
        Func<MailboxAddress, MailboxAddress, Task<MimeMessage>> write,
        ChannelSettings settings,
        CancellationToken cancellationToken
    )
    {
        var attempt = await AttemptAsync(write, settings, cancellationToken);
        logger.Attempted(id, Type, attempt.Outcome, attempt.StatusCode);
        return attempt;
    }

    private async Task<Attempt> AttemptAsync(
        Func<MailboxAddress, MailboxAddress, Task<MimeMessage>> write,
        ChannelSettings settings,
        CancellationToken cancellationToken
    )
    {
        if (InEnglish(() => Validate(settings)) is [var fault, ..])
            return Attempt.Refused(fault.Message);
        if (options.Smtp is not { } smtp)
            return Attempt.Retry(
                Kept("Email is not set up. Set {0} and {1}.", ChannelOptions.SmtpUrlKey, ChannelOptions.MailFromKey)
            );
        using var mail = await write(smtp.From, MailAddresses.Parse(settings.Address!)!);
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var stage = SmtpStage.Connecting;
        try
        {
            return await SubmitAsync(mail, smtp, reached => stage = reached, either.Token);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var late = Kept("The mail server did not finish within {0} seconds.", (int)Timeout.TotalSeconds);
            return stage == SmtpStage.Sending ? Attempt.Retry(late) : Attempt.Down(late);
        }
        catch (Exception failure) when (SmtpFailures.Judge(failure, stage) is { } attempt)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return attempt;
        }
    }

    private static async Task<Attempt> SubmitAsync(
        MimeMessage mail,
        SmtpOptions smtp,
        Action<SmtpStage> reached,
        CancellationToken cancellationToken
    )
    {
        // Like the HTTP client: a mail server with a private authority has nobody to ask for revocations.
        using var client = new SmtpClient
        {
            CheckCertificateRevocation = false,
            Timeout = (int)Timeout.TotalMilliseconds,
        };
        await client.ConnectAsync(smtp.Host, smtp.Port, smtp.Tls, cancellationToken);
        reached(SmtpStage.SigningIn);
        if (smtp.User is not null)
            await client.AuthenticateAsync(smtp.User, smtp.Password!, cancellationToken);
        reached(SmtpStage.Sending);
        if (!client.Capabilities.HasFlag(SmtpCapabilities.UTF8) && mail.To.Mailboxes.Any(NeedsUtf8))
            return Attempt.Refused(
                Kept("The mail server does not accept addresses with non-ASCII characters before the @.")
            );
        await client.SendAsync(mail, cancellationToken);
        await QuitAsync(client, cancellationToken);
        return Attempt.Delivered((int)SmtpStatusCode.Ok, Kept("The mail server accepted the message."));
    }

    /// <summary>A domain has another spelling in ASCII, what stands before it has none.</summary>
    private static bool NeedsUtf8(MailboxAddress to) => !System.Text.Ascii.IsValid(to.LocalPart);

    // The message is taken: a farewell that fails must not send it again.
    private static async Task QuitAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception farewell)
            when (farewell
                    is IOException
                        or SocketException
                        or ProtocolException
                        or CommandException
                        or OperationCanceledException
            ) { }
    }
}

using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Baton.Channels.Email;

/// <summary>What the failures of a mail server mean for a delivery.</summary>
internal static class SmtpFailures
{
    /// <summary>Null for what is no failure of a mail server.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="connected">Whether there was a connection by then: MailKit throws the same where there is no TLS and where nobody can sign in.</param>
    internal static Attempt? Judge(Exception failure, bool connected) => failure switch
    {
        SmtpCommandException command => Command(command),
        SslHandshakeException => Attempt.Retry("No secure connection: the certificate or the TLS handshake of the mail server failed."),
        AuthenticationException or ServiceNotAuthenticatedException =>
            Attempt.Retry($"The mail server refused the user or password of {ChannelOptions.SmtpUrlKey}."),
        ProtocolException => Attempt.Retry("The mail server broke off, or its answer was not SMTP."),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => Attempt.Retry("The mail server refused the connection."),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } =>
            Attempt.Retry("The name of the mail server could not be resolved."),
        SocketException or IOException or ServiceNotConnectedException => Attempt.Retry("The connection to the mail server broke."),
        TimeoutException => Attempt.Retry("The mail server did not answer in time."),
        NotSupportedException when !connected => Attempt.Retry(
            $"The mail server offers no TLS. Nothing is sent without it; for a server that needs none add ?tls=none to {ChannelOptions.SmtpUrlKey}, for example smtp://127.0.0.1:25?tls=none."),
        NotSupportedException => Attempt.Retry($"The mail server offers no way to sign in with the user of {ChannelOptions.SmtpUrlKey}."),
        _ => null,
    };

    private static Attempt Command(SmtpCommandException command)
    {
        var code = (int)command.StatusCode;
        var said = $"{code} {Line.Of(command.Message, 200)}";
        return (command.ErrorCode, code) switch
        {
            // A refused sender is the fault of the installation, not of the address.
            (SmtpErrorCode.SenderNotAccepted, _) => Attempt.Retry($"The mail server refused the sender of {ChannelOptions.MailFromKey}: {said}", code),
            (SmtpErrorCode.RecipientNotAccepted, >= 500) => Attempt.Refused($"The mail server refused the address: {said}", code),
            (SmtpErrorCode.MessageNotAccepted, >= 500) => Attempt.Refused($"The mail server refused the message: {said}", code),
            _ => Attempt.Retry($"The mail server answered {said}", code),
        };
    }
}

using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Baton.Channels.Email;

/// <summary>
/// What the failures of a mail server mean. A mail server speaks of many things with the same codes, and one wrong
/// answer must not silence a team: an address is gone only where RCPT is answered with 5.1.x; what any message would
/// be told is the installation's; the rest is one message's, or passes.
/// </summary>
internal static partial class SmtpFailures
{
    /// <summary>Null for what is no failure of a mail server.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="stage">How far it had come.</param>
    internal static Attempt? Judge(Exception failure, SmtpStage stage) =>
        failure switch
        {
            SmtpCommandException command => Command(command, stage),
            SslHandshakeException => Attempt.Down(
                Kept("No secure connection to the mail server: its certificate or the TLS handshake failed.")
            ),
            AuthenticationException => Attempt.Down(
                Kept("The mail server refused the user or password of {0}.", ChannelOptions.SmtpUrlKey)
            ),
            ServiceNotAuthenticatedException => Attempt.Down(
                Kept(
                    "The mail server requires signing in. Add a user and a password to {0}: {1}",
                    ChannelOptions.SmtpUrlKey,
                    Line.Of(failure.Message, 200)
                )
            ),
            // MailKit throws the same where there is no TLS and where nobody can sign in.
            NotSupportedException when stage == SmtpStage.Connecting => Attempt.Down(
                Kept(
                    "The mail server does not offer TLS, so nothing was sent. To send without TLS, add "
                        + "?tls=none to {0}, for example smtp://127.0.0.1:25?tls=none.",
                    ChannelOptions.SmtpUrlKey
                )
            ),
            NotSupportedException when stage == SmtpStage.SigningIn => Attempt.Down(
                Kept("The mail server does not let the user in {0} sign in with a password.", ChannelOptions.SmtpUrlKey)
            ),
            _ when Broken(failure) is { } words => stage == SmtpStage.Sending
                ? Attempt.Retry(words)
                : Attempt.Down(words),
            _ => null,
        };

    private static string? Broken(Exception failure) =>
        failure switch
        {
            ProtocolException => Kept("The mail server closed the connection, or its answer was not SMTP."),
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => Kept(
                "The mail server refused the connection."
            ),
            SocketException
            {
                SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData
            } => Kept("The name of the mail server could not be resolved."),
            SocketException or IOException or ServiceNotConnectedException => Kept(
                "The connection to the mail server broke."
            ),
            TimeoutException => Kept("The mail server did not answer in time."),
            _ => null,
        };

    private static Attempt Command(SmtpCommandException command, SmtpStage stage)
    {
        var code = (int)command.StatusCode;
        var text = command.Message;
        var status = EnhancedOf(text);
        var said = $"{code} {Line.Of(text, 200)}";
        if (IsBusy(code, status, text))
            return Attempt.Busy(Kept("The mail server answered {0}", said), code, WaitIn(text));
        if (code < 500)
            return Attempt.Retry(Kept("The mail server answered {0}", said), code);
        if (command.ErrorCode == SmtpErrorCode.SenderNotAccepted)
            return Attempt.Down(
                Kept("The mail server refused the sender address in {0}: {1}", ChannelOptions.MailFromKey, said),
                code
            );
        if (stage != SmtpStage.Sending || IsOfInstallation(code, status, text))
            return Attempt.Down(Kept("The mail server does not accept mail from this installation: {0}", said), code);
        return (command.ErrorCode, status) switch
        {
            (SmtpErrorCode.RecipientNotAccepted, "5.1.7" or "5.1.8") => Attempt.Down(
                Kept("The mail server refused the sender address in {0}: {1}", ChannelOptions.MailFromKey, said),
                code
            ),
            (SmtpErrorCode.RecipientNotAccepted, ['5', '.', '1', '.', ..]) => Attempt.Gone(
                Kept("The mail server does not know the address: {0}", said),
                code
            ),
            // A full mailbox is emptied some day.
            (SmtpErrorCode.MessageNotAccepted, not ['5', '.', '2', '.', '2']) => Attempt.Refused(
                Kept("The mail server refused the message: {0}", said),
                code
            ),
            _ => Attempt.Retry(Kept("The mail server answered {0}", said), code),
        };
    }

    /// <summary>
    /// 421 and 432 ask for it by themselves; others say that there were too many. A mailbox that is full or busy is
    /// one reader's.
    /// </summary>
    private static bool IsBusy(int code, string status, string text) =>
        code switch
        {
            421 or 432 => true,
            >= 400 and < 500 => status is "4.3.2" or "4.4.5"
                || (!status.StartsWith("4.2.", StringComparison.Ordinal) && TooMany().IsMatch(text)),
            _ => false,
        };

    private static bool IsOfInstallation(int code, string status, string text) =>
        code is 530 or 534 or 535 or 538
        || status is "5.7.8" or "5.7.9" or "5.7.60" or "5.4.5"
        || Relaying().IsMatch(text);

    private static string EnhancedOf(string text) =>
        Enhanced().Match(text) is { Success: true } found ? found.Groups[1].Value : "";

    /// <summary>How long it wants to be left alone, where it says so.</summary>
    private static TimeSpan? WaitIn(string text)
    {
        if (Wait().Match(text) is not { Success: true } found)
            return null;
        var number = int.Parse(found.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        return found.Groups[2].Value[0] is 'm' or 'M' ? TimeSpan.FromMinutes(number) : TimeSpan.FromSeconds(number);
    }

    [GeneratedRegex(@"^\s*([245]\.\d{1,3}\.\d{1,3})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Enhanced();

    [GeneratedRegex(@"\brelay", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Relaying();

    [GeneratedRegex(
        "too many|rate limit|rate exceeded|throttl|limit exceeded|too fast",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex TooMany();

    [GeneratedRegex(
        @"\b(?:in|after|wait)\s+(\d{1,4})\s*(s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Wait();
}

/// <summary>
/// How far a talk with the mail server has come. What fails before anything of a message was said fails for every
/// message.
/// </summary>
internal enum SmtpStage
{
    Connecting,
    SigningIn,
    Sending,
}

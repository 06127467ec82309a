using System.Text.RegularExpressions;
using MailKit.Security;
using Microsoft.AspNetCore.WebUtilities;
using MimeKit;

namespace Baton.Channels;

/// <summary>
/// The mail server that takes Baton's mail. A class, not a record: a record would print its password.
/// </summary>
internal sealed partial class SmtpOptions
{
    private const int SubmissionPort = 587;
    private const int SubmissionsPort = 465;

    internal required string Host { get; init; }

    internal required int Port { get; init; }

    internal required SecureSocketOptions Tls { get; init; }

    internal string? User { get; init; }

    internal string? Password { get; init; }

    internal required MailboxAddress From { get; init; }

    /// <summary>Null when no server is named or when something is at fault.</summary>
    internal static SmtpOptions? Read(string? url, string? from, List<string> faults)
    {
        var configured = !string.IsNullOrWhiteSpace(url);
        return configured || !string.IsNullOrWhiteSpace(from) ? Read(url, configured, from, faults) : null;
    }

    // Apart, so that the mail library is not loaded where nothing is set up.
    private static SmtpOptions? Read(string? url, bool configured, string? from, List<string> faults)
    {
        var sender = Sender(from, configured, faults);
        if (!configured || Server(url!.Trim(), faults) is not { } server || sender is null)
            return null;
        var (user, password) = Credentials(server.UserInfo);
        var secure = server.Scheme == "smtps";
        return new SmtpOptions
        {
            Host = server.IdnHost,
            Port =
                server.Port > 0 ? server.Port
                : secure ? SubmissionsPort
                : SubmissionPort,
            Tls = TlsOf(secure, user is not null, TlsAsked(server)),
            User = user,
            Password = password,
            From = sender,
        };
    }

    private static MailboxAddress? Sender(string? from, bool needed, List<string> faults)
    {
        const string Key = ChannelOptions.MailFromKey;
        if (string.IsNullOrWhiteSpace(from))
        {
            if (needed)
                faults.Add(
                    $"{Key}: is missing; it is required with {ChannelOptions.SmtpUrlKey}. Set it to the "
                        + "sender address, for example Baton <baton@example.org>."
                );
            return null;
        }

        if (MailboxAddress.TryParse(from.Trim(), out var sender) && MailAddresses.IsComplete(sender.Address))
            return sender;
        faults.Add($"{Key}: must be an email address, for example Baton <baton@example.org>.");
        return null;
    }

    private static Uri? Server(string url, List<string> faults)
    {
        const string Key = ChannelOptions.SmtpUrlKey;
        var before = faults.Count;
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var server)
            || server.Scheme is not ("smtp" or "smtps")
            || server.IdnHost.Length == 0
        )
        {
            // The value is not repeated: it holds a password.
            faults.Add(
                $"{Key}: must be smtp://user:password@host:port or smtps://…, for example "
                    + "smtp://mail.example.org:587. Percent-encode @ : / ? # % in the user and password."
            );
            return null;
        }

        if (server.Port == 0)
            faults.Add($"{Key}: the port must be 1 to 65535.");
        if (server.AbsolutePath is not ("" or "/") || server.Fragment.Length > 0 || !HasKnownQuery(server))
            faults.Add(
                $"{Key}: only ?tls=required, ?tls=starttls or ?tls=none can follow the host and port. "
                    + "Percent-encode / ? # in the user and password."
            );
        else if (server.Scheme == "smtps" && TlsAsked(server) is "starttls" or "none")
            faults.Add($"{Key}: smtps:// always uses TLS. For ?tls={TlsAsked(server)} use smtp://.");
        if (HalfEncoded().IsMatch(url))
            faults.Add($"{Key}: write a % in the user or password as %25.");
        if (
            server.UserInfo.Length > 0
            && Credentials(server.UserInfo) is not { User.Length: > 0, Password.Length: > 0 }
        )
            faults.Add($"{Key}: give both a user and a password, or neither.");
        return faults.Count == before ? server : null;
    }

    private static bool HasKnownQuery(Uri server) =>
        server.Query.Length == 0
        || (
            QueryHelpers.ParseQuery(server.Query) is { Count: 1 }
            && TlsAsked(server) is "required" or "starttls" or "none"
        );

    private static string? TlsAsked(Uri server) =>
        QueryHelpers.ParseQuery(server.Query).TryGetValue("tls", out var tls) ? tls.ToString() : null;

    /// <summary>
    /// A password goes out under TLS, or because somebody said <c>none</c>: whoever strips the offer of TLS must not
    /// get it.
    /// </summary>
    private static SecureSocketOptions TlsOf(bool secure, bool hasUser, string? asked) =>
        (secure, asked) switch
        {
            (true, _) => SecureSocketOptions.SslOnConnect,
            (_, "none") => SecureSocketOptions.None,
            (_, "required") => SecureSocketOptions.StartTls,
            _ => hasUser ? SecureSocketOptions.StartTls : SecureSocketOptions.StartTlsWhenAvailable,
        };

    private static (string? User, string? Password) Credentials(string userInfo)
    {
        if (userInfo.Length == 0)
            return (null, null);
        var parts = userInfo.Split(':', 2);
        return (Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : null);
    }

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})")]
    private static partial Regex HalfEncoded();
}

using System.Globalization;
using MimeKit;

namespace Baton.Channels.Email;

/// <summary>A notice as a message of Internet mail: one thread for each handoff, one id for each delivery.</summary>
internal static class NoticeMime
{
    internal static MimeMessage Of(
        Message message,
        string html,
        string text,
        MailboxAddress from,
        MailboxAddress to,
        DateTimeOffset now
    )
    {
        var host = Host(message.Url, from);
        var mail = Of(message.DeliveryId, host, Subject(message), html, text, from, to, now);
        if (message.IsOfHandoff)
            Thread(mail, message, host);
        return mail;
    }

    /// <summary>Many notices in one mail: in no thread, since it is of many handoffs.</summary>
    internal static MimeMessage Of(
        Digest digest,
        string html,
        string text,
        MailboxAddress from,
        MailboxAddress to,
        DateTimeOffset now
    ) => Of(digest.Id, Host(digest.Url, from), $"[Baton] {digest.Heading}", html, text, from, to, now);

    private static MimeMessage Of(
        string id,
        string host,
        string subject,
        string html,
        string text,
        MailboxAddress from,
        MailboxAddress to,
        DateTimeOffset now
    )
    {
        var mail = new MimeMessage
        {
            Subject = subject,
            Date = now,
            MessageId = IdOf(id, host),
            Body = new BodyBuilder { TextBody = text, HtmlBody = html }.ToMessageBody(),
        };
        mail.From.Add(from);
        mail.To.Add(to);
        mail.Headers.Add("X-Baton-Delivery", id);
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        // Exchange and Outlook do not look at the line above.
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        return mail;
    }

    internal static string Subject(Message message)
    {
        var number = message.IsOfHandoff ? string.Create(CultureInfo.InvariantCulture, $" (#{message.HandoffId})") : "";
        var happened = NoticeText.For(message).Happened;
        return $"[Baton] {T("{0}: {1}", happened, Line.Of(message.Title, NoticeText.LongestTitle))}{number}";
    }

    private static void Thread(MimeMessage mail, Message message, string host)
    {
        // The root is no mail. Programs that need one to hang the thread on have the mails before this one.
        mail.References.Add(string.Create(CultureInfo.InvariantCulture, $"handoff-{message.HandoffId}@{host}"));
        mail.References.AddRange(message.Earlier.Select(earlier => IdOf(earlier, host)));
        mail.InReplyTo = mail.References[^1];
        mail.Headers.Add("X-Baton-Handoff", message.HandoffId.ToString(CultureInfo.InvariantCulture));
    }

    private static string IdOf(string deliveryId, string host) => $"{Uri.EscapeDataString(deliveryId)}@{host}";

    // The host of the page keeps the threads of two installations apart even when they share a sender.
    private static string Host(string url, MailboxAddress from) =>
        Uri.TryCreate(url, UriKind.Absolute, out var page)
        && page.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4
            ? page.IdnHost
            : MailboxAddress.EncodeAddrspec(from.Address).Split('@')[^1];
}

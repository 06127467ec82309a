using Baton.Channels;
using Baton.Features.Organization;
using MimeKit;

namespace Baton.Features.SignIn;

/// <summary>The mail with which a person confirms that an address is theirs.</summary>
internal static class AddressMail
{
    internal static MimeMessage Of(
        Person person,
        string link,
        MailboxAddress from,
        MailboxAddress to,
        DateTimeOffset now
    )
    {
        var mail = new MimeMessage
        {
            Subject = $"[Baton] {T("Confirm your email address")}",
            Date = now,
            Body = new TextPart("plain") { Text = Text(person, link) },
        };
        mail.From.Add(from);
        mail.To.Add(to);
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }

    private static string Text(Person person, string link) =>
        string.Join(
            Environment.NewLine + Environment.NewLine,
            T(
                "{0} ({1}) wants to use {2} as their email address in Baton.",
                Line.Of(person.Name),
                person.Key,
                person.Email
            ),
            T("If this is you, open this page, sign in as {0}, and confirm the address:", person.Key),
            link,
            T("The link works once and expires in a week. If this is not you, ignore this email.") + Environment.NewLine
        );
}

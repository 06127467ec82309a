using System.Globalization;
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
            Subject = "[Baton] Confirm your email address",
            Date = now,
            Body = new TextPart("plain") { Text = Text(person, link) },
        };
        mail.From.Add(from);
        mail.To.Add(to);
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }

    private static string Text(Person person, string link) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {person.Name} ({person.Key}) wants to use {person.Email} as their email address in Baton.

            If this is you, open this page, sign in as {person.Key}, and confirm the address:

            {link}

            The link works once and expires in a week. If this is not you, ignore this email.

            """
        );
}

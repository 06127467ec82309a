using System.Globalization;
using Baton.Features.Organization;
using MimeKit;

namespace Baton.Features.People;

/// <summary>The mail by which a person shows that an address is theirs.</summary>
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
            Subject = "[Baton] Confirm your e-mail address",
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
            {person.Name} ({person.Key}) says that {person.Email} is their e-mail address in Baton.

            If that is you, open this page, sign in as {person.Key}, and confirm it:

            {link}

            The link is good once, for a week. If it is not you, do nothing: without you the address is not confirmed.

            """
        );
}

using Baton.Channels;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Web.Pages;
using MimeKit;

namespace Baton.Features.People;

/// <summary>The mail with a link to an account.</summary>
internal static class InvitationMail
{
    internal static MimeMessage Of(
        Catalog catalog,
        Invitation invitation,
        string link,
        MailboxAddress from,
        MailboxAddress to,
        DateTimeOffset now
    )
    {
        var (subject, text) = TextOf(catalog, invitation, link);
        var mail = new MimeMessage
        {
            Subject = $"[Baton] {subject}",
            Date = now,
            Body = new TextPart("plain") { Text = text },
        };
        mail.From.Add(from);
        mail.To.Add(to);
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        return mail;
    }

    private static (string Subject, string Text) TextOf(Catalog catalog, Invitation invitation, string link)
    {
        Languages.SpeakTo(catalog, invitation.PersonKey);
        var by = Line.Of(catalog.NameOfPerson(invitation.InvitedBy));
        return invitation.Kind switch
        {
            LinkKind.Reset => (
                T("Reset your password"),
                Paragraphs(
                    T("Somebody asked for a new password for your account in Baton. If it was you, choose one here:"),
                    link,
                    T(
                        "The link works once and expires in an hour. If it was not you, ignore this email: your "
                            + "password stays as it is."
                    )
                )
            ),
            LinkKind.Password => (
                T("Choose a new password"),
                Paragraphs(
                    T("{0} created a link for you to choose a new password in Baton:", by),
                    link,
                    T("The link works once and expires in a week.")
                )
            ),
            _ => (
                T("{0} invited you to Baton", by),
                Paragraphs(
                    invitation.TeamKey is { } team
                        ? T(
                            "{0} invited you to the team {1} in Baton. In Baton, teams hand work to each other "
                                + "without losing anything on the way.",
                            by,
                            Line.Of(catalog.NameOfTeam(team))
                        )
                        : T(
                            "{0} invited you to Baton. In Baton, teams hand work to each other without losing "
                                + "anything on the way.",
                            by
                        ),
                    T("Choose a password and sign in:"),
                    link,
                    T("The link works once and expires in a week. If you do not expect this email, ignore it.")
                )
            ),
        };
    }

    private static string Paragraphs(params IEnumerable<string> paragraphs) =>
        string.Join(Environment.NewLine + Environment.NewLine, paragraphs) + Environment.NewLine;
}

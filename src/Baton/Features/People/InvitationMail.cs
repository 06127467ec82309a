using System.Globalization;
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
        var by = Line.Of(catalog.NameOfPerson(invitation.InvitedBy));
        return invitation.Kind switch
        {
            LinkKind.Reset => (
                "Reset your password",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    Somebody asked for a new password for your account in Baton. If it was you, choose one here:

                    {link}

                    The link works once and expires in an hour. If it was not you, ignore this email:
                    your password stays as it is.
                    """
                )
            ),
            LinkKind.Password => (
                "Choose a new password",
                $"""
                {by} created a link for you to choose a new password in Baton:

                {link}

                The link works once and expires in a week.
                """
            ),
            _ => (
                $"{by} invited you to Baton",
                $"""
                {by} invited you to {Place(
                    catalog,
                    invitation
                )}. In Baton, teams hand work to each other without losing anything on the way.

                Choose a password and sign in:
                {link}

                The link works once and expires in a week. If you do not expect this email, ignore it.
                """
            ),
        };
    }

    private static string Place(Catalog catalog, Invitation invitation) =>
        invitation.TeamKey is { } team ? $"the team {Line.Of(catalog.NameOfTeam(team))} in Baton" : "Baton";
}

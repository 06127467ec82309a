using System.Text.RegularExpressions;
using Baton.Client;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.People;

/// <summary>
/// The form that invites people, wherever it stands. What it makes is mailed; where the server cannot send email, the
/// links are shown, once.
/// </summary>
internal static partial class InvitePages
{
    private const int MostShown = 10;

    private static readonly char[] Between = ['\n', ',', ';', '\t'];

    private const StringSplitOptions Tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <param name="http">The request.</param>
    /// <param name="team">The team whose page it is; null: the form says which.</param>
    /// <param name="back">The page with the form.</param>
    /// <param name="refused">Shows it with its faults.</param>
    internal static async Task<IResult> InviteAsync(
        HttpContext http,
        string? team,
        string back,
        Func<Refusal, Form, Task<IResult>> refused
    )
    {
        var form = await Form.ReadAsync(http);
        if (FormCodes.Optional<TeamRole>(form, "role").Refused(out var wrong, out var role))
            return await refused(wrong, form);
        var request = new InviteRequest(
            AddressesIn(form.Text("emails")),
            team ?? form.Optional("team"),
            role ?? TeamRole.Member
        );
        var context = http.RequestContext();
        return await SendAsync(
            http,
            async (db, token) => TooMany(http, request) ?? await InvitePerson.RunAsync(db, context, request, token),
            back,
            refusal => refused(OfField(refusal), form)
        );
    }

    internal static async Task<IResult> SendAsync(
        HttpContext http,
        Func<BatonDb, CancellationToken, Task<Outcome<IReadOnlyList<NewLink>>>> make,
        string back,
        Func<Refusal, Task<IResult>> refused
    )
    {
        var mails = http.RequestServices.GetRequiredService<InvitationMails>();
        if ((await http.OnceAsync(make, _ => back)).Refused(out var refusal, out var done))
            return await refused(refusal);
        if (!done.First)
            return Once.Again(back, mails.CanMail ? Once.Done : Once.Link);
        return mails.CanMail
            ? Once.Show(http, back, Once.Done, await MailAsync(http, mails, done.Value!))
            : Once.Show(http, back, Once.Link, Shown(mails, done.Value!));
    }

    /// <summary>One link alone, or a line for each person.</summary>
    private static string Shown(InvitationMails mails, IReadOnlyList<NewLink> links) =>
        links is [var only]
            ? mails.LinkOf(only)
            : string.Join('\n', links.Select(link => $"{link.Invitation.Email} {mails.LinkOf(link)}"));

    private static async Task<string> MailAsync(HttpContext http, InvitationMails mails, IReadOnlyList<NewLink> links)
    {
        var failed = await mails.SendAsync(http.RequestContext(), links, http.RequestAborted);
        var sent = links.Count - failed.Count;
        var said = failed.Select(fault =>
            T(
                "The email to {0} could not be sent: {1}. Check the address, then send it again from the list.",
                fault.Email,
                SayKept(fault.Reason).TrimEnd('.', ' ')
            )
        );
        if (sent > 0)
            said = said.Prepend(T("{0, plural, one {# email was sent.} other {# emails were sent.}}", sent));
        return string.Join(' ', said);
    }

    /// <summary>What is shown once must fit into what a browser carries to the next page.</summary>
    private static Refusal? TooMany(HttpContext http, InviteRequest request) =>
        request.Emails.Count > MostShown && !http.RequestServices.GetRequiredService<InvitationMails>().CanMail
            ? Refusal.Invalid(
                "emails",
                "rule",
                T(
                    "This server cannot send email, so each link is shown to you. Invite at most {0} people "
                        + "at once.",
                    MostShown
                )
            )
            : null;

    /// <summary>A spreadsheet gives lines and tabs, a mail program <c>Sam Seller &lt;sam@example.org&gt;</c>.</summary>
    internal static IReadOnlyList<string> AddressesIn(string text) =>
        [
            .. Quoted()
                .Replace(text, "")
                .Split(Between, Tidy)
                .SelectMany(part => part.EndsWith('>') ? [Inside(part)] : part.Split(' ', Tidy)),
        ];

    /// <summary>A name may have a comma in it, and is then in quotes.</summary>
    [GeneratedRegex("\"[^\"\n]*\"(?=\\s*<)")]
    private static partial Regex Quoted();

    private static string Inside(string part) => part[(part.LastIndexOf('<') + 1)..^1].Trim();

    private static Refusal OfField(Refusal refusal) =>
        refusal with
        {
            Errors =
            [
                .. refusal.Errors.Select(error =>
                    error.Field.StartsWith("emails", StringComparison.Ordinal) ? error with { Field = "emails" } : error
                ),
            ],
        };
}

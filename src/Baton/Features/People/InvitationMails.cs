using Baton.Channels;
using Baton.Channels.Email;
using Baton.Core;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>
/// Mails links to accounts, once what made them is committed. Where the server cannot send email, whoever made a link
/// is shown it instead.
/// </summary>
internal sealed class InvitationMails(
    IEnumerable<IChannel> channels,
    ChannelOptions options,
    Writer writer,
    BaseUrl baseUrl,
    TimeProvider time
)
{
    /// <summary>So many at once: a mail server that is slow makes nobody wait long, and none gets too many.</summary>
    private const int SideBySide = 4;

    internal bool CanMail => options.Smtp is not null;

    internal string LinkOf(NewLink link) => new Uri(baseUrl.Value, $"/join?code={link.Code}").AbsoluteUri;

    /// <summary>Null where it is mailed, or there is none.</summary>
    internal string? LinkToShow(NewLink? link) => link is null || CanMail ? null : LinkOf(link);

    /// <summary>Sends all of them, and says for each that could not be sent why.</summary>
    internal async Task<IReadOnlyList<(string Email, string Reason)>> SendAsync(
        RequestContext context,
        IReadOnlyList<NewLink> links,
        CancellationToken cancellationToken
    )
    {
        if (!CanMail || links.Count == 0)
            return [];
        var attempts = new Attempt[links.Count];
        await Parallel.ForEachAsync(
            links.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken },
            async (link, token) => attempts[link.Index] = await SendAsync(context, link.Item, token)
        );
        var sent = links.Index().Where(link => IsSent(attempts[link.Index])).Select(link => link.Item.Invitation.Id);
        await NoteAsync([.. sent], cancellationToken);
        return
        [
            .. links
                .Index()
                .Where(link => !IsSent(attempts[link.Index]))
                .Select(link => (link.Item.Invitation.Email, attempts[link.Index].Reason)),
        ];
    }

    private static bool IsSent(Attempt attempt) => attempt.Outcome == AttemptOutcome.Delivered;

    private Task<Attempt> SendAsync(RequestContext context, NewLink link, CancellationToken cancellationToken) =>
        channels
            .OfType<EmailChannel>()
            .Single()
            .SendAsync(
                "invitation",
                (from, to) =>
                    Task.FromResult(
                        InvitationMail.Of(context.Catalog, link.Invitation, LinkOf(link), from, to, time.GetUtcNow())
                    ),
                new ChannelSettings(link.Invitation.Email, null, null),
                cancellationToken
            );

    private Task<int> NoteAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        return writer.WriteAsync(
            (db, token) =>
                db
                    .Invitations.Where(link => ids.Contains(link.Id))
                    .ExecuteUpdateAsync(set => set.SetProperty(link => link.MailedAt, now), token),
            cancellationToken
        );
    }
}

using Baton.Channels;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Links;

/// <summary>
/// Makes the links of a mail, each time it is sent: the secret goes into the mail and is kept nowhere, so it cannot
/// be written a second time.
/// </summary>
internal sealed class MakeLink(Writer writer, BaseUrl baseUrl, TimeProvider time)
{
    /// <summary>So long is remembered that a link was used or has expired, to say so kindly.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(60);

    internal async Task<ActionLinks> RunAsync(
        string person,
        long handoff,
        int revision,
        CancellationToken cancellationToken
    )
    {
        var secret = ActionLink.NewSecret();
        var now = time.UtcNow();
        var link = new ActionLink
        {
            Hash = ActionLink.HashOf(secret),
            PersonKey = person,
            HandoffId = handoff,
            ContextRevision = revision,
            CreatedAt = now,
            ExpiresAt = now + ActionLink.Lasts,
        };
        await writer.WriteAsync((db, token) => KeepAsync(db, link, now - Remembered, token), cancellationToken);
        var page = new Uri(baseUrl.Value, $"/act/{secret}").AbsoluteUri;
        return new ActionLinks($"{page}?do=accept", $"{page}?do=return");
    }

    private static async Task KeepAsync(
        BatonDb db,
        ActionLink link,
        DateTime since,
        CancellationToken cancellationToken
    )
    {
        await db.ActionLinks.Where(old => old.ExpiresAt < since).ExecuteDeleteAsync(cancellationToken);
        db.ActionLinks.Add(link);
        await db.SaveChangesAsync(cancellationToken);
    }
}

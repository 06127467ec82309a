using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Links;

/// <summary>Who is deactivated has no use for the links of mails that they were sent.</summary>
internal static class EndActionLinks
{
    internal static Task FollowAsync(PendingSave save, CancellationToken cancellationToken)
    {
        if (Losses.Of(save.Entries) is { Deactivated.Count: > 0 } losses)
            save.Afterwards(token => RunAsync(save.Db, losses, save.Acting.At, token));
        return Task.CompletedTask;
    }

    private static Task<int> RunAsync(BatonDb db, Losses losses, DateTime now, CancellationToken cancellationToken) =>
        db
            .ActionLinks.Where(link =>
                losses.Deactivated.Contains(link.PersonKey) && link.UsedAt == null && link.ExpiresAt > now
            )
            .ExecuteUpdateAsync(set => set.SetProperty(link => link.ExpiresAt, now), cancellationToken);
}

using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Drafts;

/// <summary>Drafts that nobody has touched for long go; so do the marks of those that were submitted.</summary>
internal sealed class ForgetDrafts(IDbContextFactory<BatonDb> factory, Writer writer, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);
    private static readonly TimeSpan MarkKept = TimeSpan.FromDays(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromHours(1);

    private DateTime next;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        if (now < next)
            return;
        next = now + BetweenLooks;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (!await Old(db, now).AnyAsync(cancellationToken))
            return;
        await writer.WriteAsync((writing, token) => Old(writing, now).ExecuteDeleteAsync(token), cancellationToken);
    }

    private static IQueryable<FormDraft> Old(BatonDb db, DateTime now)
    {
        var (untouched, submitted) = (now - Kept, now - MarkKept);
        return db.FormDrafts.Where(row => row.SavedAt < untouched || (row.SavedAt < submitted && row.Became != null));
    }
}

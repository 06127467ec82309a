using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>Deliveries whose time has come.</summary>
internal static class DueDeliveries
{
    /// <summary>
    /// The first of each target that go by themselves, the longest due first. A look that takes nobody's turn to write.
    /// </summary>
    /// <param name="db">The store.</param>
    /// <param name="now">The time.</param>
    /// <param name="targets">Those that may be asked, with how many are looked at.</param>
    /// <param name="most">So many in all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<List<long>> FirstAsync(
        BatonDb db,
        DateTime now,
        IReadOnlyList<(string Target, int Looks)> targets,
        int most,
        CancellationToken cancellationToken
    )
    {
        var found = new List<long>();
        foreach (var (target, looks) in targets)
        {
            if (found.Count >= most)
                break;
            found.AddRange(
                await Due(db, target, now).Take(looks).Select(delivery => delivery.Id).ToListAsync(cancellationToken)
            );
        }

        return found;
    }

    /// <summary>What is due to a target and goes by itself, the longest due first.</summary>
    internal static IQueryable<Delivery> Due(BatonDb db, string target, DateTime now) =>
        db
            .Deliveries.Where(delivery =>
                delivery.Target == target
                && delivery.NextAttemptAt != null
                && delivery.NextAttemptAt <= now
                && delivery.Digest == null
            )
            .OrderBy(delivery => delivery.NextAttemptAt)
            .ThenBy(delivery => delivery.Id);

    /// <summary>Those of them that nobody else has taken, the longest due first.</summary>
    internal static Task<List<Delivery>> TakeAsync(
        BatonDb db,
        DateTime now,
        IReadOnlyList<long> ids,
        CancellationToken cancellationToken
    ) =>
        db
            .Deliveries.Where(delivery =>
                EF.Parameter(ids).Contains(delivery.Id)
                && delivery.NextAttemptAt != null
                && delivery.NextAttemptAt <= now
                && delivery.Digest == null
            )
            .OrderBy(delivery => delivery.NextAttemptAt)
            .ThenBy(delivery => delivery.Id)
            .SkippingLocked(db)
            .ToListAsync(cancellationToken);

    /// <summary>Of what goes out together, what is due: from an index of that alone, however much else waits.</summary>
    internal static IQueryable<string> Digests(
        BatonDb db,
        DateTime now,
        IReadOnlyList<string> targets,
        string[] under,
        int most
    ) =>
        db.ByIndex<Delivery>("ix_deliveries_digest_due", "digest IS NOT NULL AND next_attempt_at IS NOT NULL")
            .Where(delivery =>
                EF.Parameter(targets).Contains(delivery.Target)
                && delivery.NextAttemptAt <= now
                && !EF.Parameter(under).Contains(delivery.Digest!)
            )
            .Select(delivery => delivery.Digest!)
            .Distinct()
            .Take(most);

    /// <summary>
    /// All that is due of it, oldest first; none while another server takes it, which else would make two messages of
    /// it.
    /// </summary>
    internal static async Task<List<Delivery>> TakeDigestAsync(
        BatonDb db,
        string digest,
        DateTime now,
        int most,
        CancellationToken cancellationToken
    ) =>
        await db.TryLockAsync(digest, cancellationToken)
            ? await db
                .Deliveries.Where(delivery =>
                    delivery.Digest == digest && delivery.NextAttemptAt != null && delivery.NextAttemptAt <= now
                )
                .OrderBy(delivery => delivery.Id)
                .Take(most)
                .Locked(db)
                .ToListAsync(cancellationToken)
            : [];
}

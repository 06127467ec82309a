using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>Which targets may be asked now.</summary>
/// <param name="Full">None of these.</param>
/// <param name="Only">Of these alone; null: of all others.</param>
internal sealed record DueTargets(string[] Full, string[]? Only);

/// <summary>Deliveries whose time has come.</summary>
internal static class DueDeliveries
{
    /// <summary>A look that takes nobody's turn to write.</summary>
    internal static Task<bool> AnyAsync(
        BatonDb db,
        DateTime now,
        DueTargets targets,
        string[] under,
        CancellationToken cancellationToken
    ) =>
        Due(db, now, targets)
            .AnyAsync(delivery => delivery.Digest == null || !under.Contains(delivery.Digest), cancellationToken);

    /// <summary>Those that go by themselves, the longest due first.</summary>
    internal static Task<List<Delivery>> TakeAsync(
        BatonDb db,
        DateTime now,
        DueTargets targets,
        int most,
        CancellationToken cancellationToken
    ) =>
        Due(db, now, targets)
            .Where(delivery => delivery.Digest == null)
            .OrderBy(delivery => delivery.NextAttemptAt)
            .ThenBy(delivery => delivery.Id)
            .Take(most)
            .SkippingLocked(db)
            .ToListAsync(cancellationToken);

    /// <summary>Of what goes out together, what is due.</summary>
    internal static async Task<IReadOnlyList<string>> DigestsAsync(
        BatonDb db,
        DateTime now,
        DueTargets targets,
        string[] under,
        int most,
        CancellationToken cancellationToken
    ) =>
        most <= 0
            ? []
            : await Due(db, now, targets)
                .Where(delivery => delivery.Digest != null && !under.Contains(delivery.Digest!))
                .Select(delivery => delivery.Digest!)
                .Distinct()
                .Take(most)
                .ToListAsync(cancellationToken);

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

    private static IQueryable<Delivery> Due(BatonDb db, DateTime now, DueTargets targets)
    {
        var full = targets.Full;
        var only = targets.Only;
        var due = db.Deliveries.Where(delivery =>
            delivery.NextAttemptAt != null && delivery.NextAttemptAt <= now && !full.Contains(delivery.Target)
        );
        return only is null ? due : due.Where(delivery => only.Contains(delivery.Target));
    }
}

using Baton.Client;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>Takes deliveries whose time has come, each under a lease: a server that is killed loses it, and another attempt is made.</summary>
internal sealed class ClaimDeliveries(IDbContextFactory<BatonDb> factory, Writer writer, TimeProvider time)
{
    /// <summary>Longer than any channel takes for an attempt.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>What is more goes into the next message.</summary>
    private const int MostInDigest = 500;

    /// <summary>So many at a time to one receiver: a dead one must not hold up the others.</summary>
    private static int MostOf(string target) => target == "email" ? 16 : 8;

    /// <summary>
    /// Takes what is due, at most so many, of each target not more than it may have at a time, and of a handoff one after the other; what waited for the
    /// same reader together.
    /// </summary>
    /// <param name="sending">What is being sent now.</param>
    /// <param name="most">How many may be taken.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal async Task<IReadOnlyList<Parcel>> RunAsync(IReadOnlyList<Parcel> sending, int most, CancellationToken cancellationToken)
    {
        var full = sending.CountBy(parcel => parcel.Target).Where(pair => pair.Value >= MostOf(pair.Key)).Select(pair => pair.Key).ToArray();
        string[] under = [.. sending.Select(parcel => parcel.Digest).OfType<string>()];
        if (most <= 0 || !await AnyDueAsync(full, under, cancellationToken))
            return [];
        return await writer.WriteAsync((db, token) => TakeAsync(db, sending, full, under, most, token), cancellationToken);
    }

    /// <summary>On SQLite there is one server, so what is being sent when it starts is being sent by nobody.</summary>
    internal async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        await writer.WriteAsync(
            async (db, token) =>
            {
                if (db.IsSqlite)
                    await db.Deliveries.Where(delivery => delivery.State == DeliveryState.Sending).ExecuteUpdateAsync(set => set.SetProperty(one => one.NextAttemptAt, now), token);
            },
            cancellationToken);
    }

    /// <summary>A look that takes nobody's turn to write.</summary>
    private async Task<bool> AnyDueAsync(string[] full, string[] under, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var now = time.UtcNow();
        return await db.Deliveries.AnyAsync(
            delivery => delivery.NextAttemptAt != null && delivery.NextAttemptAt <= now && !full.Contains(delivery.Target) && (delivery.Digest == null || !under.Contains(delivery.Digest)), cancellationToken);
    }

    private async Task<IReadOnlyList<Parcel>> TakeAsync(BatonDb db, IReadOnlyList<Parcel> sending, string[] full, string[] under, int most, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var due = await Claims.DueDeliveries(db, now, full, most).ToListAsync(cancellationToken);
        var counts = sending.CountBy(parcel => parcel.Target).ToDictionary();
        var free = due.ExceptBy(sending.SelectMany(parcel => parcel.Deliveries).Select(LineOf), LineOf).Select(delivery => new Parcel([delivery])).ToList();
        foreach (var digest in await Claims.DueDigestsAsync(db, now, full, under, most - free.Count, cancellationToken))
        {
            if (await Claims.TakeDigestAsync(db, digest, now, MostInDigest, cancellationToken) is { Count: > 0 } together)
                free.Add(new Parcel(together));
        }

        var taken = free.GroupBy(parcel => parcel.Target).SelectMany(group => group.Take(MostOf(group.Key) - counts.GetValueOrDefault(group.Key))).ToList();
        foreach (var delivery in taken.SelectMany(parcel => parcel.Deliveries))
            delivery.Claim(now, Lease);
        await db.SaveChangesAsync(cancellationToken);
        return taken;
    }

    /// <summary>What is told of one handoff to one receiver is told in order, as far as it is due.</summary>
    private static (string, long, string?) LineOf(Delivery delivery) => (delivery.Target, delivery.HandoffId, delivery.PersonKey);
}

using Baton.Channels;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>
/// Takes deliveries whose time has come, each under a lease: a server that is killed loses it, and another attempt is
/// made.
/// </summary>
internal sealed class ClaimDeliveries(
    ChannelTypes types,
    HeldTargets held,
    TargetSlots slots,
    IDbContextFactory<BatonDb> factory,
    Writer writer,
    TimeProvider time
)
{
    /// <summary>Longer than any channel takes for an attempt.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>What is more goes into the next message.</summary>
    private const int MostInDigest = 500;

    /// <summary>So few in one write: those who hand over meanwhile wait for it.</summary>
    private const int MostInWrite = 64;

    /// <summary>So many times as many are looked at: of some, one of the same handoff is on its way.</summary>
    private const int Looks = 2;

    private readonly Dictionary<string, IChannel> channels = types.All.ToDictionary(channel => channel.Type);

    /// <summary>
    /// Takes what is due, of each target not more than it may have at a time, and of a handoff one after the other;
    /// what waited for the same reader together.
    /// </summary>
    /// <param name="sending">What is being sent now.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal async Task<IReadOnlyList<DeliveryBatch>> RunAsync(
        IReadOnlyList<InFlight> sending,
        CancellationToken cancellationToken
    )
    {
        var plan = slots.Plan(sending);
        string[] under = [.. sending.Select(send => send.Batch.Digest).OfType<string>()];
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var now = time.UtcNow();
        var resting = await held.ReadAsync(db, time.UtcNow(), cancellationToken);
        var most = Math.Min(plan.Free, MostInWrite);
        if (most == 0)
            return [];
        var targets = (await DueTargets.ReadAsync(db, now, cancellationToken))
            .Where(target =>
                !plan.Full.Contains(target) && !resting.Contains(target) && plan.Only?.Contains(target) != false
            )
            .ToList();
        if (targets.Count == 0)
            return [];
        var looks = targets.ConvertAll(target => (target, Looks * FreeOf(plan, target)));
        var ids = await DueDeliveries.FirstAsync(db, now, looks, Looks * most, cancellationToken);
        var digests = await DueDeliveries.Digests(db, now, targets, under, most).ToListAsync(cancellationToken);
        return ids.Count + digests.Count == 0
            ? []
            : await writer.WriteAsync(
                (writing, token) => TakeAsync(writing, sending, plan, ids, digests, token),
                cancellationToken
            );
    }

    /// <summary>
    /// On SQLite there is one server, so nobody is sending what is marked as being sent when it starts. Targets that
    /// did not work may have been fixed in the meantime.
    /// </summary>
    internal async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        await writer.WriteAsync(
            async (db, token) =>
            {
                if (db.OneServer)
                    await db
                        .Deliveries.Where(delivery => delivery.State == DeliveryState.Sending)
                        .ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.NextAttemptAt, now), token);
                await HeldTargets.TryAgainAsync(db, now, token);
                await HeldTargets.ForgetAsync(db, now, token);
            },
            cancellationToken
        );
    }

    /// <summary>
    /// Ends the leases of what this server took and does not finish. What another has taken since is theirs.
    /// </summary>
    internal async Task GiveBackAsync(IReadOnlyList<Delivery> taken)
    {
        var attempts = taken.ToDictionary(delivery => delivery.Id, delivery => delivery.Attempts);
        var now = time.UtcNow();
        await writer.WriteAsync(
            async (db, token) =>
            {
                var rows = await db
                    .Deliveries.Where(row => attempts.Keys.Contains(row.Id) && row.State == DeliveryState.Sending)
                    .Locked(db)
                    .ToListAsync(token);
                foreach (var row in rows.Where(row => row.Attempts == attempts[row.Id]))
                    row.NextAttemptAt = now;
                await db.SaveChangesAsync(token);
            },
            CancellationToken.None
        );
    }

    private async Task<IReadOnlyList<DeliveryBatch>> TakeAsync(
        BatonDb db,
        IReadOnlyList<InFlight> sending,
        TargetPlan plan,
        IReadOnlyList<long> ids,
        IReadOnlyList<string> digests,
        CancellationToken cancellationToken
    )
    {
        var now = time.UtcNow();
        var most = Math.Min(plan.Free, MostInWrite);
        var due = await DueDeliveries.TakeAsync(db, now, ids, cancellationToken);
        var free = due.ExceptBy(sending.SelectMany(send => send.Batch.Deliveries).Select(LineOf), LineOf)
            .Select(delivery => new DeliveryBatch([delivery]))
            .ToList();
        foreach (var digest in digests.Take(most - free.Count))
        {
            if (
                await DueDeliveries.TakeDigestAsync(db, digest, now, MostInDigest, cancellationToken) is
                { Count: > 0 } together
            )
                free.Add(new DeliveryBatch(Fitting(together)));
        }

        var taken = free.GroupBy(parcel => parcel.Target)
            .SelectMany(group => group.Take(FreeOf(plan, group.Key)))
            .Take(most)
            .ToList();
        foreach (var delivery in taken.SelectMany(parcel => parcel.Deliveries))
            delivery.Claim(now, Lease);
        await db.SaveChangesAsync(cancellationToken);
        return taken;
    }

    /// <summary>One delivery finds out whether what did not work works again.</summary>
    private int FreeOf(TargetPlan plan, string target) =>
        held.IsDown(target) ? Math.Min(plan.FreeOf(target), 1) : plan.FreeOf(target);

    /// <summary>As much of it as one message of its channel holds.</summary>
    private List<Delivery> Fitting(List<Delivery> together) =>
        [
            .. together.Take(
                channels[together[0].Channel].MostTogether([.. together.Select(delivery => delivery.Message)])
            ),
        ];

    /// <summary>What is told of one handoff to one receiver is told in order, as far as it is due.</summary>
    private static (string, long, string?) LineOf(Delivery delivery) =>
        (delivery.Target, delivery.HandoffId, delivery.PersonKey);
}

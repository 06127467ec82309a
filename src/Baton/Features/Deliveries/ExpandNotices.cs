using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Storage.Partitions;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>
/// Takes the notices that wait, and keeps what is made of them in one transaction with the mark that it was done.
/// </summary>
internal sealed class ExpandNotices(
    IDbContextFactory<BatonDb> factory,
    Writer writer,
    StoreModel model,
    Catalogs catalogs,
    MakeDeliveries make,
    TimeProvider time
)
{
    private const int MostTogether = 256;

    /// <summary>
    /// So few in one write that people who hand over at the same moment wait for them a millisecond or two, not for
    /// all; and so few held in memory.
    /// </summary>
    private const int MostAtOnce = 16;

    /// <summary>How many were taken; 0 when none waits.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var notices = await db
            .Notices.AsNoTracking()
            .Where(notice => notice.ExpandedAt == null)
            .OrderBy(notice => notice.Id)
            .Take(MostTogether)
            .ToListAsync(cancellationToken);
        if (notices.Count == 0)
            return 0;
        foreach (var few in InTurn(db, notices).Chunk(MostAtOnce))
            await ExpandAsync(db, await LeftAsync(db, few, cancellationToken), cancellationToken);
        return notices.Count;
    }

    /// <summary>
    /// Servers that share a store begin with different handoffs, so that they rarely work out the same notices; those
    /// of one handoff stay in their order, as a later one cancels what an earlier one made.
    /// </summary>
    private static IEnumerable<Notice> InTurn(BatonDb db, List<Notice> notices)
    {
        if (db.OneServer)
            return notices;
        var first = Random.Shared.Next(MostAtOnce);
        return notices.OrderBy(notice => (notice.HandoffId + first) % MostAtOnce);
    }

    /// <summary>Those that no other server has taken since they were read.</summary>
    private static async Task<Notice[]> LeftAsync(BatonDb db, Notice[] notices, CancellationToken cancellationToken)
    {
        if (db.OneServer)
            return notices;
        var ids = notices.Select(notice => notice.Id).ToList();
        var left = await db
            .Notices.Where(notice => EF.Parameter(ids).Contains(notice.Id) && notice.ExpandedAt == null)
            .Select(notice => notice.Id)
            .ToHashSetAsync(cancellationToken);
        return [.. notices.Where(notice => left.Contains(notice.Id))];
    }

    private async Task ExpandAsync(BatonDb db, Notice[] notices, CancellationToken cancellationToken)
    {
        if (notices.Length == 0)
            return;
        var ids = notices.Select(notice => notice.HandoffId).Distinct().ToList();
        var events = (
            await db
                .Events.AsNoTracking()
                .WithArchive()
                .Where(happened => EF.Parameter(ids).Contains(happened.HandoffId))
                .OrderBy(happened => happened.Seq)
                .ToListAsync(cancellationToken)
        ).ToLookup(happened => happened.HandoffId);
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        var watches = await Watchers.ReadAsync(db, ids, cancellationToken);
        var lower = await Superseded.LowerRungsAsync(db, notices, cancellationToken);
        var parents = await AddressedMessage.ReadAsync(db, events, cancellationToken);
        var now = time.UtcNow();
        var insert = RowInsert.For<Delivery>(model.Value);
        var own = RowInsert.For<Notification>(model.Value);
        var expanded = notices.ToDictionary(
            notice => notice.Id,
            notice =>
                make.Of(notice, events[notice.HandoffId], [.. watches[notice.HandoffId]], lower, parents, catalog, now)
        );
        var rows = expanded.ToDictionary(
            notice => notice.Key,
            notice => notice.Value.Deliveries.Select(insert.ValuesOf).ToList()
        );
        var ownRows = expanded.ToDictionary(
            notice => notice.Key,
            notice => notice.Value.Notifications.Select(own.ValuesOf).ToList()
        );
        await writer.WriteAsync(
            (writing, token) => KeepAsync(writing, notices, lower, rows, insert, (own, ownRows), now, token),
            cancellationToken
        );
    }

    /// <summary>Another server may have taken some of them meanwhile.</summary>
    private static async Task KeepAsync(
        BatonDb db,
        IReadOnlyList<Notice> notices,
        ILookup<long, Delivery> lower,
        Dictionary<long, List<object?[]>> rows,
        RowInsert insert,
        (RowInsert Insert, Dictionary<long, List<object?[]>> Rows) own,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var channel = insert.IndexOf("channel");
        var team = insert.IndexOf("team");
        var free = await NoticeTables.FreeAsync(db, [.. notices.Select(notice => notice.Id)], cancellationToken);
        foreach (var notice in notices.Where(notice => free.Contains(notice.Id)))
        {
            await NoticeTables.TakeAsync(db, notice.Id, now, cancellationToken);
            await Superseded.CancelAsync(db, notice, cancellationToken);
            if (Superseded.IsRung(notice))
                await Superseded.CancelAsync(
                    db,
                    [.. lower[notice.HandoffId].Select(delivery => delivery.Id)],
                    notice.Kind,
                    cancellationToken
                );
            foreach (var row in rows[notice.Id])
                await insert.SendAsync(db, row, cancellationToken);
            foreach (var row in own.Rows[notice.Id])
                await own.Insert.SendAsync(db, row, cancellationToken);
            if (
                HandoffCommands.AsksTeam(notice.Kind)
                && rows[notice.Id].FirstOrDefault(row => row[channel] is Delivery.NoChannel) is { } nobody
            )
                await KeepAlarm.NobodyToldAsync(
                    db,
                    notice.HandoffId,
                    notice.EventSeq,
                    (string)nobody[team]!,
                    now,
                    cancellationToken
                );
        }
    }
}

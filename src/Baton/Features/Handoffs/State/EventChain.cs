using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.State;

/// <summary>
/// The hash that each event bears: over itself and the hash of the one before it, so that none can be changed, taken
/// out or put in without breaking all that follow. What an event holds goes in as a hash of its own, so that the chain
/// can be shown to somebody who may not read it.
/// </summary>
internal static class EventChain
{
    /// <summary>Stands before the first event.</summary>
    private const string None = "-";

    internal static string HashOf(string? before, HandoffEvent happened) =>
        HashOf(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{before ?? None}\n{happened.Seq}\n{happened.At:yyyy-MM-ddTHH:mm:ss.ffffffZ}\n{happened.Kind}\n"
                    + $"{happened.Team}\n{happened.Role}\n{HashOf(happened.Data)}\n{happened.Actor}"
            )
        );

    internal static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// Where the chain is broken, in words; null where it is whole.
    /// </summary>
    /// <param name="events">All of one handoff, in their order.</param>
    /// <param name="isOlder">Whether those of an older version may still have no hash.</param>
    internal static string? BrokenLink(IReadOnlyList<HandoffEvent> events, bool isOlder)
    {
        if (isOlder && events.All(happened => happened.Hash is null))
            return null;
        string? before = null;
        foreach (var happened in events)
        {
            if (happened.Hash is null)
                return $"event {happened.Seq} has no hash";
            if (happened.Hash != HashOf(before, happened))
                return $"the hash of event {happened.Seq} does not follow from it and the event before it";
            before = happened.Hash;
        }

        return null;
    }

    /// <summary>
    /// Gives the events of an older version their hashes, which no event may lack when the next is hung behind them.
    /// </summary>
    internal static async Task CompleteAsync(BatonDb db, Handoff handoff, CancellationToken cancellationToken)
    {
        if (handoff.ChainHash is not null)
            return;
        var events = await db
            .Events.AsNoTracking()
            .Where(happened => happened.HandoffId == handoff.Id)
            .OrderBy(happened => happened.Seq)
            .ToListAsync(cancellationToken);
        string? last = null;
        foreach (var happened in events)
            last = await CompleteAsync(db, happened, last, cancellationToken);
        await db
            .Handoffs.Where(row => row.Id == handoff.Id && row.ChainHash == null && row.Version == handoff.Version)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ChainHash, last), cancellationToken);
        handoff.ChainHash = last;
    }

    private static async Task<string> CompleteAsync(
        BatonDb db,
        HandoffEvent happened,
        string? before,
        CancellationToken cancellationToken
    )
    {
        if (happened.Hash is { } there)
            return there;
        var hash = HashOf(before, happened);
        await db
            .Events.Where(row => row.HandoffId == happened.HandoffId && row.Seq == happened.Seq && row.Hash == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Hash, hash), cancellationToken);
        return hash;
    }
}

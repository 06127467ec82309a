using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>What time it is on the machine of the database; null where that is this one.</summary>
internal delegate Task<DateTime?> ReadServerTime(BatonDb db, CancellationToken cancellationToken);

/// <summary>
/// Whether the clock of this machine says what that of the database says, by which all servers go. One that is
/// minutes ahead would fire clocks too early and take from others what they are sending.
/// </summary>
internal sealed class NodeClock(IDbContextFactory<BatonDb> factory, ReadServerTime read, TimeProvider time)
{
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    private (long At, string? Fault)? last;

    /// <summary>Why nothing that goes by the clock may be done here; null when all is well.</summary>
    internal async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        if (last is { } known && time.GetElapsedTime(known.At) < BetweenLooks)
            return known.Fault;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var at = time.GetTimestamp();
        var apart = await ApartAsync(db, cancellationToken);
        var fault = apart.Duration() > Tolerated ? Words(apart) : null;
        last = (at, fault);
        return fault;
    }

    /// <summary>
    /// How far this clock is ahead of that of the database; the time of the question itself is given.
    /// </summary>
    internal async Task<TimeSpan> ApartAsync(BatonDb db, CancellationToken cancellationToken)
    {
        var before = time.UtcNow();
        if (await read(db, cancellationToken) is not { } theirs)
            return TimeSpan.Zero;
        var after = time.UtcNow();
        return theirs < before ? before - theirs
            : theirs > after ? after - theirs
            : TimeSpan.Zero;
    }

    private static string Words(TimeSpan ahead)
    {
        var side = ahead > TimeSpan.Zero ? "ahead of" : "behind";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The clock of this server is {ahead.Duration().TotalSeconds:F0} seconds {side} that of the database, "
                + $"so it runs no clocks and sends no notices. Set it with a time server (NTP)."
        );
    }
}

using System.Collections.Concurrent;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.SignIn;

/// <summary>
/// The sessions that browsers used lately, in memory. Each is read once, and again after any session ended: the stamp
/// that each request looks at anyway says so, whichever process ended it.
/// </summary>
internal sealed class LiveSessions(IDbContextFactory<BatonDb> factory)
{
    private const int Most = 100_000;

    private Kept kept = new(-1);

    /// <summary>Null when there is none, or it has ended.</summary>
    internal async Task<BrowserSession?> FindAsync(Catalog catalog, string secret, CancellationToken cancellationToken)
    {
        var hash = Token.HashOf(secret);
        var known = KeptAt(catalog.SessionStamp);
        if (known.Sessions.TryGetValue(hash, out var session))
            return session;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        session = await db
            .Sessions.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Hash == hash && row.EndedAt == null, cancellationToken);
        if (session is not null && known.Sessions.Count < Most)
            known.Sessions.TryAdd(hash, session);
        return session;
    }

    /// <summary>
    /// What is read after the stamp is at least as new as the stamp says, so it may be kept under it.
    /// </summary>
    private Kept KeptAt(long stamp)
    {
        var now = Volatile.Read(ref kept);
        if (now.Version >= stamp)
            return now;
        var fresh = new Kept(stamp);
        return Interlocked.CompareExchange(ref kept, fresh, now) == now ? fresh : KeptAt(stamp);
    }

    private sealed record Kept(long Version)
    {
        internal ConcurrentDictionary<string, BrowserSession> Sessions { get; } = new();
    }
}

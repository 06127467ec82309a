using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>What a request reads: the database, or its standby where the route says so.</summary>
internal sealed class RequestStore(IDbContextFactory<BatonDb> database) : IAsyncDisposable
{
    private BatonDb? chosen;

    internal void Choose(BatonDb? standby) => chosen = standby;

    /// <summary>Whoever takes it disposes of it.</summary>
    internal BatonDb Take() => Interlocked.Exchange(ref chosen, null) ?? database.CreateDbContext();

    /// <summary>A request that was refused has not taken it.</summary>
    public ValueTask DisposeAsync() => chosen?.DisposeAsync() ?? ValueTask.CompletedTask;
}

using Baton.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Baton.Features.SignIn;

/// <summary>
/// Somebody asked for a new password and was told that a link is on its way. It stands here until the link was mailed,
/// or it turned out that there is nobody to mail.
/// </summary>
internal sealed class AskedReset
{
    public long Id { get; init; }

    /// <summary>What was typed: a key, an address, or neither.</summary>
    public required string Name { get; init; }

    public required DateTime AskedAt { get; init; }

    /// <summary>When it is taken up next; while a server is at it, when another one may.</summary>
    public required DateTime NextAt { get; init; }
}

internal sealed class AskedResetTable : IEntityTypeConfiguration<AskedReset>
{
    public void Configure(EntityTypeBuilder<AskedReset> builder)
    {
        builder.ToTable("asked_resets");
        builder.HasIndex(asked => asked.NextAt);
    }
}

/// <summary>The waiting list of links for a new password.</summary>
internal static class AskedResets
{
    /// <summary>More wait only where somebody floods the server.</summary>
    private const int MostWaiting = 1000;

    private const int MostAtOnce = 20;

    /// <summary>
    /// So long a server has for one before another takes it up; longer than a mail server may take to answer.
    /// </summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Nothing of the person is looked up. False where too many wait.</summary>
    internal static async Task<bool> AddAsync(
        BatonDb db,
        string name,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (await db.Set<AskedReset>().CountAsync(cancellationToken) >= MostWaiting)
            return false;
        db.Add(
            new AskedReset
            {
                Name = name,
                AskedAt = now,
                NextAt = now,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    internal static async Task<IReadOnlyList<AskedReset>> DueAsync(
        BatonDb db,
        DateTime now,
        CancellationToken cancellationToken
    ) =>
        await db.Set<AskedReset>()
            .AsNoTracking()
            .Where(asked => asked.NextAt <= now)
            .OrderBy(asked => asked.NextAt)
            .Take(MostAtOnce)
            .ToListAsync(cancellationToken);

    /// <summary>Whether it is this server's for a while.</summary>
    internal static async Task<bool> ClaimAsync(
        BatonDb db,
        AskedReset asked,
        DateTime now,
        CancellationToken cancellationToken
    ) =>
        await db.Set<AskedReset>()
            .Where(row => row.Id == asked.Id && row.NextAt <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextAt, now + Lease), cancellationToken) == 1;

    internal static Task<int> RemoveAsync(BatonDb db, AskedReset asked, CancellationToken cancellationToken) =>
        db.Set<AskedReset>().Where(row => row.Id == asked.Id).ExecuteDeleteAsync(cancellationToken);
}

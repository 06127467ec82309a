using Baton.Features.Handoffs.State;
using Baton.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>
/// The store. Each feature says itself which tables it has, by <see cref="IEntityTypeConfiguration{TEntity}"/> and a
/// property such as <c>db.Handoffs</c> beside it. The schema stands in the SQL files; a test compares the two.
/// </summary>
internal sealed partial class BatonDb(DbContextOptions<BatonDb> options) : DbContext(options)
{
    private bool? onSqlite;

    internal DbSet<DirectoryVersion> Stamps => Set<DirectoryVersion>();

    internal DbSet<DataKey> DataKeys => Set<DataKey>();

    internal DbSet<Installation> Installations => Set<Installation>();

    /// <summary>Who makes the write that is going on; set by the writer.</summary>
    internal Acting? Acting { get; set; }

    /// <summary>What features do whenever rows are stored; set by the writer.</summary>
    internal IReadOnlyList<SaveRule> Rules { get; set; } = [];

    /// <summary>
    /// What this write shares with those of its transaction; set by the writer, null where each statement is run at
    /// once.
    /// </summary>
    internal WriteGroup? Group { get; set; }

    /// <summary>The share of rows that many writes count in: no two that go on side by side have the same.</summary>
    internal int Shard => Group?.Shard ?? 0;

    /// <summary>Kept, as the framework looks up an assembly's name for every answer.</summary>
    internal bool IsSqlite => onSqlite ??= Database.IsSqlite();

    /// <summary>Whether only one server can use the store, and one write goes on at a time.</summary>
    internal bool OneServer => IsSqlite;

    /// <summary>Whether a table can be made of parts.</summary>
    internal bool HasPartitions => !IsSqlite;

    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        var acting =
            Acting ?? throw new InvalidOperationException("What is stored was not written through the writer.");
        var save = new PendingSave(this, acting);
        foreach (var rule in Rules)
            await rule(save, cancellationToken);
        var rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        await save.FollowUpAsync(cancellationToken);
        return rows;
    }

    /// <summary>Sends the statements that wait to be sent.</summary>
    internal Task SendAsync(CancellationToken cancellationToken) =>
        Group?.SendAsync(this, cancellationToken) ?? Task.CompletedTask;

    /// <summary>Stores rows that no rule asks about, such as those of the audit log.</summary>
    internal Task<int> SaveWithoutRulesAsync(CancellationToken cancellationToken) =>
        base.SaveChangesAsync(acceptAllChangesOnSuccess: true, cancellationToken);

    /// <summary>
    /// Moves the stamp: from here on nobody else changes people, teams or templates until this transaction ends.
    /// </summary>
    internal Task LockDirectoryAsync(CancellationToken cancellationToken) =>
        Stamps
            .Where(stamp => stamp.Name == DirectoryVersion.Directory)
            .ExecuteUpdateAsync(
                set => set.SetProperty(stamp => stamp.Value, stamp => stamp.Value + 1),
                cancellationToken
            );
}

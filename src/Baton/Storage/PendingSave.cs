using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Baton.Storage;

/// <summary>
/// What a feature does whenever rows are stored, whichever verb stores them. Rules run in the order in which they are
/// registered.
/// </summary>
internal delegate Task SaveRule(PendingSave save, CancellationToken cancellationToken);

/// <summary>Rows that are about to be stored in the transaction of a write.</summary>
internal sealed class PendingSave(BatonDb db, Acting acting)
{
    private readonly List<Func<CancellationToken, Task>> followUps = [];

    internal BatonDb Db => db;

    /// <summary>Who stores them, and when.</summary>
    internal Acting Acting => acting;

    internal IReadOnlyList<EntityEntry> Entries { get; private set; } = [.. db.ChangeTracker.Entries()];

    /// <summary>After a rule has changed rows itself, so that the next rules see them too.</summary>
    internal void ReadEntriesAgain() => Entries = [.. db.ChangeTracker.Entries()];

    /// <summary>
    /// Runs once the rows are stored, in the same transaction, in the order in which it was asked for.
    /// </summary>
    internal void Afterwards(Func<CancellationToken, Task> work) => followUps.Add(work);

    internal async Task FollowUpAsync(CancellationToken cancellationToken)
    {
        foreach (var work in followUps)
            await work(cancellationToken);
    }
}

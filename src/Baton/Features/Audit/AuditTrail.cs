using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Audit;

/// <summary>
/// The one place that writes the audit log. It reads what a write is about to change in the tables that features name
/// as <see cref="Audited"/>, so that a verb is in the log whichever door called it. What changes no such table says so
/// itself, by <see cref="AuditNotes.Note"/>.
/// </summary>
internal sealed class AuditTrail(IEnumerable<Audited> tables)
{
    private readonly Dictionary<Type, Audited> tables = tables.ToDictionary(table => table.Entity);

    /// <summary>Whether every change of this table is in the log.</summary>
    internal bool Watches(Type entity) => tables.ContainsKey(entity);

    /// <summary>The subject is asked for when the rows are stored, and numbers are given.</summary>
    internal Task FollowAsync(PendingSave save, CancellationToken cancellationToken)
    {
        var drafts = save
            .Entries.Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .SelectMany(entry =>
                tables.TryGetValue(entry.Entity.GetType(), out var table) ? table.DraftsOf(new Changed(entry)) : []
            )
            .ToList();
        if (drafts.Count > 0)
            save.Afterwards(token => WriteAsync(save.Db, drafts, token));
        return Task.CompletedTask;
    }

    private static Task<int> WriteAsync(BatonDb db, List<AuditDraft> drafts, CancellationToken cancellationToken)
    {
        db.AuditEntries.AddRange(drafts.Select(draft => draft.ToEntry(db.Acting)));
        return db.SaveWithoutRulesAsync(cancellationToken);
    }
}

internal static class AuditNotes
{
    internal static void Note(
        this BatonDb db,
        string act,
        string subject,
        string? before = null,
        string? after = null
    ) => db.AuditEntries.Add(new AuditDraft(act, () => subject, before, after).ToEntry(db.Acting));
}

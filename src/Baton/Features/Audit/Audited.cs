namespace Baton.Features.Audit;

/// <summary>A table whose every change is an administrative act, and what the log says of a change.</summary>
internal sealed record Audited(Type Entity, Func<Changed, IEnumerable<AuditDraft>> DraftsOf)
{
    internal static Audited Table<T>(Func<Changed, T, IEnumerable<AuditDraft>> draftsOf)
        where T : class => new(typeof(T), change => draftsOf(change, (T)change.Entity));
}

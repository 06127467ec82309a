namespace Baton.Storage.Moving;

/// <summary>Where a move goes, looked at before anything there is changed.</summary>
internal static class MoveTarget
{
    private const string NameAnother = "Name an empty database or directory.";

    /// <summary>Null where it is empty, or of this version; whether that has rows is for later.</summary>
    internal static string? Refuse(StorageOptions target)
    {
        if (target.IsSqlite && !File.Exists(target.SqliteFile))
            return null;
        var (applied, reason) = Schema.Applied(target);
        if (reason is not null)
            return reason;
        if (applied.Count == 0)
            return ForeignTables.In(target).Count > 0
                ? $"The target is not empty: it has tables that are not of Baton. {NameAnother}"
                : null;
        return applied.SequenceEqual(Schema.Scripts(target).Select(script => script.Name))
            ? null
            : $"The target is not empty: it has tables of another version of Baton. {NameAnother}";
    }
}

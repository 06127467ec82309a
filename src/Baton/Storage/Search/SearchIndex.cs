using Microsoft.EntityFrameworkCore;

namespace Baton.Storage.Search;

/// <summary>
/// Full text over handoffs: FTS5 on SQLite, <c>tsvector</c> on PostgreSQL. The words are cut here
/// (<see cref="SearchWords"/>) and not in the engine, so that both find the same; every word of the question must
/// begin a word of the text.
/// </summary>
internal static class SearchIndex
{
    /// <summary>
    /// PostgreSQL holds less than 1 MiB of words in a value; what has more stands in several rows of a table of its
    /// own.
    /// </summary>
    private const int MostOnPostgres = 200_000;

    private static readonly Statement AddOnSqlite = new(
        "INSERT INTO handoff_search (rowid, words) VALUES (@p0, @p1)",
        2
    );
    private static readonly Statement AddOnPostgres = new(
        $"""
        INSERT INTO handoff_search (handoff_id, words) VALUES (@p0,
        array_to_tsvector(string_to_array(@p1, ' ')))
        """,
        2
    );
    private static readonly Statement AddMoreOnPostgres = new(
        "INSERT INTO handoff_search_more (handoff_id, part, words) VALUES (@p0, @p1, "
            + "array_to_tsvector(string_to_array(@p2, ' ')))",
        3
    );

    internal static async Task AddAsync(BatonDb db, long handoffId, string words, CancellationToken cancellationToken)
    {
        if (db.IsSqlite)
        {
            await AddOnSqlite.ExecuteAsync(db, [handoffId, words], cancellationToken);
            return;
        }

        var isLarge = words.Length > MostOnPostgres;
        await AddOnPostgres.ExecuteAsync(db, [handoffId, isLarge ? "" : words], cancellationToken);
        foreach (var (part, some) in isLarge ? Parts(words).Index() : [])
            await AddMoreOnPostgres.ExecuteAsync(db, [handoffId, part, some], cancellationToken);
    }

    internal static async Task ReplaceAsync(
        BatonDb db,
        long handoffId,
        string words,
        CancellationToken cancellationToken
    )
    {
        await RemoveAsync(db, handoffId, cancellationToken);
        await AddAsync(db, handoffId, words, cancellationToken);
    }

    internal static async Task RemoveAsync(BatonDb db, long handoffId, CancellationToken cancellationToken)
    {
        if (db.IsSqlite)
        {
            await db.Database.ExecuteSqlAsync(
                $"DELETE FROM handoff_search WHERE rowid = {handoffId}",
                cancellationToken
            );
            return;
        }

        await db.Database.ExecuteSqlAsync(
            $"DELETE FROM handoff_search WHERE handoff_id = {handoffId}",
            cancellationToken
        );
        await db.Database.ExecuteSqlAsync(
            $"DELETE FROM handoff_search_more WHERE handoff_id = {handoffId}",
            cancellationToken
        );
    }

    /// <summary>
    /// Handoffs without an entry. On SQLite the entries themselves hold no text to be read; their sizes stand in a
    /// table of FTS5.
    /// </summary>
    internal static IQueryable<long> Missing(BatonDb db) =>
        db.IsSqlite
            ? db.Database.SqlQuery<long>(
                $"""
                SELECT id AS "Value" FROM handoffs h WHERE NOT EXISTS (SELECT 1 FROM handoff_search_docsize d
                WHERE d.id = h.id)
                """
            )
            : db.Database.SqlQuery<long>(
                $"""
                SELECT id AS "Value" FROM handoffs h WHERE NOT EXISTS (SELECT 1 FROM handoff_search d WHERE
                d.handoff_id = h.id)
                """
            );

    /// <summary>Entries without a handoff.</summary>
    internal static IQueryable<long> Stray(BatonDb db) =>
        db.IsSqlite
            ? db.Database.SqlQuery<long>(
                $"""
                SELECT id AS "Value" FROM handoff_search_docsize d WHERE NOT EXISTS (SELECT 1 FROM handoffs h
                WHERE h.id = d.id)
                """
            )
            : db.Database.SqlQuery<long>(
                $"""
                SELECT DISTINCT handoff_id AS "Value" FROM (SELECT handoff_id FROM handoff_search UNION ALL
                SELECT handoff_id FROM handoff_search_more) d WHERE NOT EXISTS (SELECT 1 FROM handoffs h WHERE
                h.id = d.handoff_id)
                """
            );

    /// <summary>The ids of the handoffs whose words match all of these, to be composed into a query.</summary>
    internal static IQueryable<long> Find(BatonDb db, IReadOnlyList<SearchTerm> terms) =>
        db.IsSqlite ? OnSqlite(db, terms) : OnPostgres(db, terms);

    /// <summary>
    /// The ids of the handoffs whose words match this, or that one of these people handed over, accepted or owns.
    /// </summary>
    internal static IQueryable<long> Find(BatonDb db, SearchTerm term, IReadOnlyList<string> people)
    {
        var places = string.Join(", ", people.Select((_, i) => $"{{{i}}}"));
        var theirs = string.Join(
            " UNION ",
            ((string[])["initiated_by", "accepted_by", "owner"]).Select(column =>
                $"SELECT id AS \"Value\" FROM handoffs WHERE {column} IN ({places})"
            )
        );
        return Find(db, [term]).Union(db.Database.SqlQueryRaw<long>(theirs, [.. people]));
    }

    private static IQueryable<long> OnSqlite(BatonDb db, IReadOnlyList<SearchTerm> terms)
    {
        var match = string.Join(
            " AND ",
            terms.Select(term =>
            {
                var beginnings = term.Beginnings.Select(word => $"\"{word}\"*");
                var whole = term.Whole.Select(word => $"\"{word}\"");
                return $"({string.Join(term.NeedsAll ? " AND " : " OR ", beginnings.Concat(whole))})";
            })
        );
        return db.Database.SqlQuery<long>(
            $"SELECT rowid AS \"Value\" FROM handoff_search WHERE handoff_search MATCH {match}"
        );
    }

    private static IQueryable<long> OnPostgres(BatonDb db, IReadOnlyList<SearchTerm> terms)
    {
        var asked = terms
            .Select(term =>
            {
                var beginnings = term.Beginnings.Select(word => $"'{word}':*");
                var whole = term.Whole.Select(word => $"'{word}'");
                return $"({string.Join(term.NeedsAll ? " & " : " | ", beginnings.Concat(whole))})";
            })
            .ToList();
        var all = string.Join(" & ", asked);
        var any = string.Join(" | ", asked);
        return db.Database.SqlQuery<long>(
            $"""
            SELECT handoff_id AS "Value" FROM handoff_search WHERE words @@ {all}::tsquery
            UNION ALL
            SELECT handoff_id FROM handoff_search_more m WHERE words @@ {any}::tsquery GROUP BY handoff_id
            HAVING NOT EXISTS (SELECT 1 FROM unnest({EachOf(terms)}) AS one (asked)
                WHERE NOT EXISTS (SELECT 1 FROM handoff_search_more o
                    WHERE o.handoff_id = m.handoff_id AND o.words @@ one.asked::tsquery))
            """
        );
    }

    /// <summary>
    /// Each thing that must be somewhere in the words, as parts of a large text stand in several rows.
    /// </summary>
    private static string[] EachOf(IReadOnlyList<SearchTerm> terms) =>
        [
            .. terms.Where(term => term.NeedsAll).SelectMany(term => term.Beginnings).Select(word => $"'{word}':*"),
            .. terms
                .Where(term => !term.NeedsAll)
                .Select(term =>
                    string.Join(
                        " | ",
                        term.Beginnings.Select(word => $"'{word}':*").Concat(term.Whole.Select(word => $"'{word}'"))
                    )
                ),
        ];

    private static IEnumerable<string> Parts(string words)
    {
        for (var from = 0; from < words.Length; )
        {
            var to = Math.Min(from + MostOnPostgres, words.Length);
            while (to < words.Length && words[to] != ' ')
                to++;
            yield return words[from..to];
            from = to + 1;
        }
    }
}

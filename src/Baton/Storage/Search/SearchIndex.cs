using System.Text.Json;
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

    /// <summary>What more entries begin with is left to the engine: each of them is rare.</summary>
    private const int MostEntries = 48;

    /// <summary>So few words are asked for at once on PostgreSQL.</summary>
    private const int FewWords = 4;

    private static readonly Statement AddOnSqlite = new(
        "INSERT INTO handoff_search (rowid, words) VALUES (@p0, @p1)",
        2
    );
    private static readonly Statement AddOnPostgres = new(
        """
        INSERT INTO handoff_search (handoff_id, words) VALUES (@p0,
        array_to_tsvector(string_to_array(@p1, ' ')))
        """,
        2
    )
    {
        Place = new StatementPlace(StatementPlace.Last, "handoff_search"),
        Many = new ManyRows(
            """
            INSERT INTO handoff_search (handoff_id, words)
            SELECT id, array_to_tsvector(string_to_array(words, ' ')) FROM unnest($1, $2) AS entry (id, words)
            """,
            [typeof(long), typeof(string)]
        ),
    };
    private static readonly Statement AddMoreOnPostgres = new(
        "INSERT INTO handoff_search_more (handoff_id, part, words) VALUES (@p0, @p1, "
            + "array_to_tsvector(string_to_array(@p2, ' ')))",
        3
    )
    {
        Place = new StatementPlace(StatementPlace.Last, "handoff_search_more"),
    };

    internal static async Task AddAsync(BatonDb db, long handoffId, string words, CancellationToken cancellationToken)
    {
        if (db.IsSqlite)
        {
            await AddOnSqlite.ExecuteAsync(db, [handoffId, words], cancellationToken);
            return;
        }

        var isLarge = words.Length > MostOnPostgres;
        await AddOnPostgres.SendAsync(db, [handoffId, isLarge ? "" : words], cancellationToken);
        foreach (var (part, some) in isLarge ? Parts(words).Index() : [])
            await AddMoreOnPostgres.SendAsync(db, [handoffId, part, some], cancellationToken);
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

    /// <summary>
    /// The same questions for the index of SQLite: it collects all that begins with something before it gives the
    /// first, and gives what holds a whole entry one by one. So the entries are looked up, where they are few.
    /// </summary>
    internal static async Task<IReadOnlyList<SearchTerm>> SpellOutAsync(
        BatonDb db,
        IReadOnlyList<SearchTerm> terms,
        CancellationToken cancellationToken
    )
    {
        var spelled = new List<SearchTerm>();
        foreach (var term in terms)
            spelled.Add(await SpellOutAsync(db, term, cancellationToken));
        return spelled;
    }

    internal static async Task<SearchTerm> SpellOutAsync(
        BatonDb db,
        SearchTerm term,
        CancellationToken cancellationToken
    )
    {
        if (!db.IsSqlite)
            return term.Whole.Count <= FewWords
                ? term
                : term.With(await KnownOnPostgresAsync(db, term.Whole, cancellationToken), term.Entries);
        var entries = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var beginning in term.Beginnings)
        {
            var found = await EntriesAsync(db, beginning, cancellationToken);
            if (found.Count <= MostEntries)
                entries[beginning] = found;
        }

        return term.With(await KnownAsync(db, term.Whole, cancellationToken), entries);
    }

    /// <summary>Those of the words that are entries: of a word with all its slips nearly none is.</summary>
    private static async Task<IReadOnlyList<string>> KnownAsync(
        BatonDb db,
        IReadOnlyList<string> words,
        CancellationToken cancellationToken
    )
    {
        var asked = JsonSerializer.Serialize(words);
        return await db
            .Database.SqlQuery<string>(
                $"""
                SELECT value AS "Value" FROM json_each({asked})
                WHERE EXISTS (SELECT 1 FROM handoff_search_entries WHERE term = value)
                """
            )
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Each is counted by the index of words. Asked for with all its slips at once, the planner takes the word for one
    /// that most handoffs hold, and reads them all.
    /// </summary>
    private static async Task<IReadOnlyList<string>> KnownOnPostgresAsync(
        BatonDb db,
        IReadOnlyList<string> words,
        CancellationToken cancellationToken
    )
    {
        var asked = words.ToArray();
        return await db
            .Database.SqlQuery<string>(
                $"""
                SELECT word AS "Value" FROM unnest({asked}) AS word CROSS JOIN LATERAL (
                    SELECT (SELECT count(*) FROM handoff_search WHERE words @@ quote_literal(word)::tsquery)
                        + (SELECT count(*) FROM handoff_search_more WHERE words @@ quote_literal(word)::tsquery)
                        AS handoffs) AS found
                WHERE found.handoffs > 0
                """
            )
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Each entry is sought from the one before, since a common one stands there once for each handoff.
    /// </summary>
    private static Task<List<string>> EntriesAsync(BatonDb db, string beginning, CancellationToken cancellationToken)
    {
        var end = beginning + char.ConvertFromUtf32(0x10FFFF);
        return db
            .Database.SqlQuery<string>(
                $"""
                WITH RECURSIVE entry (term) AS (
                    SELECT (SELECT term FROM handoff_search_entries WHERE term >= {beginning} AND term < {end} LIMIT 1)
                    UNION ALL
                    SELECT (SELECT term FROM handoff_search_entries
                        WHERE term >= entry.term || char(1) AND term < {end} LIMIT 1)
                    FROM entry WHERE entry.term IS NOT NULL)
                SELECT term AS "Value" FROM entry WHERE term IS NOT NULL LIMIT {MostEntries + 1}
                """
            )
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// How many of the newest handoffs are looked through before all. SQLite reads of them only what matches;
    /// PostgreSQL reads the words of each.
    /// </summary>
    internal static IReadOnlyList<long> Windows(BatonDb db) =>
        ReadsOnlyMatches(db) ? [2_000, 16_000, 128_000, 1_024_000] : [2_000, 8_000];

    /// <summary>Whether looking through more costs nothing where nothing matches.</summary>
    internal static bool ReadsOnlyMatches(BatonDb db) => db.IsSqlite;

    /// <summary>
    /// The number from which on there are so many before the end. On SQLite numbers are counted, not handoffs: those
    /// that are missing cost nothing there.
    /// </summary>
    internal static async Task<long> FromAsync(
        BatonDb db,
        long end,
        long newest,
        CancellationToken cancellationToken
    ) =>
        db.IsSqlite
            ? end - newest
            : await db
                .Database.SqlQuery<long>(
                    $"SELECT id AS \"Value\" FROM handoffs WHERE id < {end} ORDER BY id DESC LIMIT 1 OFFSET {newest}"
                )
                .FirstOrDefaultAsync(cancellationToken);

    /// <summary>The ids of the handoffs whose words match all of these, to be composed into a query.</summary>
    /// <param name="db">The store.</param>
    /// <param name="terms">What is asked for.</param>
    /// <param name="from">Only handoffs from this number on; 0: all.</param>
    internal static IQueryable<long> Find(BatonDb db, IReadOnlyList<SearchTerm> terms, long from) =>
        db.IsSqlite ? OnSqlite(db, terms, from) : OnPostgres(db, terms, from);

    /// <summary>
    /// The ids of the handoffs whose words match this, or that one of these people handed over, accepted or owns.
    /// </summary>
    /// <param name="db">The store.</param>
    /// <param name="term">The word.</param>
    /// <param name="people">Whom it may mean.</param>
    /// <param name="teams">
    /// Only what is from or to these teams, or passed through them; null: all. Somebody of another team may have
    /// handed over a hundred thousand that the reader does not see.
    /// </param>
    /// <param name="from">Only handoffs from this number on; 0: all.</param>
    internal static IQueryable<long> Find(
        BatonDb db,
        SearchTerm term,
        IReadOnlyList<string> people,
        IReadOnlyList<string>? teams,
        long from
    )
    {
        var places = Places(people, 0);
        var last = people.Count + (teams?.Count ?? 0);
        string[] columns = ["initiated_by", "accepted_by", "owner"];
        if (teams is { Count: 0 })
            return Find(db, [term], from);
        var own = teams is null ? "" : Places(teams, people.Count);
        var seen = teams is null ? "" : $" AND (from_team IN ({own}) OR to_team IN ({own}))";
        var parts = columns
            .Select(column =>
                $"SELECT id AS \"Value\" FROM handoffs WHERE {column} IN ({places}) AND id >= {{{last}}}{seen}"
            )
            .ToList();
        if (teams is not null)
            parts.Add(
                $"SELECT h.id FROM passed_teams p JOIN handoffs h ON h.id = p.handoff_id WHERE p.team_key IN ({own}) "
                    + $"AND ({string.Join(" OR ", columns.Select(column => $"h.{column} IN ({places})"))})"
            );
        var theirs = string.Join(" UNION ", parts);
        return Find(db, [term], from).Union(db.Database.SqlQueryRaw<long>(theirs, [.. people, .. teams ?? [], from]));
    }

    private static string Places(IReadOnlyList<string> values, int first) =>
        string.Join(", ", values.Select((_, i) => $"{{{first + i}}}"));

    private static IQueryable<long> OnSqlite(BatonDb db, IReadOnlyList<SearchTerm> terms, long from)
    {
        var match = string.Join(
            " AND ",
            terms.Select(term =>
            {
                var beginnings = term.Beginnings.Select(word => BeginningOnSqlite(term, word));
                var whole = term.KnownWhole.Select(word => $"\"{word}\"");
                return $"({string.Join(term.NeedsAll ? " AND " : " OR ", beginnings.Concat(whole))})";
            })
        );
        return from > 0
            ? db.Database.SqlQuery<long>(
                $"""
                SELECT rowid AS "Value" FROM handoff_search WHERE handoff_search MATCH {match} AND rowid >= {from}
                """
            )
            : db.Database.SqlQuery<long>(
                $"SELECT rowid AS \"Value\" FROM handoff_search WHERE handoff_search MATCH {match}"
            );
    }

    private static string BeginningOnSqlite(SearchTerm term, string word) =>
        term.Entries.TryGetValue(word, out var entries)
            ? $"({string.Join(" OR ", entries.DefaultIfEmpty(word).Select(entry => $"\"{entry}\""))})"
            : $"\"{word}\"*";

    /// <summary>
    /// Where all handoffs are looked through, the index of words comes first: the planner would go through the
    /// handoffs from the newest on and look at the words of each, which takes long for a word that is rare.
    /// </summary>
    private static IQueryable<long> OnPostgres(BatonDb db, IReadOnlyList<SearchTerm> terms, long from)
    {
        var asked = terms
            .Select(term =>
            {
                var beginnings = term.Beginnings.Select(word => $"'{word}':*");
                var whole = term.KnownWhole.Select(word => $"'{word}'");
                return $"({string.Join(term.NeedsAll ? " & " : " | ", beginnings.Concat(whole))})";
            })
            .ToList();
        var all = string.Join(" & ", asked);
        var any = string.Join(" | ", asked);
        var each = EachOf(terms);
        return from > 0
            ? db.Database.SqlQuery<long>(
                $"""
                SELECT handoff_id AS "Value" FROM handoff_search WHERE handoff_id >= {from} AND words @@ {all}::tsquery
                UNION ALL
                SELECT handoff_id FROM handoff_search_more m WHERE words @@ {any}::tsquery GROUP BY handoff_id
                HAVING NOT EXISTS (SELECT 1 FROM unnest({each}) AS one (asked)
                    WHERE NOT EXISTS (SELECT 1 FROM handoff_search_more o
                        WHERE o.handoff_id = m.handoff_id AND o.words @@ one.asked::tsquery))
                """
            )
            : db.Database.SqlQuery<long>(
                $"""
                SELECT handoff_id AS "Value" FROM (
                    WITH found AS MATERIALIZED (SELECT handoff_id FROM handoff_search WHERE words @@ {all}::tsquery)
                    SELECT handoff_id FROM found) f
                UNION ALL
                SELECT handoff_id FROM handoff_search_more m WHERE words @@ {any}::tsquery GROUP BY handoff_id
                HAVING NOT EXISTS (SELECT 1 FROM unnest({each}) AS one (asked)
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
                        term.Beginnings.Select(word => $"'{word}':*")
                            .Concat(term.KnownWhole.Select(word => $"'{word}'"))
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

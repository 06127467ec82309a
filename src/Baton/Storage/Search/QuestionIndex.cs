using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage.Search;

/// <summary>The words of an answered question, and the number that it has in its handoff.</summary>
internal readonly record struct QuestionEntry(int Number, string Words);

/// <summary>
/// Full text over answered questions: FTS5 on SQLite, <c>tsvector</c> on PostgreSQL. An entry bears the number of its
/// handoff and its own, so that nothing but the index is read to find it.
/// </summary>
internal static class QuestionIndex
{
    /// <summary>So many bits of a key are the number of the question; no handoff has as many.</summary>
    private const int NumberBits = 12;

    private const int MostNumber = (1 << NumberBits) - 1;

    private static readonly Statement AddOnSqlite = new(
        "INSERT INTO question_search (rowid, words) VALUES (@p0, @p1)",
        2
    );

    internal static long KeyOf(long handoffId, int number) => (handoffId << NumberBits) | (long)number;

    internal static (long HandoffId, int Number) PlaceOf(long key) => (key >> NumberBits, (int)(key & MostNumber));

    /// <summary>Puts these in the place of all that the handoff had.</summary>
    internal static async Task ReplaceAsync(
        BatonDb db,
        long handoffId,
        IEnumerable<QuestionEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var first = KeyOf(handoffId, 0);
        await RemoveAsync(db, first, first | MostNumber, cancellationToken);
        foreach (var entry in entries.Where(entry => entry.Number <= MostNumber))
            await AddAsync(db, KeyOf(handoffId, entry.Number), entry.Words, cancellationToken);
    }

    /// <summary>The newest entries that hold one of each group of words, the newest first.</summary>
    internal static Task<List<long>> FindAsync(
        BatonDb db,
        IReadOnlyList<IReadOnlyList<string>> groups,
        int most,
        CancellationToken cancellationToken
    )
    {
        if (db.IsSqlite)
        {
            var match = string.Join(" AND ", groups.Select(group => $"({string.Join(" OR ", group.Select(Quoted))})"));
            return db
                .Database.SqlQuery<long>(
                    $"""
                    SELECT rowid AS "Value" FROM question_search WHERE question_search MATCH {match}
                    ORDER BY rowid DESC LIMIT {most}
                    """
                )
                .ToListAsync(cancellationToken);
        }

        // The fence keeps the planner from going through the newest one by one in place of asking the index.
        var query = string.Join(" & ", groups.Select(group => $"({string.Join(" | ", group.Select(Literal))})"));
        return db
            .Database.SqlQuery<long>(
                $"""
                SELECT id AS "Value" FROM (SELECT id FROM question_search WHERE words @@ {query}::tsquery OFFSET 0)
                AS found ORDER BY id DESC LIMIT {most}
                """
            )
            .ToListAsync(cancellationToken);
    }

    private static async Task RemoveAsync(BatonDb db, long first, long last, CancellationToken cancellationToken)
    {
        if (db.IsSqlite)
            await db.Database.ExecuteSqlAsync(
                $"DELETE FROM question_search WHERE rowid BETWEEN {first} AND {last}",
                cancellationToken
            );
        else
            await db.Database.ExecuteSqlAsync(
                $"DELETE FROM question_search WHERE id BETWEEN {first} AND {last}",
                cancellationToken
            );
    }

    private static Task<int> AddAsync(BatonDb db, long key, string words, CancellationToken cancellationToken) =>
        db.IsSqlite
            ? AddOnSqlite.ExecuteAsync(db, [key, words], cancellationToken)
            : db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO question_search (id, words)
                VALUES ({key}, array_to_tsvector(string_to_array({words}, ' ')))
                """,
                cancellationToken
            );

    private static string Quoted(string word) => $"\"{word.Replace("\"", "", StringComparison.Ordinal)}\"";

    private static string Literal(string word) => $"'{word.Replace("'", "", StringComparison.Ordinal)}'";
}

using System.Text;
using System.Text.Json;
using AnyAscii;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>
/// Full text over title and context: FTS5 on SQLite, <c>tsvector</c> on PostgreSQL. The words are cut here and not in the engine, so that both find the
/// same: runs of letters and digits, in Latin letters without case and accents; every word of the question must begin a word of the text.
/// </summary>
internal static class SearchIndex
{
    private const int MostWords = 2000;
    private const int LongestWord = 64;

    private static readonly Statement AddOnSqlite = new("INSERT INTO handoff_search (rowid, words) VALUES (@p0, @p1)", 2);
    private static readonly Statement AddOnPostgres = new("INSERT INTO handoff_search (handoff_id, words) VALUES (@p0, array_to_tsvector(string_to_array(@p1, ' ')))", 2);

    internal static Task AddAsync(BatonDb db, long handoffId, string words, CancellationToken cancellationToken) =>
        (db.IsSqlite ? AddOnSqlite : AddOnPostgres).ExecuteAsync(db, [handoffId, words], cancellationToken);

    internal static Task ReplaceAsync(BatonDb db, long handoffId, string title, JsonElement context, CancellationToken cancellationToken)
    {
        var words = WordsOf(title, context);
        return db.IsSqlite
            ? db.Database.ExecuteSqlAsync($"UPDATE handoff_search SET words = {words} WHERE rowid = {handoffId}", cancellationToken)
            : db.Database.ExecuteSqlAsync($"UPDATE handoff_search SET words = array_to_tsvector(string_to_array({words}, ' ')) WHERE handoff_id = {handoffId}", cancellationToken);
    }

    internal static Task RemoveAsync(BatonDb db, long handoffId, CancellationToken cancellationToken) => db.IsSqlite
        ? db.Database.ExecuteSqlAsync($"DELETE FROM handoff_search WHERE rowid = {handoffId}", cancellationToken)
        : db.Database.ExecuteSqlAsync($"DELETE FROM handoff_search WHERE handoff_id = {handoffId}", cancellationToken);

    /// <summary>Handoffs without an entry. On SQLite the entries themselves hold no text to be read; their sizes stand in a table of FTS5.</summary>
    internal static IQueryable<long> Missing(BatonDb db) => db.IsSqlite
        ? db.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM handoffs h WHERE NOT EXISTS (SELECT 1 FROM handoff_search_docsize d WHERE d.id = h.id)")
        : db.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM handoffs h WHERE NOT EXISTS (SELECT 1 FROM handoff_search d WHERE d.handoff_id = h.id)");

    /// <summary>Entries without a handoff.</summary>
    internal static IQueryable<long> Stray(BatonDb db) => db.IsSqlite
        ? db.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM handoff_search_docsize d WHERE NOT EXISTS (SELECT 1 FROM handoffs h WHERE h.id = d.id)")
        : db.Database.SqlQuery<long>($"SELECT handoff_id AS \"Value\" FROM handoff_search d WHERE NOT EXISTS (SELECT 1 FROM handoffs h WHERE h.id = d.handoff_id)");

    /// <summary>The ids of the handoffs that match, to be composed into a query; null when the question has no word in it.</summary>
    internal static IQueryable<long>? Find(BatonDb db, string question)
    {
        var all = new HashSet<string>();
        Cut(question, all);
        if (all.Count == 0)
            return null;
        var words = all.Take(20);
        if (db.IsSqlite)
        {
            var match = string.Join(' ', words.Select(word => $"\"{word}\"*"));
            return db.Database.SqlQuery<long>($"SELECT rowid AS \"Value\" FROM handoff_search WHERE handoff_search MATCH {match}");
        }

        var query = string.Join(" & ", words.Select(word => $"'{word}':*"));
        return db.Database.SqlQuery<long>($"SELECT handoff_id AS \"Value\" FROM handoff_search WHERE words @@ {query}::tsquery");
    }

    /// <summary>The words of a handoff, separated by spaces.</summary>
    internal static string WordsOf(string title, JsonElement context)
    {
        var words = new HashSet<string>(128);
        Cut(title, words);
        CutAll(context, words);
        return string.Join(' ', words);
    }

    private static void CutAll(JsonElement value, HashSet<string> words)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    CutAll(member.Value, words);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    CutAll(item, words);
                break;
            case JsonValueKind.String:
                Cut(value.GetString()!, words);
                break;
            case JsonValueKind.Number:
                Cut(value.GetRawText(), words);
                break;
        }
    }

    private static void Cut(string text, HashSet<string> words)
    {
        var known = words.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> word = stackalloc char[LongestWord];
        var length = 0;
        foreach (var character in Ascii.IsValid(text) ? text : text.Transliterate())
        {
            if (!char.IsAsciiLetterOrDigit(character))
                length = Take(word[..length]);
            else if (length < LongestWord)
                word[length++] = char.ToLowerInvariant(character);
        }

        Take(word[..length]);

        int Take(ReadOnlySpan<char> taken)
        {
            if (taken.Length > 0 && words.Count < MostWords)
                known.Add(taken);
            return 0;
        }
    }
}

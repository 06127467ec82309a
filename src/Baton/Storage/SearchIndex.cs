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
        (db.IsSqlite ? AddOnSqlite : AddOnPostgres).On(db, [handoffId, words]).ExecuteNonQueryAsync(cancellationToken);

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
        var words = Cut(question).Distinct().Take(20).ToList();
        if (words.Count == 0)
            return null;
        if (db.IsSqlite)
        {
            var match = string.Join(' ', words.Select(word => $"\"{word}\"*"));
            return db.Database.SqlQuery<long>($"SELECT rowid AS \"Value\" FROM handoff_search WHERE handoff_search MATCH {match}");
        }

        var query = string.Join(" & ", words.Select(word => $"'{word}':*"));
        return db.Database.SqlQuery<long>($"SELECT handoff_id AS \"Value\" FROM handoff_search WHERE words @@ {query}::tsquery");
    }

    /// <summary>The words of a handoff, separated by spaces.</summary>
    internal static string WordsOf(string title, JsonElement context) =>
        string.Join(' ', Cut(title).Concat(Texts(context).SelectMany(Cut)).Distinct().Take(MostWords));

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Number => [value.GetRawText()],
        _ => [],
    };

    private static IEnumerable<string> Cut(string text)
    {
        var word = new StringBuilder();
        foreach (var character in Ascii.IsValid(text) ? text : text.Transliterate())
        {
            if (char.IsAsciiLetterOrDigit(character))
                word.Append(char.ToLowerInvariant(character));
            else if (word.Length > 0)
                yield return Take(word);
        }

        if (word.Length > 0)
            yield return Take(word);
    }

    private static string Take(StringBuilder word)
    {
        var taken = word.ToString(0, Math.Min(word.Length, LongestWord));
        word.Clear();
        return taken;
    }
}

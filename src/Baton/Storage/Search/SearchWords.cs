using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Baton.Storage.Search;

/// <summary>
/// The words under which a text is found: each word of it in plain letters, and of a run without spaces whatever a
/// question may begin with.
/// </summary>
internal sealed class SearchWords
{
    /// <summary>
    /// So many characters of a run are one entry; one begins at each character, so that a question matches anywhere
    /// in the run.
    /// </summary>
    internal const int Gram = 3;

    /// <summary>What needs a closer look than letters and digits do.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create("'`&+#");

    private readonly HashSet<string> words = new(128);

    internal IReadOnlySet<string> All => words;

    /// <summary>Separated by spaces, as the index takes them.</summary>
    public override string ToString() => string.Join(' ', words);

    /// <summary>
    /// Nothing that belongs together has a space in it, so that plain words, which are nearly all, are taken the fast
    /// way. This is the hot path.
    /// </summary>
    internal void Add(string text)
    {
        var rest = text.AsSpan();
        if (IsPlain(rest))
        {
            AddPlain(rest);
            return;
        }

        while (rest.Length > 0)
        {
            var end = rest.IndexOfAny(' ', '\n');
            var piece = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (IsPlain(piece))
                AddPlain(piece);
            else
                AddRead(piece.ToString());
        }
    }

    internal void Add(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Add(member.Value);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Add(item);
                break;
            case JsonValueKind.String:
                Add(value.GetString()!);
                break;
            case JsonValueKind.Number:
                Add(value.GetRawText());
                break;
        }
    }

    /// <summary>The signs of C++ and C# as words, since the index keeps letters and digits alone.</summary>
    internal static string Spell(string signs) => string.Concat(signs.Select(sign => sign == '+' ? "plus" : "sharp"));

    /// <summary>The entries of a run, one for each of its characters.</summary>
    internal static IEnumerable<string> Grams(string run)
    {
        var runes = run.EnumerateRunes().ToArray();
        return Enumerable.Range(0, runes.Length).Select(i => string.Concat(runes[i..Math.Min(i + Gram, runes.Length)]));
    }

    private static bool IsPlain(ReadOnlySpan<char> text) => !text.ContainsAny(Special) && Ascii.IsValid(text);

    private void AddPlain(ReadOnlySpan<char> text)
    {
        Span<char> word = stackalloc char[Folding.Longest];
        var length = 0;
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                _ = AddFolded(word[..length]);
                length = 0;
            }
            else if (length < Folding.Longest)
                word[length++] = char.ToLowerInvariant(character);
        }

        AddFolded(word[..length]);
    }

    private bool AddFolded(ReadOnlySpan<char> word)
    {
        var isNew = word.Length > 0 && words.GetAlternateLookup<ReadOnlySpan<char>>().Add(word);
        if (isNew && Folding.NextPair(word, 0) >= 0)
            words.Add(Folding.WholeOnly + Folding.Narrow(word.ToString()));
        return isNew;
    }

    private void AddRead(string text)
    {
        foreach (var word in WordReader.Read(text))
            Add(word);
    }

    private void Add(Word word)
    {
        if (word.IsRun)
        {
            words.UnionWith(Grams(word.Text));
            return;
        }

        AddFolded(word.Text, word.Signs);
        foreach (var part in word.Parts)
            AddFolded(part, "");
    }

    private void AddFolded(string text, string signs)
    {
        var wide = Folding.Wide(text);
        if (wide.Length == 0)
            return;
        words.Add(wide);
        if (Folding.Narrow(wide) is var narrow && narrow != wide)
            words.Add(wide == text ? Folding.WholeOnly + narrow : narrow);
        if (signs.Length > 0)
            words.Add(wide + Spell(signs));
    }
}

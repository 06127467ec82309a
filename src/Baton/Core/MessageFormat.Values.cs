namespace Baton.Core;

internal sealed partial class MessageFormat
{
    /// <summary>How many letters it has besides its values.</summary>
    internal int OwnLength => parts.Sum(part => part.Text?.Length ?? 0);

    /// <summary>
    /// What stood in the places of a text that was made of this; null where it was made of another. The first text
    /// between two places ends the first.
    /// </summary>
    internal IReadOnlyList<string>? ValuesIn(string text)
    {
        if (Array.Exists(parts, part => part.Text is null && (part.Style is not null || part.Place is null)))
            return null;
        var values = new SortedDictionary<int, string>();
        var at = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var end = parts[i].Text is { } own ? EndOf(own, text, at) : EndOfValue(i, text, at);
            if (end < 0)
                return null;
            if (parts[i].Place is { } place)
                values[place] = text[at..end];
            at = end;
        }

        return at == text.Length && values.Keys.SequenceEqual(Enumerable.Range(0, values.Count))
            ? [.. values.Values]
            : null;
    }

    private static int EndOf(string own, string text, int at) =>
        text.AsSpan(at).StartsWith(own, StringComparison.Ordinal) ? at + own.Length : -1;

    /// <summary>The last place takes what is left but for the end of the text.</summary>
    private int EndOfValue(int i, string text, int at)
    {
        if (i == parts.Length - 1)
            return text.Length;
        var next = parts[i + 1].Text;
        if (next is null)
            return -1;
        var end =
            i == parts.Length - 2
                ? text.LastIndexOf(next, StringComparison.Ordinal)
                : text.IndexOf(next, at, StringComparison.Ordinal);
        return end < at || (i == parts.Length - 2 && end + next.Length != text.Length) ? -1 : end;
    }
}

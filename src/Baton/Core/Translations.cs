using System.Globalization;
using System.Text.Json;

namespace Baton.Core;

/// <summary>
/// The words for people. In the source they stand in English, which is their key; <c>Web/Translations/en.json</c>
/// lists all, and a copy of it named for another language, such as <c>de.json</c>, is its translation. The language
/// goes with the flow of a request, a mail or a write; where nobody set one, it is English, and what a translation
/// lacks is said in English.
/// </summary>
internal static class Translations
{
    internal const string English = "en";

    /// <summary>No language: every text in brackets, so that a test sees what cannot be translated.</summary>
    internal const string Pseudo = "qps-Ploc";

    private const string Folder = "texts/";

    /// <summary>
    /// Stands before what tells two meanings of the same English apart, and is not shown: <c>To|until</c>.
    /// </summary>
    private const char Meaning = '|';

    /// <summary>A text of less than this is found in what somebody wrote.</summary>
    private const int LeastOwn = 12;

    /// <summary>The translations by the names of their languages.</summary>
    private static readonly Dictionary<string, Dictionary<string, string>> Tables = typeof(Translations)
        .Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .ToDictionary(name => name[Folder.Length..], Read, StringComparer.OrdinalIgnoreCase);

    /// <summary>What every translation says.</summary>
    private static readonly Lazy<HashSet<string>> Texts = new(() => [.. Tables.Values.SelectMany(table => table.Keys)]);

    /// <summary>The texts with places, those first that say most by themselves.</summary>
    private static readonly Lazy<List<(string Text, MessageFormat Message)>> Patterns = new(() =>
        [
            .. Texts
                .Value.Where(text => text.Contains('{', StringComparison.Ordinal))
                .Select(text => (text, Message: MessageFormat.Of(Shown(text))))
                .Where(text => text.Message.OwnLength >= LeastOwn)
                .OrderByDescending(text => text.Message.OwnLength),
        ]
    );

    /// <summary>The language in which texts are said now, for the <c>lang</c> of a page or a mail.</summary>
    internal static string Language => CultureInfo.CurrentUICulture.Name is { Length: > 0 } name ? name : English;

    /// <summary>The languages there are.</summary>
    internal static IReadOnlyList<string> AllLanguages { get; } =
    [English, .. Tables.Keys.Where(name => name != English).Order(StringComparer.Ordinal)];

    /// <summary>A text in the reader's language.</summary>
    internal static string T(string english) => Find(english, Language) ?? Shown(english);

    /// <summary>
    /// A sentence with places for values, as <see cref="MessageFormat"/> reads it: another language may want them in
    /// another order, and has plural forms of its own.
    /// </summary>
    internal static string T(string english, params object?[] values)
    {
        var language = Language;
        var found = Find(english, language);
        return MessageFormat
            .Of(found ?? Shown(english))
            .Format(found is null ? English : language, CultureInfo.CurrentUICulture, values);
    }

    /// <summary>A text that is kept in English, and said in the reader's language when it is shown.</summary>
    internal static string Key(string english) => english;

    /// <summary>What is kept in English for whoever reads it later: <see cref="SayKept"/> says it.</summary>
    internal static string Kept(string english, params object?[] values) => MessageFormat.English(english, values);

    /// <summary>A text that was kept, values and all, in the reader's language.</summary>
    internal static string SayKept(string kept) => Say(kept, SayKept);

    /// <summary>The same of a sentence whose values are names that people gave.</summary>
    internal static string SayNaming(string kept) => Say(kept, name => name);

    private static string Say(string kept, Func<string, string> ofValue)
    {
        var language = Language;
        if (language == English || kept.Length == 0)
            return kept;
        if (Texts.Value.Contains(kept))
            return T(kept);
        foreach (var (pattern, message) in Patterns.Value)
        {
            if (message.ValuesIn(kept) is { } values)
                return T(pattern, [.. values.Select(ofValue)]);
        }

        return kept;
    }

    /// <summary>What is said in English whoever asks, because it is kept.</summary>
    internal static TResult InEnglish<TResult>(Func<TResult> say)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        try
        {
            return say();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static string? Find(string english, string language) =>
        language == English ? null
        : string.Equals(language, Pseudo, StringComparison.OrdinalIgnoreCase) ? $"⟦{Shown(english)}⟧"
        : Tables.GetValueOrDefault(language)?.GetValueOrDefault(english);

    private static string Shown(string english)
    {
        var end = english.IndexOf(Meaning, StringComparison.Ordinal);
        return end < 0 ? english : english[..end];
    }

    private static Dictionary<string, string> Read(string resource)
    {
        using var content = typeof(Translations).Assembly.GetManifestResourceStream(resource)!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(content)!;
    }
}

using System.Text.RegularExpressions;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Commands.Comment;

/// <summary>People whom a text names as <c>@key</c>.</summary>
internal static partial class Mentions
{
    /// <summary>
    /// Those who may see the handoff, each once. Whoever may not is no mention: neither are they told, nor does the
    /// handoff say that they exist.
    /// </summary>
    internal static IReadOnlyList<string> In(string text, Handoff handoff, Catalog catalog) =>
        [
            .. Keys()
                .Matches(text)
                .Select(match => Named(match, key => Sees(handoff, catalog, key)))
                .OfType<string>()
                .Distinct(),
        ];

    /// <summary>The text in parts; what names one of these people says whom.</summary>
    internal static IEnumerable<(string Text, string? Person)> Parts(string text, IReadOnlyList<string> people)
    {
        var end = 0;
        foreach (Match match in Keys().Matches(text))
        {
            if (Named(match, people.Contains) is not { } person)
                continue;
            yield return (text[end..match.Index], null);
            end = match.Index + 1 + person.Length;
            yield return (text[match.Index..end], person);
        }

        yield return (text[end..], null);
    }

    /// <summary>
    /// What looks like a mention and named nobody, as it was typed. The same of whoever may not see the handoff and of
    /// whoever does not exist.
    /// </summary>
    internal static IEnumerable<string> Unheard(string text, IReadOnlyList<string> people) =>
        Keys()
            .Matches(text)
            .Where(match => Named(match, people.Contains) is null)
            .Select(match => match.Value)
            .Distinct();

    /// <summary>The key as it stands, or without what a sentence puts after it.</summary>
    private static string? Named(Match match, Func<string, bool> isNamed) =>
        match.Groups[1].Value.ToLowerInvariant() is var key && isNamed(key) ? key
        : key.TrimEnd('-', '_') is var trimmed && isNamed(trimmed) ? trimmed
        : null;

    private static bool Sees(Handoff handoff, Catalog catalog, string key) =>
        catalog.CallerOf(key) is { } person && handoff.IsVisibleTo(person);

    /// <summary>No part of an address, and no beginning of a longer name.</summary>
    [GeneratedRegex(
        @"(?<![\p{L}\p{N}._@/-])@([a-z][a-z0-9_-]{0,63})(?![\p{L}\p{N}@_-])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Keys();
}

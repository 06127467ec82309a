using System.Text.RegularExpressions;
using Baton.Client;

namespace Baton.Features.Audit.Pages;

/// <summary>What an entry says of before or after, in parts: <c>role: lead; until: 2026-12-01T00:00:00Z</c>.</summary>
/// <param name="Name">What it is, as it is stored; empty where the text is no list of facts.</param>
/// <param name="Value">What it was or is, as it is stored.</param>
internal readonly partial record struct AuditFact(string Name, string Value)
{
    [GeneratedRegex("(?:^|; )(?<name>[a-z][a-z_ ]{0,30}): ", RegexOptions.CultureInvariant)]
    private static partial Regex Beginnings();

    /// <summary>Only a name that the log writes begins a fact: what people wrote may look like one.</summary>
    internal static IEnumerable<AuditFact> Of(string? text)
    {
        if (text is null)
            yield break;
        var names = Beginnings()
            .Matches(text)
            .Where(found => AuditFactWords.IsName(found.Groups["name"].Value))
            .ToList();
        if (names is not [{ Index: 0 }, ..])
        {
            yield return new AuditFact("", text);
            yield break;
        }

        foreach (var (i, found) in names.Index())
        {
            var end = i + 1 < names.Count ? names[i + 1].Index : text.Length;
            var start = found.Index + found.Length;
            yield return new AuditFact(found.Groups["name"].Value, start < end ? text[start..end] : "");
        }
    }
}

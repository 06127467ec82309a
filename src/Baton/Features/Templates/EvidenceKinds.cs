using System.Collections.Frozen;
using System.Text.Json;
using Baton.Client;

namespace Baton.Features.Templates;

/// <summary>What a step can ask for, as a template file names it and as people say it.</summary>
internal static class EvidenceKinds
{
    private static readonly FrozenDictionary<string, EvidenceKind> ByName = Enum.GetValues<EvidenceKind>()
        .ToFrozenDictionary(NameOf, StringComparer.Ordinal);

    internal static string Names => "file, url, text or number";

    internal static EvidenceKind? Find(string name) => ByName.TryGetValue(name, out var kind) ? kind : null;

    internal static string NameOf(EvidenceKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary>Within a sentence.</summary>
    internal static string WordsOf(EvidenceKind kind, string? unit) =>
        kind switch
        {
            EvidenceKind.File => T("a file"),
            EvidenceKind.Url => T("a link"),
            EvidenceKind.Text => T("a text"),
            _ when unit is not null => T("a number in {0}", unit),
            _ => T("a number"),
        };
}

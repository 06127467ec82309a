using Baton.Client;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Publishing;

/// <summary>A version of a template in their list. Public because Razor makes components public.</summary>
/// <param name="Template">The version.</param>
/// <param name="Changes">What it changed of the one before, in words; empty for the first one.</param>
/// <param name="Lines">The same, line by line.</param>
/// <param name="Publisher">The name of whoever published it; null: it came with Baton.</param>
public sealed record ShownVersion(
    TemplateVersion Template,
    IReadOnlyList<string> Changes,
    IReadOnlyList<DiffLine> Lines,
    string? Publisher
)
{
    /// <summary>A list of them costs the same however many there are.</summary>
    internal const int Most = 20;

    internal static IReadOnlyList<ShownVersion> Read(Catalog catalog, TemplateVersion from) =>
        [
            .. TemplateVersions
                .From(catalog, from)
                .Take(Most)
                .Select(pair => new ShownVersion(
                    pair.Now,
                    TemplateVersions.ChangesOf(catalog, pair.Before, pair.Now),
                    pair.Before is null
                        ? []
                        : LineDiff.Of(TemplateYaml.Write(pair.Before), TemplateYaml.Write(pair.Now)),
                    pair.Now.PublishedBy is { } person ? catalog.NameOfPerson(person) : null
                )),
        ];

    internal string Published(string ago) =>
        Publisher is null ? T("published {0}", ago) : T("published by {0} {1}", Publisher, ago);
}

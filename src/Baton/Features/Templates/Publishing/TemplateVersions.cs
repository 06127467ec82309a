using Baton.Client;
using Baton.Features.Organization;
using Baton.Features.Templates.Publishing.Building;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Publishing;

/// <summary>The versions of a template, newest first.</summary>
internal static class TemplateVersions
{
    internal static Outcome<ItemsOf<TemplateVersionSummary>> Summarize(Catalog catalog, string key) =>
        catalog.Templates.GetValueOrDefault(key) is { } newest
            ? new ItemsOf<TemplateVersionSummary>([
                .. From(catalog, newest)
                    .Select(pair => new TemplateVersionSummary
                    {
                        Version = pair.Now.Version,
                        PublishedBy = pair.Now.PublishedBy,
                        PublishedAt = pair.Now.PublishedAt,
                        Note = pair.Now.Note,
                        Changes = ChangesOf(catalog, pair.Before, pair.Now),
                    }),
            ])
            : Refusal.NotFound(T("template {0}", key));

    internal static IReadOnlyList<string> ChangesOf(Catalog catalog, TemplateVersion? before, TemplateVersion now) =>
        before is null ? [] : TemplateChanges.Of(before, now, catalog.NameOfTeam);

    /// <summary>From this version on downwards, each with the one before it.</summary>
    internal static IEnumerable<(TemplateVersion Now, TemplateVersion? Before)> From(
        Catalog catalog,
        TemplateVersion newest
    )
    {
        for (var now = newest; now is not null; )
        {
            var before = catalog.Version(now.Key, now.Version - 1);
            yield return (now, before);
            now = before;
        }
    }
}

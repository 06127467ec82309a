using Baton.Client;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>
/// What somebody else made of a template while it was written. Public because Razor makes components public.
/// </summary>
/// <param name="By">Who published it last; null for what came with the program.</param>
/// <param name="Version">The newest version.</param>
/// <param name="Changes">What differs from the version that the page began with, in words.</param>
/// <param name="Lines">The same line by line.</param>
public sealed record MeanwhilePublished(
    string? By,
    int Version,
    IReadOnlyList<string> Changes,
    IReadOnlyList<DiffLine> Lines
)
{
    /// <summary>Whether it is in the form already, beside what its author wrote.</summary>
    public bool IsMerged { get; init; }

    /// <summary>What both changed; the author's stays.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    internal static MeanwhilePublished Of(TemplateVersion? before, TemplateVersion newest, Catalog catalog) =>
        new(
            newest.PublishedBy,
            newest.Version,
            before is null ? [] : TemplateChanges.Of(before, newest, catalog.NameOfTeam),
            LineDiff.Of(before is null ? "" : TemplateYaml.Write(before), TemplateYaml.Write(newest))
        );
}

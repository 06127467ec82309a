using System.Collections.Concurrent;
using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Features.Templates.Publishing.Gallery;

/// <summary>A template to begin with, for a transition that many companies have.</summary>
/// <param name="Template">What it says.</param>
/// <param name="About">What it is good for, in a sentence.</param>
/// <param name="Yaml">Its file, as it was written.</param>
public sealed record StartingPoint(Template Template, string About, string Yaml);

/// <summary>
/// What a new template may begin with: one of the gallery, a copy of one that is published, or nothing.
/// </summary>
internal static class StartingPoints
{
    internal const string Blank = "blank";
    internal const string CopyOf = "copy:";
    private const string Folder = "gallery/";

    private static readonly ConcurrentDictionary<string, IReadOnlyList<StartingPoint>> Read = new();

    /// <summary>Those that come with the program, in the language of the reader.</summary>
    internal static IReadOnlyList<StartingPoint> Gallery => GalleryIn(Language);

    /// <summary>Those that come with the program; in English where they are not in this language.</summary>
    internal static IReadOnlyList<StartingPoint> GalleryIn(string language) =>
        AllLanguages.Contains(language)
            ? Read.GetOrAdd(
                language,
                known =>
                    [
                        .. typeof(StartingPoints)
                            .Assembly.GetManifestResourceNames()
                            .Where(name => name.StartsWith($"{Folder}{known}/", StringComparison.Ordinal))
                            .Order(StringComparer.Ordinal)
                            .Select(ReadOne),
                    ]
            )
            : GalleryIn(English);

    /// <param name="catalog">What is published.</param>
    /// <param name="name">What it begins with.</param>
    /// <param name="version">Which version of what is published; null: the newest.</param>
    internal static Template? Named(Catalog catalog, string name, int? version = null)
    {
        if (name is Blank or "")
            return Nothing;
        if (name.StartsWith(CopyOf, StringComparison.Ordinal))
            return Version(catalog, name[CopyOf.Length..], version) is { } known ? Copy(known) : null;
        return Gallery.FirstOrDefault(start => start.Template.Key == name) is { } found
            ? ForTeamsOf(catalog, found.Template)
            : null;
    }

    private static Template Nothing { get; } =
        new()
        {
            Key = "",
            Name = "",
            FromTeam = "",
            ReceivingTeam = "",
            Fields = [],
            Checklist = [],
        };

    private static TemplateVersion? Version(Catalog catalog, string key, int? version) =>
        version is { } number ? catalog.Version(key, number) : catalog.Templates.GetValueOrDefault(key);

    private static Template Copy(TemplateVersion known) =>
        (known as Template) with
        {
            Key = "",
            Name = KeyNames.Short(T("Copy of {0}", known.Name)),
        };

    /// <summary>A team that is not there is to be chosen.</summary>
    private static Template ForTeamsOf(Catalog catalog, Template template) =>
        template with
        {
            Key = "",
            FromTeam = catalog.Teams.ContainsKey(template.FromTeam) ? template.FromTeam : "",
            ReceivingTeam = catalog.Teams.ContainsKey(template.ReceivingTeam) ? template.ReceivingTeam : "",
        };

    private static StartingPoint ReadOne(string name)
    {
        using var reader = new StreamReader(typeof(StartingPoints).Assembly.GetManifestResourceStream(name)!);
        var text = reader.ReadToEnd();
        var (templates, faults) = TemplateFile.Parse(text);
        return faults.Count == 0
            ? new StartingPoint(templates[0], text.Split('\n')[0].TrimStart('#', ' '), text)
            : throw new InvalidOperationException($"{name}, {faults[0].Field}: {faults[0].Message}");
    }
}

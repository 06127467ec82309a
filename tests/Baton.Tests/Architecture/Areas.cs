using System.Collections.Frozen;

namespace Baton.Tests.Architecture;

/// <summary>
/// The areas of the program, from the lowest up. An area may name those above it in this list, never those below.
/// Namespaces inside an area belong to it, unless they are an area of their own.
/// </summary>
internal static class Areas
{
    internal static readonly IReadOnlyList<string> Order =
    [
        "Core",
        "Storage",
        "Features.Clocks",
        "Features.Organization",
        "Web",
        "Features.Drafts",
        "Features.Audit",
        "Features.Templates",
        "Channels",
        "Channels.Email",
        "Channels.Webhook",
        "Features.Notices",
        "Features.Attachments.Files",
        "Features.Quality.Measures",
        "Features.Handoffs.State",
        "Features.Escalation",
        "Features.Handoffs.Commands",
        "Features.Handoffs.Watches",
        "Features.Handoffs.Reading",
        "Features.Links",
        "Features.Deliveries",
        "Features.Guests",
        "Features.Escalation.Orphans",
        "Features.People",
        "Features.Teams",
        "Features.Settings",
        "Features.Handoffs.Pages",
        "Features.Handoffs",
        "Features.Attachments",
        "Features.Guests.Pages",
        "Features.Links.Pages",
        "Features.Templates.Publishing",
        "Features.Quality",
        "Features.Archive",
        "Channels.Slack",
        "Features.Import",
        "Features.Export",
        "Features.Backup",
        "Features.Doctor",
        "Features.SignIn",
        "Features.Audit.Pages",
        "Hosting",
        "Commands",
    ];

    private static readonly FrozenDictionary<string, int> Places = Order
        .Select((area, place) => (area, place))
        .ToFrozenDictionary(entry => entry.area, entry => entry.place);

    /// <summary>Null for a namespace that is in no area: the program's own, and those of others.</summary>
    internal static string? Of(string space)
    {
        if (!space.StartsWith("Baton.", StringComparison.Ordinal))
            return null;
        for (var area = space["Baton.".Length..]; ; area = area[..area.LastIndexOf('.')])
        {
            if (Places.ContainsKey(area))
                return area;
            if (!area.Contains('.'))
                return null;
        }
    }

    internal static bool MayName(string from, string to) => Places[from] >= Places[to];
}

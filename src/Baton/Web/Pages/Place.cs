using Baton.Features.Organization;

namespace Baton.Web.Pages;

/// <summary>Where a menu leads.</summary>
/// <param name="Path">The address.</param>
/// <param name="Icon">Its drawing.</param>
/// <param name="Name">What the menu says.</param>
public sealed record Place(string Path, string Icon, string Name)
{
    /// <summary>The part of the product that a page is in, which menus mark: <c>handoffs</c> of each of them.</summary>
    internal static string Of(HttpRequest request) =>
        request.Path.ToString().Split('/', 3) is [_, var part, ..] ? part : "";

    /// <summary>The pages that everybody has.</summary>
    internal static IReadOnlyList<Place> Main =>
        [
            new("/", "inbox", T("My work")),
            new("/handoffs", "list", T("Handoffs")),
            new("/reports", "chart", T("Reports")),
        ];

    /// <summary>What one's own team has.</summary>
    internal static IEnumerable<Place> OfTeam(string team)
    {
        var key = Uri.EscapeDataString(team);
        yield return new($"/handoffs?team={key}&box=inbox", "inbox", T("Received"));
        yield return new($"/handoffs?team={key}&box=outbox", "send", T("Sent"));
        yield return new($"/teams/{key}", "people", T("Team page"));
    }

    /// <summary>What leads see of how their handoffs fare; admins find it in their own menu.</summary>
    internal static IEnumerable<Place> OfLeads(Caller caller) =>
        caller is { LeadsAny: true, IsAdmin: false } ? Watch : [];

    /// <summary>What only admins have, part by part.</summary>
    internal static IEnumerable<(string Part, IReadOnlyList<Place> Places)> OfAdmins =>
        [
            (T("Organization"), [new("/people", "people", T("People")), new("/teams", "list", T("Teams"))]),
            (
                T("Operation"),
                [
                    .. Watch,
                    new("/audit", "list", T("Audit log")),
                    new("/health", "check", T("System health")),
                    new("/settings", "gear", T("Settings")),
                ]
            ),
        ];

    private static IReadOnlyList<Place> Watch =>
        [new("/orphans", "alert", T("Needs an owner")), new("/deliveries", "mail", T("Delivery log"))];
}

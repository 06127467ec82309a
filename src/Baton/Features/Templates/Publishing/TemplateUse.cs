using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.AspNetCore.WebUtilities;

namespace Baton.Features.Templates.Publishing;

/// <summary>
/// What uses a template, as far as the reader may see it. Public because Razor makes components public.
/// </summary>
/// <param name="ByStatus">How many handoffs are in each state; one more than are counted where there are more.</param>
/// <param name="Teams">What each team is to it.</param>
/// <param name="Views">The saved views that are about it.</param>
public sealed record TemplateUse(
    IReadOnlyList<(HandoffStatus Status, int Count)> ByStatus,
    IReadOnlyList<(string Role, string Team)> Teams,
    IReadOnlyList<SavedView> Views
)
{
    internal const int MostCounted = 99;

    private const string TeamPrefix = "team:";

    internal static async Task<TemplateUse> ReadAsync(
        BatonDb db,
        RequestContext context,
        Template template,
        CancellationToken cancellationToken
    )
    {
        var counts = new List<(HandoffStatus, int)>();
        foreach (var status in Enum.GetValues<HandoffStatus>())
        {
            var filter = new HandoffFilter { Template = template.Key, Status = status };
            var count = await PickHandoffs.CountAsync(db, context, filter, [], cancellationToken, MostCounted);
            counts.Add((status, count));
        }

        var views = await SavedViews.ListAsync(db, context, cancellationToken);
        return new TemplateUse(counts, [.. TeamsOf(template)], [.. views.Where(view => IsAbout(view, template.Key))]);
    }

    private static IEnumerable<(string Role, string Team)> TeamsOf(Template template)
    {
        yield return (T("Hands over"), template.FromTeam);
        yield return (T("Receives"), template.ReceivingTeam);
        var told = (template.Escalation ?? []).SelectMany(rung => rung.Tell).Distinct();
        foreach (var who in told.Where(who => who.StartsWith(TeamPrefix, StringComparison.Ordinal)))
            yield return (T("Is notified when it is late"), who[TeamPrefix.Length..]);
    }

    private static bool IsAbout(SavedView view, string template) =>
        QueryHelpers.ParseQuery(view.Query).TryGetValue("template", out var named) && named == template;
}

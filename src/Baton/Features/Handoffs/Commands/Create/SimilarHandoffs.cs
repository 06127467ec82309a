using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands.Create;

/// <summary>
/// What may be the same piece of work as one that is about to begin: of the same template and title, under way or not
/// old, and only what the reader may see.
/// </summary>
internal static class SimilarHandoffs
{
    /// <summary>Whoever sees so many looks at the list.</summary>
    private const int Most = 5;

    private static readonly TimeSpan Young = TimeSpan.FromDays(30);

    internal static async Task<IReadOnlyList<SimilarHandoff>> OfAsync(
        BatonDb db,
        RequestContext context,
        Template template,
        JsonElement values,
        long? except,
        CancellationToken cancellationToken
    )
    {
        if (!HandoffTitle.SaysSomething(template, values))
            return [];
        var title = HandoffTitle.Of(template, values);
        var hash = TitleHashes.Of(title);
        var since = context.Now - Young;
        var found = await db.ByIndex<Handoff>(HandoffIndexes.Title)
            .AsNoTracking()
            .VisibleTo(db, context.Caller)
            .Where(handoff => handoff.Template == template.Key && handoff.TitleHash == hash && handoff.Id != except)
            .Where(handoff => Live.Contains(handoff.Status) || handoff.CreatedAt > since)
            .OrderByDescending(handoff => handoff.Id)
            .Take(Most)
            .Select(handoff => new SimilarHandoff(
                handoff.Id,
                handoff.Title,
                handoff.Status,
                handoff.ToTeam,
                handoff.InitiatedAt
            ))
            .ToListAsync(cancellationToken);
        return [.. found.Where(handoff => TitleHashes.AreAlike(handoff.Title, title))];
    }

    private static readonly HandoffStatus[] Live =
    [
        HandoffStatus.Initiated,
        HandoffStatus.Returned,
        HandoffStatus.Accepted,
    ];
}

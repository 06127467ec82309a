using Baton.Client;
using Baton.Features.Handoffs;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Templates;

/// <summary>A handoff that a template would have refused.</summary>
public sealed record Failed(long Id, string Title, IReadOnlyList<string> Fields);

/// <summary>What a template would have done to the last ones handed over with it, of those that the reader may see.</summary>
internal static class WouldFail
{
    internal const int Last = 50;

    internal static async Task<(int Looked, IReadOnlyList<Failed> Failed)> ReadAsync(BatonDb db, Act act, Template template, CancellationToken cancellationToken)
    {
        var recent = await db.Handoffs.AsNoTracking()
            .Where(handoff => handoff.Template == template.Key && handoff.InitiatedAt != null)
            .OrderByDescending(handoff => handoff.Id).Take(Last).ToListAsync(cancellationToken);
        var seen = recent.Where(handoff => handoff.IsVisibleTo(act.Caller)).ToList();
        var failed = seen
            .Select(handoff => new Failed(handoff.Id, handoff.Title, [.. Gate.Check(template, handoff.Context, [.. handoff.Waivers.Where(waiver => template.Fields.Any(field => field.Key == waiver.Field))]).Errors.Select(error => error.Field).Distinct()]))
            .Where(one => one.Fields.Count > 0);
        return (seen.Count, [.. failed]);
    }
}

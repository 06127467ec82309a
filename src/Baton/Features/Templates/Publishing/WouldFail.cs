using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Templates.Publishing;

/// <summary>A handoff that a template would have refused.</summary>
public sealed record Failed(long Id, string Title, IReadOnlyList<string> Fields);

/// <summary>
/// What a template would have done to the last ones handed over with it, of those that the reader may see.
/// </summary>
internal static class WouldFail
{
    internal const int Last = 100;

    internal static async Task<(int Looked, IReadOnlyList<Failed> Failed)> ReadAsync(
        BatonDb db,
        RequestContext context,
        Template template,
        CancellationToken cancellationToken
    )
    {
        var recent = await db
            .Handoffs.AsNoTracking()
            .Where(handoff => handoff.Template == template.Key && handoff.InitiatedAt != null)
            .OrderByDescending(handoff => handoff.Id)
            .Take(Last)
            .ToListAsync(cancellationToken);
        var seen = recent.Where(handoff => handoff.IsVisibleTo(context.Caller)).ToList();
        var time = new PatternTime();
        var failed = seen.Select(handoff => new Failed(
                handoff.Id,
                handoff.Title,
                FieldsAtFault(template, handoff, time)
            ))
            .Where(result => result.Fields.Count > 0);
        return (seen.Count, [.. failed]);
    }

    private static List<string> FieldsAtFault(Template template, Handoff handoff, PatternTime time)
    {
        var waivers = handoff.Waivers.Where(waiver => template.Fields.Any(field => field.Key == waiver.Field));
        return
        [
            .. Gate.Check(template, handoff.Context, [.. waivers], time).Errors.Select(error => error.Field).Distinct(),
        ];
    }
}

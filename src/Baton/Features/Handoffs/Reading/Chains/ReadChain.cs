using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading.Chains;

/// <summary>
/// The chain of a handoff as the caller may see it. What stands between two that they see and is hidden from them does
/// not show: neither its number nor that it is there.
/// </summary>
internal static class ReadChain
{
    internal static async Task<Outcome<ChainRecord>> RunAsync(
        BatonDb db,
        RequestContext context,
        Outcome<Handoff> found,
        ChainQuery query,
        Uri baseUrl,
        CancellationToken cancellationToken
    )
    {
        if (found.Refused(out var refusal, out var handoff))
            return refusal;
        var ids = await ChainIds.ReadAsync(db, handoff.Id, handoff.ParentId, cancellationToken);
        return (await OfAsync(db, context, handoff.Id, ids, query, baseUrl, cancellationToken)).Record;
    }

    internal static async Task<ChainPart> OfAsync(
        BatonDb db,
        RequestContext context,
        long id,
        ChainIds ids,
        ChainQuery query,
        Uri baseUrl,
        CancellationToken cancellationToken
    )
    {
        var legs = await ChainLeg.SeenAsync(
            db,
            context.Caller,
            [.. ids.Ancestors, id, .. ids.Descendants],
            cancellationToken
        );
        var after = query.After ?? 0;
        var shown = legs.Select(leg => leg.Id).Where(number => number > after).Take(query.Limit + 1).ToList();
        var first = shown.Take(query.Limit).ToList();
        var page = await db
            .Handoffs.AsNoTracking()
            .Where(row => first.Contains(row.Id))
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var seen = legs.Select(leg => leg.Id).ToHashSet();
        var ancestors = ids.Ancestors.ToHashSet();
        return new ChainPart(
            Sum(legs, context.Now) with
            {
                Items = [.. page.Select(row => ToItem(row, id, ancestors, seen, context, baseUrl))],
                NextCursor = shown.Count > query.Limit ? Cursor.Of(shown[query.Limit - 1]) : null,
                TotalCapped = ids.IsCapped,
            },
            page
        );
    }

    private static ChainHandoff ToItem(
        Handoff row,
        long self,
        HashSet<long> ancestors,
        HashSet<long> seen,
        RequestContext context,
        Uri baseUrl
    ) =>
        new()
        {
            HandoffId = row.Id,
            ParentId = row.ParentId is { } parent && seen.Contains(parent) ? parent : null,
            Relation =
                row.Id == self ? ChainRelation.Self
                : ancestors.Contains(row.Id) ? ChainRelation.Ancestor
                : ChainRelation.Descendant,
            Title = row.Title,
            Status = row.Status,
            Template = row.Template,
            FromTeam = row.FromTeam,
            ToTeam = row.ToTeam,
            ResponsibleTeam = row.ResponsibleTeam,
            Owner = row.Owner,
            InitiatedAt = row.InitiatedAt,
            AcceptedAt = row.AcceptedAt,
            CompletedAt = row.CompletedAt,
            Overdue = row.IsOverdue(context.Now),
            Url = HandoffRecords.UrlOf(row.Id, baseUrl),
        };

    private static ChainRecord Sum(IReadOnlyList<ChainLeg> legs, DateTime now)
    {
        var started = legs.Min(leg => leg.InitiatedAt);
        var isOver = legs.All(leg => !leg.IsOpen && leg.Status != HandoffStatus.Draft);
        var ended = isOver ? legs.Max(leg => leg.CompletedAt) : null;
        return new ChainRecord([], null)
        {
            Total = legs.Count,
            TotalCapped = false,
            Open = legs.Count(leg => leg.IsOpen),
            StartedAt = started,
            EndedAt = ended,
            LeadHours = started is { } first ? HoursBetween(first, ended ?? now) : null,
        };
    }

    private static double HoursBetween(DateTime from, DateTime to) =>
        Math.Round(Math.Max(0, (to - from).TotalHours), 1, MidpointRounding.ToEven);
}

/// <summary>A page of a chain, and the handoffs of it.</summary>
internal sealed record ChainPart(ChainRecord Record, IReadOnlyList<Handoff> Handoffs);

using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Teams;

/// <summary>What a team has to do, for those who may see it.</summary>
/// <param name="Held">How many handoffs each person works on.</param>
/// <param name="Used">How often each of its templates was used.</param>
/// <param name="Latest">The newest delivery on each of its channels.</param>
public sealed record TeamFacts(
    IReadOnlyDictionary<string, int> Held,
    IReadOnlyDictionary<string, TemplateUse> Used,
    IReadOnlyDictionary<long, LatestDelivery> Latest
)
{
    internal const int Days = 90;

    /// <summary>What is looked through for the newest delivery on each channel.</summary>
    private const int Newest = 200;

    internal static TeamFacts None { get; } =
        new(
            new Dictionary<string, int>(),
            new Dictionary<string, TemplateUse>(),
            new Dictionary<long, LatestDelivery>()
        );

    /// <summary>Outsiders learn nothing of a team's handoffs, not even how many there are.</summary>
    internal static async Task<TeamFacts> ReadAsync(
        BatonDb db,
        RequestContext context,
        string team,
        TeamTab tab,
        CancellationToken cancellationToken
    ) =>
        !context.Caller.Is(team) ? None
        : tab == TeamTab.People ? None with { Held = await HeldAsync(db, context.Catalog, team, cancellationToken) }
        : tab == TeamTab.Templates ? None with { Used = await UsedAsync(db, context, team, cancellationToken) }
        : tab == TeamTab.Notifications ? None with { Latest = await LatestAsync(db, team, cancellationToken) }
        : None;

    private static async Task<IReadOnlyDictionary<long, LatestDelivery>> LatestAsync(
        BatonDb db,
        string team,
        CancellationToken cancellationToken
    )
    {
        var newest = await db
            .Deliveries.Where(delivery => delivery.Team == team)
            .OrderByDescending(delivery => delivery.Id)
            .Take(Newest)
            .Where(delivery => delivery.ChannelId != null)
            .Select(delivery => new
            {
                delivery.ChannelId,
                delivery.State,
                delivery.Attempts,
                At = delivery.DeliveredAt ?? delivery.CreatedAt,
            })
            .ToListAsync(cancellationToken);
        return newest
            .DistinctBy(delivery => delivery.ChannelId)
            .ToDictionary(
                delivery => delivery.ChannelId!.Value,
                delivery => new LatestDelivery(delivery.State, delivery.Attempts, delivery.At)
            );
    }

    /// <summary>Of its members, from the index of what each person works on.</summary>
    private static async Task<IReadOnlyDictionary<string, int>> HeldAsync(
        BatonDb db,
        Catalog catalog,
        string team,
        CancellationToken cancellationToken
    )
    {
        List<string> members = [.. catalog.Teams[team].Team.Members.Select(member => member.PersonKey)];
        return await db.ByIndex<Handoff>(HandoffIndexes.OwnerOpen, HandoffIndexes.IsOwnedOpen)
            .Where(handoff =>
                members.Contains(handoff.Owner!) && handoff.Status == HandoffStatus.Accepted && handoff.ToTeam == team
            )
            .GroupBy(handoff => handoff.Owner!)
            .Select(group => new { Person = group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Person, row => row.Count, cancellationToken);
    }

    private static async Task<IReadOnlyDictionary<string, TemplateUse>> UsedAsync(
        BatonDb db,
        RequestContext context,
        string team,
        CancellationToken cancellationToken
    )
    {
        var since = context.Now.AddDays(-Days);
        return await db
            .Handoffs.Where(handoff => handoff.FromTeam == team || handoff.ToTeam == team)
            .Where(handoff => handoff.InitiatedAt >= since)
            .GroupBy(handoff => handoff.Template)
            .Select(group => new
            {
                Template = group.Key,
                Count = group.Count(),
                Accepted = group.Count(handoff => handoff.AcceptedAt != null),
                FirstTime = group.Count(handoff => handoff.AcceptedAt != null && !handoff.EverReturned),
            })
            .ToDictionaryAsync(
                row => row.Template,
                row => new TemplateUse(row.Count, row.Accepted, row.FirstTime),
                cancellationToken
            );
    }
}

/// <param name="State">What came of it.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="At">When it was delivered, or else queued; UTC.</param>
public sealed record LatestDelivery(DeliveryState State, int Attempts, DateTime At);

/// <param name="Count">How many were handed over.</param>
/// <param name="Accepted">How many of them were accepted.</param>
/// <param name="FirstTime">How many of those were never returned.</param>
public sealed record TemplateUse(int Count, int Accepted, int FirstTime);

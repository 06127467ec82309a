using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Escalation.Orphans;
using Baton.Features.Guests;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

/// <summary>The orphans that the program knows of, and owners that are gone without its knowing.</summary>
internal static class OrphanCheck
{
    internal static async Task<IReadOnlyList<DoctorFinding>> RunAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        var catalog = await examination.CatalogAsync(cancellationToken);
        await using var db = await examination.OpenAsync(cancellationToken);
        var known = await KnownAsync(db, catalog, cancellationToken);
        var owned = await db
            .Handoffs.AsNoTracking()
            .Where(handoff =>
                handoff.Status == HandoffStatus.Accepted
                && handoff.Owner != null
                && !handoff.Owner.StartsWith(Caller.GuestPrefix)
            )
            .GroupBy(handoff => new { handoff.ToTeam, handoff.Owner })
            .Select(group => new
            {
                Team = group.Key.ToTeam,
                group.Key.Owner,
                Count = group.Count(),
                First = group.Min(handoff => handoff.Id),
            })
            .ToListAsync(cancellationToken);
        var now = examination.Now;
        var ofGuests = await db
            .Handoffs.AsNoTracking()
            .Where(handoff =>
                handoff.Status == HandoffStatus.Accepted
                && handoff.Owner!.StartsWith(Caller.GuestPrefix)
                && !db.Set<Guest>()
                    .Any(guest => guest.HandoffId == handoff.Id && guest.RevokedAt == null && guest.ExpiresAt > now)
            )
            .Select(handoff => new
            {
                handoff.Id,
                handoff.Owner,
                handoff.ToTeam,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. known
                .OrderBy(group => group.First)
                .Select(group =>
                    DoctorFinding.Fault(
                        $"{Words(group.Count, group.First)} for {group.Team}: {group.Reason.Replace('_', ' ')}.",
                        ListOrphans.WhatToDo(group.Reason, group.Team)
                    )
                ),
            .. owned
                .Where(group => catalog.CallerOf(group.Owner!)?.Is(group.Team) is not true)
                .Select(group =>
                    DoctorFinding.Fault(
                        $"{Words(group.Count, group.First)} for {group.Owner}, who has left {group.Team}.",
                        ListOrphans.WhatToDo(Alarm.OwnerGone, group.Team)
                    )
                ),
            .. ofGuests.Select(ofGuest =>
                DoctorFinding.Fault(
                    $"Handoff {ofGuest.Id} waits for {ofGuest.Owner}, whose link no longer works.",
                    $"Ask a lead of {ofGuest.ToTeam} to create a new link or assign it to somebody."
                )
            ),
        ];
    }

    private sealed record Group(string Team, string ToTeam, string Reason, int Count, long First);

    private static async Task<List<Group>> KnownAsync(BatonDb db, Catalog catalog, CancellationToken cancellationToken)
    {
        var known = new List<Group>();
        foreach (var lane in ListOrphans.Lanes(db, Caller.System, ListOrphans.EmptyTeams(catalog)))
            known.AddRange(
                await lane.GroupBy(alarm => new
                    {
                        alarm.Team,
                        alarm.ToTeam,
                        alarm.Trouble,
                    })
                    .Select(group => new Group(
                        group.Key.Team,
                        group.Key.ToTeam,
                        group.Key.Trouble ?? Alarm.TeamEmpty,
                        group.Count(),
                        group.Min(alarm => alarm.HandoffId)
                    ))
                    .ToListAsync(cancellationToken)
            );
        return
        [
            .. known
                .Select(group => group with { Team = ListOrphans.TeamOf(group.Reason, group.Team, group.ToTeam) })
                .GroupBy(group => (group.Team, group.Reason))
                .Select(same =>
                    same.First() with
                    {
                        Count = same.Sum(group => group.Count),
                        First = same.Min(group => group.First),
                    }
                ),
        ];
    }

    private static string Words(int count, long first) =>
        count == 1 ? $"Handoff {first} waits" : $"{count} handoffs (the first is {first}) wait";
}

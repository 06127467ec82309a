using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Assign;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Escalation.Orphans;

/// <summary>
/// When a person or a team goes, what they held is offered to others or told to those above; nothing is stranded.
/// </summary>
internal static class Leaving
{
    /// <summary>
    /// What a person worked on goes to a lead of the team; where there is none, to nobody, and the team is told. Call
    /// it when the person is out.
    /// </summary>
    internal static async Task ReleaseAsync(
        BatonDb db,
        RequestContext context,
        Team team,
        string person,
        CancellationToken cancellationToken
    )
    {
        var active = await ActiveAsync(db, team, cancellationToken);
        var lead = Membership.LeadOf(active);
        var owned = await db
            .Handoffs.Where(handoff =>
                handoff.ToTeam == team.Key && handoff.Status == HandoffStatus.Accepted && handoff.Owner == person
            )
            .ToChangeAsync(db, cancellationToken);
        foreach (var handoff in owned)
            await db.KeepAsync(
                context,
                handoff,
                AssignHandoff.Decide(
                    handoff,
                    lead,
                    context.Caller,
                    context.Now,
                    lead is null ? null : context.Catalog.Absences.SubstituteFor(lead, context.Now, team.Key)
                ),
                cancellationToken
            );
        if (active.Count == 0)
            await AlarmAllAsync(db, context, team.Key, null, Key("{0} has no active members left."), cancellationToken);
    }

    /// <summary>Tells the admins and the other team of everything that a team holds.</summary>
    internal static async Task AlarmAllAsync(
        BatonDb db,
        RequestContext context,
        string team,
        string? trouble,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var held = await db
            .Alarms.Where(alarm => alarm.Team == team)
            .Join(
                db.Handoffs,
                alarm => alarm.HandoffId,
                handoff => handoff.Id,
                (alarm, handoff) => new { Alarm = alarm, handoff.Version }
            )
            .ToListAsync(cancellationToken);
        foreach (var candidate in held)
        {
            if (trouble is not null)
            {
                candidate.Alarm.Trouble = trouble;
                candidate.Alarm.TroubleSince = context.Now;
            }
            db.Notices.Add(
                new Notice
                {
                    HandoffId = candidate.Alarm.HandoffId,
                    EventSeq = candidate.Version,
                    Kind = Kinds.ClockEscalated,
                    CreatedAt = context.Now,
                    Data = new ClockNotice(["admins", "other"], team, candidate.Alarm.DueAt, Reason: reason),
                }
            );
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task<List<Membership>> ActiveAsync(BatonDb db, Team team, CancellationToken cancellationToken)
    {
        var keys = team.Members.Select(member => member.PersonKey).ToList();
        var active = await db
            .People.Where(person => keys.Contains(person.Key) && person.DeactivatedAt == null)
            .Select(person => person.Key)
            .ToListAsync(cancellationToken);
        return [.. team.Members.Where(member => active.Contains(member.PersonKey))];
    }
}

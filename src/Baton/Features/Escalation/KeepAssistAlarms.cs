using Baton.Client;
using Baton.Features.Handoffs.Commands.Assisting;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Escalation;

/// <summary>Starts and ends the clocks of assists, in the transaction of what starts and ends them.</summary>
internal static class KeepAssistAlarms
{
    internal static async Task KeepAssistAlarmsAsync(
        this BatonDb db,
        RequestContext context,
        Handoff handoff,
        string kind,
        CancellationToken cancellationToken
    )
    {
        if (handoff.Assists.Count == 0)
            return;
        if (kind == AssistAsked.EventName)
            await StartAsync(db, context, handoff, handoff.Assists[^1], cancellationToken);
        else
            await EndAsync(db, handoff, cancellationToken);
    }

    /// <summary>What ends a handoff ends its assists too.</summary>
    private static Task<int> EndAsync(BatonDb db, Handoff handoff, CancellationToken cancellationToken)
    {
        var open = handoff.Assists.Where(assist => assist.IsOpen).Select(assist => assist.Number).ToList();
        return db
            .AssistAlarms.Where(alarm => alarm.HandoffId == handoff.Id && !open.Contains(alarm.Number))
            .ExecuteDeleteAsync(cancellationToken);
    }

    private static Task StartAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        Assist assist,
        CancellationToken cancellationToken
    )
    {
        var rungs = RungsOf(context, handoff, assist);
        var insert = RowInsert.For<AssistAlarm>(db.Model);
        var alarm = new AssistAlarm
        {
            HandoffId = handoff.Id,
            Number = assist.Number,
            Team = assist.Team,
            DueAt = assist.DueAt,
            Rungs = rungs,
            NextAt = rungs is [var first, ..] ? first.At : null,
        };
        return insert.SendAsync(db, insert.ValuesOf(alarm), cancellationToken);
    }

    /// <summary>Of its template, over its time. The other team is the one that asked.</summary>
    private static List<AlarmRung> RungsOf(RequestContext context, Handoff handoff, Assist assist) =>
        assist.DueAt is { } due
            ?
            [
                .. Ladder
                    .Of(
                        context.TemplateOf(handoff),
                        context.Catalog.Teams.GetValueOrDefault(assist.Team),
                        assist.AskedAt,
                        due
                    )
                    .Select(rung =>
                        rung with
                        {
                            Tell = [.. rung.Tell.Select(who => who == "other" ? $"team:{assist.AskedTeam}" : who)],
                        }
                    ),
            ]
            : [];
}

using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Assign;
using Baton.Features.Handoffs.Commands.Open;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Escalation;

/// <summary>Sets the alarm anew when the clock changed, in the transaction of the event that changed it.</summary>
internal static class KeepAlarm
{
    /// <summary>Runs for every notice of a team that has no way to be told, so it is kept prepared.</summary>
    private static readonly Statement MarkNobodyTold = new(
        "UPDATE alarms SET trouble = @p0, trouble_since = @p1 WHERE handoff_id = @p2 AND seq <= @p3 "
            + "AND team = @p4 AND trouble IS NULL",
        5
    )
    {
        Place = new StatementPlace(1, "alarms"),
    };

    private static readonly HotQuery<long, Alarm> OfHandoff = new(
        (db, id) => db.Set<Alarm>().AsNoTracking().SingleOrDefault(alarm => alarm.HandoffId == id)
    );

    internal static async Task KeepAlarmAsync(
        this BatonDb db,
        RequestContext context,
        Handoff handoff,
        string kind,
        CancellationToken cancellationToken
    )
    {
        var update = RowUpdate.For<Alarm>(db.Model);
        if (await OfHandoff.RunAsync(db, handoff.Id) is not { } alarm)
        {
            if (handoff.IsLive)
                await InsertAsync(
                    db,
                    Alarm.Of(handoff, context.TemplateOf(handoff), context.Catalog)!,
                    cancellationToken
                );
            return;
        }

        update.Remember(alarm);
        if (handoff.IsLive)
        {
            // What a late notice marks between the read and the write says nothing of the clock that begins.
            if (GoOn(alarm, context, handoff, kind))
                update.Doubt(alarm, "trouble", "trouble_since");
            await update.SendAsync(db, alarm, cancellationToken);
        }
        else
            await update.DeleteAsync(db, alarm, cancellationToken);
    }

    private static Task InsertAsync(BatonDb db, Alarm alarm, CancellationToken cancellationToken)
    {
        var insert = RowInsert.For<Alarm>(db.Model);
        return insert.SendAsync(db, insert.ValuesOf(alarm), cancellationToken);
    }

    /// <returns>Whether another clock begins.</returns>
    private static bool GoOn(Alarm alarm, RequestContext context, Handoff handoff, string kind)
    {
        alarm.Follow(handoff);
        if (!alarm.IsOf(handoff))
        {
            alarm.Restart(Alarm.Of(handoff, context.TemplateOf(handoff), context.Catalog)!);
            return true;
        }

        if (kind == HandoffAssigned.EventName && handoff.Owner is null)
        {
            alarm.Trouble = Alarm.OwnerGone;
            alarm.TroubleSince = context.Now;
        }
        else if (alarm.Trouble == SolvedBy(kind, handoff))
        {
            alarm.Trouble = null;
            alarm.TroubleSince = null;
        }

        return false;
    }

    /// <summary>Somebody who is asked to act is told after all.</summary>
    internal static Task ToldAsync(BatonDb db, long handoffId, CancellationToken cancellationToken) =>
        db
            .Alarms.Where(alarm => alarm.HandoffId == handoffId && alarm.Trouble == Alarm.NobodyTold)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(alarm => alarm.Trouble, (string?)null)
                        .SetProperty(alarm => alarm.TroubleSince, (DateTime?)null),
                cancellationToken
            );

    /// <summary>
    /// Nobody could be asked to act. A notice of an earlier clock says nothing of this one.
    /// </summary>
    internal static Task NobodyToldAsync(
        BatonDb db,
        long handoffId,
        int eventSeq,
        string team,
        DateTime now,
        CancellationToken cancellationToken
    ) => MarkNobodyTold.SendAsync(db, [Alarm.NobodyTold, now, handoffId, eventSeq, team], cancellationToken);

    private static string? SolvedBy(string kind, Handoff handoff) =>
        kind switch
        {
            HandoffOpened.EventName => Alarm.NobodyTold,
            HandoffAssigned.EventName when handoff.Owner is not null => Alarm.OwnerGone,
            _ => "",
        };
}

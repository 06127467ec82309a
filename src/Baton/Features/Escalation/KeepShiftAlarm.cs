using Baton.Client;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Escalation;

/// <summary>
/// Sets the clock of the next shift when one is handed over, and back when that came to nothing, in the transaction
/// of what does so.
/// </summary>
internal static class KeepShiftAlarm
{
    internal static Task KeepShiftAlarmAsync(
        this BatonDb db,
        Handoff handoff,
        string kind,
        CancellationToken cancellationToken
    ) =>
        (kind, handoff.Shift) switch
        {
            (HandoffInitiated.EventName, { } shift) => StartAsync(db, handoff, shift.NextDueAt, cancellationToken),
            (_, { DueAt: { } due, NextDueAt: { } next }) when handoff.EverInitiated && IsOverInVain(handoff) =>
                TurnBackAsync(db, handoff, due, next, cancellationToken),
            _ => Task.CompletedTask,
        };

    private static bool IsOverInVain(Handoff handoff) =>
        handoff.Status is HandoffStatus.Withdrawn or HandoffStatus.Declined;

    /// <summary>Once: what happens to it later finds the clock turned back, or at another one.</summary>
    private static Task<int> TurnBackAsync(
        BatonDb db,
        Handoff handoff,
        DateTime due,
        DateTime next,
        CancellationToken cancellationToken
    ) =>
        db
            .ShiftAlarms.Where(alarm => alarm.HandoffId == handoff.Id && alarm.DueAt == next)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(alarm => alarm.DueAt, due)
                        .SetProperty(alarm => alarm.NextAt, due)
                        .SetProperty(alarm => alarm.Next, 0),
                cancellationToken
            );

    private static async Task StartAsync(
        BatonDb db,
        Handoff handoff,
        DateTime? due,
        CancellationToken cancellationToken
    )
    {
        await db
            .ShiftAlarms.Where(alarm => alarm.Template == handoff.Template && alarm.Team == handoff.FromTeam)
            .ExecuteDeleteAsync(cancellationToken);
        if (due is not { } next)
            return;
        var insert = RowInsert.For<ShiftAlarm>(db.Model);
        var alarm = new ShiftAlarm
        {
            HandoffId = handoff.Id,
            Template = handoff.Template,
            Team = handoff.FromTeam,
            DueAt = next,
            NextAt = next,
        };
        await insert.SendAsync(db, insert.ValuesOf(alarm), cancellationToken);
    }
}

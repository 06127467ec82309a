using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.Commands.ReadBack;
using Baton.Features.Handoffs.Commands.Return;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Escalation;

/// <summary>Starts and ends the clock of a read-back, in the transaction of what starts and ends it.</summary>
internal static class KeepReadBackAlarm
{
    internal static Task KeepReadBackAlarmAsync(
        this BatonDb db,
        Handoff handoff,
        string kind,
        CancellationToken cancellationToken
    ) =>
        kind switch
        {
            HandoffAccepted.EventName when handoff.ReadBackBy is { } due => StartAsync(
                db,
                handoff,
                due,
                cancellationToken
            ),
            ReadBackAnswered.EventName or HandoffReturned.EventName => db
                .ReadBackAlarms.Where(alarm => alarm.HandoffId == handoff.Id)
                .ExecuteDeleteAsync(cancellationToken),
            _ => Task.CompletedTask,
        };

    private static Task StartAsync(BatonDb db, Handoff handoff, DateTime due, CancellationToken cancellationToken)
    {
        var insert = RowInsert.For<ReadBackAlarm>(db.Model);
        var alarm = new ReadBackAlarm
        {
            HandoffId = handoff.Id,
            Team = handoff.FromTeam,
            DueAt = due,
            NextAt = due,
        };
        return insert.SendAsync(db, insert.ValuesOf(alarm), cancellationToken);
    }
}

using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Storage;
using Baton.Storage.Search;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Baton.Features.Handoffs.Commands.Create;

/// <summary>
/// A handoff that begins, as rows worked out before the writer is asked for its turn. This is the hot path, so the
/// rows go straight into their tables; which rows there are says <see cref="HandoffWrite"/>.
/// </summary>
internal sealed class NewHandoff
{
    private readonly HandoffWrite write;
    private readonly bool withId;
    private readonly RowInsert handoffRow;
    private readonly RowInsert eventRow;
    private readonly RowInsert noticeRow;
    private readonly RowInsert alarmRow;
    private readonly object?[] state;
    private readonly List<object?[]> events;
    private readonly List<object?[]> notices;
    private readonly object?[]? alarm;

    /// <param name="model">The model of the store.</param>
    /// <param name="write">What is to be written.</param>
    /// <param name="withId">Whether the handoff brings its own id (an import that keeps numbers).</param>
    internal NewHandoff(IModel model, HandoffWrite write, bool withId = false)
    {
        this.write = write;
        this.withId = withId;
        handoffRow = RowInsert.For<Handoff>(model, withId: true);
        eventRow = RowInsert.For<HandoffEvent>(model);
        noticeRow = RowInsert.For<Notice>(model);
        alarmRow = RowInsert.For<Alarm>(model);
        state = handoffRow.ValuesOf(write.Handoff);
        events = [.. write.Events.Select(eventRow.ValuesOf)];
        notices = [.. write.Notices.Select(noticeRow.ValuesOf)];
        alarm = write.Alarm is null ? null : alarmRow.ValuesOf(write.Alarm);
    }

    internal Handoff Handoff => write.Handoff;

    internal async Task KeepAsync(BatonDb db, CancellationToken cancellationToken)
    {
        await KeepStateAsync(db, cancellationToken);
        await write.KeepAllAsync(db, eventRow, events, cancellationToken);
        await write.KeepAllAsync(db, noticeRow, notices, cancellationToken);
        await write.KeepAllAsync(db, alarmRow, alarm is null ? [] : [alarm], cancellationToken);
        if (write.Handoff is { Shift: not null, Status: HandoffStatus.Initiated })
            await db.KeepShiftAlarmAsync(write.Handoff, HandoffInitiated.EventName, cancellationToken);
        await write.MarkHourAsync(db, cancellationToken);
        await SearchIndex.AddAsync(db, Handoff.Id, write.Words!, cancellationToken);
    }

    private async Task KeepStateAsync(BatonDb db, CancellationToken cancellationToken)
    {
        var next = withId ? Handoff.Id : await HandoffIds.NextAsync(db, cancellationToken);
        state[handoffRow.IndexOf("id")] = next;
        await handoffRow.SendAsync(db, state, cancellationToken);
        Handoff.Id = next ?? HandoffIds.GivenBy(db);
    }
}

/// <summary>What came of judging a handoff that begins: the rows to write, or why there are none.</summary>
internal sealed record JudgedRows(Outcome<Handoff> Begun, NewHandoff? Rows);

using Baton.Features.Escalation;
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
        handoffRow = RowInsert.For<Handoff>(model, withId);
        eventRow = RowInsert.For<HandoffEvent>(model);
        noticeRow = RowInsert.For<Notice>(model);
        alarmRow = RowInsert.For<Alarm>(model);
        state = handoffRow.ValuesOf(write.Handoff);
        events = [.. write.Handoff.Events.Select(eventRow.ValuesOf)];
        notices = [.. write.Notices.Select(noticeRow.ValuesOf)];
        alarm = write.Alarm is null ? null : alarmRow.ValuesOf(write.Alarm);
    }

    internal Handoff Handoff => write.Handoff;

    internal async Task KeepAsync(BatonDb db, CancellationToken cancellationToken)
    {
        var given = await handoffRow.ExecuteAsync(db, state, cancellationToken);
        Handoff.Id = given == 0 ? Handoff.Id : given;
        await KeepAllAsync(db, eventRow, events, cancellationToken);
        await KeepAllAsync(db, noticeRow, notices, cancellationToken);
        await KeepAllAsync(db, alarmRow, alarm is null ? [] : [alarm], cancellationToken);
        await write.MarkHourAsync(db, cancellationToken);
        await SearchIndex.AddAsync(db, Handoff.Id, write.Words!, cancellationToken);
    }

    private async Task KeepAllAsync(
        BatonDb db,
        RowInsert insert,
        List<object?[]> rows,
        CancellationToken cancellationToken
    )
    {
        var handoffId = insert.IndexOf("handoff_id");
        foreach (var row in rows)
        {
            row[handoffId] = Handoff.Id;
            await insert.ExecuteAsync(db, row, cancellationToken);
        }
    }
}

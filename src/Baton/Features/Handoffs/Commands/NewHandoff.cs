using Baton.Features.Escalation;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Storage;
using Baton.Storage.Search;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Baton.Features.Handoffs.Commands;

/// <summary>
/// A new handoff as rows: state, events and notice, worked out before the writer is asked for its turn. This is the
/// hot path, so the rows go straight into their tables.
/// </summary>
internal sealed class NewHandoff
{
    private readonly RowInsert handoffRow;
    private readonly RowInsert eventRow;
    private readonly RowInsert noticeRow;
    private readonly object?[] state;
    private readonly List<object?[]> events;
    private readonly List<object?[]> notices;
    private readonly string words;
    private readonly RowInsert alarmRow;
    private readonly object?[]? alarm;

    /// <param name="alarm">The alarm of its clock; null for what is a draft or over.</param>
    /// <param name="withId">Whether the handoff brings its own id (an import that keeps numbers).</param>
    /// <param name="told">Whether anybody is told; nobody is of what is over.</param>
    /// <param name="toldAt">Since when they are to be told, where that is not when it happened.</param>
    internal NewHandoff(
        IModel model,
        Handoff handoff,
        Alarm? alarm,
        bool withId = false,
        bool told = true,
        DateTime? toldAt = null
    )
    {
        alarmRow = RowInsert.For<Alarm>(model);
        this.alarm = alarm is null ? null : RowInsert.For<Alarm>(model).ValuesOf(alarm);
        Handoff = handoff;
        handoffRow = RowInsert.For<Handoff>(model, withId);
        eventRow = RowInsert.For<HandoffEvent>(model);
        noticeRow = RowInsert.For<Notice>(model);
        state = handoffRow.ValuesOf(handoff);
        events = [.. handoff.Events.Select(eventRow.ValuesOf)];
        notices =
        [
            .. handoff
                .Events.Where(happened => told && Recipients.IsTold(happened.Kind))
                .Select(happened => noticeRow.ValuesOf(NoticeOf(happened, toldAt ?? happened.At))),
        ];
        words = HandoffWords.Of(handoff);
    }

    internal Handoff Handoff { get; }

    internal async Task KeepAsync(BatonDb db, CancellationToken cancellationToken)
    {
        var given = await handoffRow.ExecuteAsync(db, state, cancellationToken);
        Handoff.Id = given == 0 ? Handoff.Id : given;
        await KeepAllAsync(db, eventRow, events, cancellationToken);
        await KeepAllAsync(db, noticeRow, notices, cancellationToken);
        await KeepAllAsync(db, alarmRow, alarm is null ? [] : [alarm], cancellationToken);
        await db.MarkHourAsync(Handoff, cancellationToken);
        await SearchIndex.AddAsync(db, Handoff.Id, words, cancellationToken);
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

    private static Notice NoticeOf(HandoffEvent happened, DateTime at) =>
        new()
        {
            HandoffId = 0,
            EventSeq = happened.Seq,
            Kind = happened.Kind,
            CreatedAt = at,
            Trace = Tracing.Current,
        };
}

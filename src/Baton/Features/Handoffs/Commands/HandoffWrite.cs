using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands.Answer;
using Baton.Features.Handoffs.Commands.Edit;
using Baton.Features.Handoffs.Commands.Reroute;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Features.Quality.Measures;
using Baton.Storage;
using Baton.Storage.Search;

namespace Baton.Features.Handoffs.Commands;

/// <summary>
/// Everything that is written of what happened to a handoff, whoever writes it: beside its state and its events the
/// notices, the alarm, the hour to be counted anew and the words under which it is found.
/// </summary>
internal sealed class HandoffWrite
{
    private HandoffWrite(
        Handoff handoff,
        IReadOnlyList<HandoffEvent> events,
        IReadOnlyList<Notice> notices,
        string? words
    )
    {
        Handoff = handoff;
        Events = events;
        Notices = notices;
        Words = words;
    }

    internal Handoff Handoff { get; }

    /// <summary>What happened.</summary>
    internal IReadOnlyList<HandoffEvent> Events { get; }

    internal IReadOnlyList<Notice> Notices { get; }

    /// <summary>Null where they are as they were.</summary>
    internal string? Words { get; }

    /// <summary>The alarm of the clock of one that begins; null for what is a draft or over.</summary>
    internal Alarm? Alarm { get; private init; }

    /// <summary>One that begins; <see cref="Create.NewHandoff"/> writes it.</summary>
    /// <param name="handoff">The handoff.</param>
    /// <param name="alarm">The alarm of its clock.</param>
    /// <param name="told">Whether anybody is told; nobody is of what is over.</param>
    /// <param name="toldAt">Since when they are to be told, where that is not when it happened.</param>
    internal static HandoffWrite Begun(Handoff handoff, Alarm? alarm, bool told = true, DateTime? toldAt = null) =>
        new(
            handoff,
            handoff.Events,
            told ? NoticesOf(handoff, handoff.Events, Tracing.Current, toldAt) : [],
            HandoffWords.Of(handoff)
        )
        {
            Alarm = alarm,
        };

    /// <summary>One that is there already, as it was read to be changed.</summary>
    internal static HandoffWrite Changed(RequestContext context, Handoff handoff, HandoffEvent happened) =>
        new(
            handoff,
            [happened],
            NoticesOf(handoff, [happened], context.Trace, null),
            happened.Kind is HandoffEdited.EventName or HandoffCorrected.EventName ? HandoffWords.Of(handoff) : null
        );

    /// <summary>Goes on in a history from elsewhere, of which nobody is told.</summary>
    internal static HandoffWrite Continued(Handoff handoff, IReadOnlyList<HandoffEvent> later) =>
        new(handoff, later, [], null);

    /// <summary>Writes what changed, in the transaction of the caller.</summary>
    internal async Task UpdateAsync(
        BatonDb db,
        RequestContext context,
        string kind,
        CancellationToken cancellationToken
    )
    {
        if (db.ChangeTracker.HasChanges())
            await db.SaveChangesAsync(cancellationToken);
        await db.KeepAlarmAsync(context, Handoff, kind, cancellationToken);
        await db.KeepReadBackAlarmAsync(Handoff, kind, cancellationToken);
        await db.KeepShiftAlarmAsync(Handoff, kind, cancellationToken);
        await db.KeepAssistAlarmsAsync(context, Handoff, kind, cancellationToken);
        await RowUpdate.For<Handoff>(db.Model).SendAsync(db, Handoff, cancellationToken);
        if (Handoff.Assists.Count > 0)
            await OtherTeams.KeepAsync(db, Handoff, cancellationToken);
        var eventRow = RowInsert.For<HandoffEvent>(db.Model);
        await KeepAllAsync(db, eventRow, [.. Events.Select(eventRow.ValuesOf)], cancellationToken);
        var noticeRow = RowInsert.For<Notice>(db.Model);
        await KeepAllAsync(db, noticeRow, [.. Notices.Select(noticeRow.ValuesOf)], cancellationToken);
        await MarkHourAsync(db, cancellationToken);
        if (Words is not null)
            await SearchIndex.ReplaceAsync(db, Handoff.Id, Words, cancellationToken);
        if (IsAnswersAnew(kind))
            await QuestionIndex.ReplaceAsync(db, Handoff.Id, QuestionWords.Of(Handoff), cancellationToken);
    }

    /// <summary>Whether its answers are found by other words now, or by other teams.</summary>
    private bool IsAnswersAnew(string kind) =>
        kind == QuestionAnswered.EventName
        || (
            (
                Handoff.Assists.Count > 0
                || kind is HandoffEdited.EventName or HandoffCorrected.EventName or HandoffRerouted.EventName
            ) && Handoff.Questions.Any(QuestionWords.IsFound)
        );

    /// <summary>Rows of this handoff, whose number they may not have yet.</summary>
    internal async Task KeepAllAsync(
        BatonDb db,
        RowInsert insert,
        IReadOnlyList<object?[]> rows,
        CancellationToken cancellationToken
    )
    {
        var handoffId = insert.IndexOf("handoff_id");
        foreach (var row in rows)
        {
            row[handoffId] = Handoff.Id;
            await insert.SendAsync(db, row, cancellationToken);
        }
    }

    internal Task MarkHourAsync(BatonDb db, CancellationToken cancellationToken) =>
        Handoff.InitiatedAt is { } initiated
            ? MetricHour.NoteAsync(db, MetricHour.HourOf(initiated), Handoff.UpdatedAt, cancellationToken)
            : Task.CompletedTask;

    private static List<Notice> NoticesOf(Handoff handoff, List<HandoffEvent> events, string? trace, DateTime? toldAt)
    {
        var notices = new List<Notice>(events.Count);
        foreach (var happened in events)
        {
            foreach (var kind in Recipients.KindsOf(happened))
                notices.Add(
                    new Notice
                    {
                        HandoffId = handoff.Id,
                        EventSeq = happened.Seq,
                        Kind = kind,
                        CreatedAt = toldAt ?? happened.At,
                        Trace = trace,
                    }
                );
        }

        return notices;
    }
}

using System.Runtime.CompilerServices;
using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Import;

/// <summary>
/// Imports the earlier tracker's handoffs as they were: ids, times, names. They are history, so the gate does not
/// refuse them, nobody is told, and no clock of a template runs for them. A second run finds what the first one made,
/// and brings forward what the earlier tracker has seen of it since.
/// </summary>
internal sealed class ImportLegacy(Writer writer, StoreModel model, TimeProvider time, LegacyDirectory directory)
{
    internal async IAsyncEnumerable<RowResult> RunAsync(
        LegacyFile file,
        LocalTimes times,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (file.HighestId > 0)
            await writer.WriteAsync(
                (db, token) => HandoffIds.ReserveAsync(db, file.HighestId, token),
                cancellationToken
            );
        await foreach (var page in file.PagesAsync(ImportHandoffs.BatchSize, cancellationToken))
        {
            await directory.LookAsync(cancellationToken);
            var read = page.Select(raw => (raw.RowId, Row: LegacyRow.Read(raw, times, directory))).ToList();
            var catalog = await directory.CompleteAsync(
                [.. read.Select(pair => pair.Row.Value).OfType<LegacyRow>()],
                time.UtcNow(),
                cancellationToken
            );
            var context = new RequestContext(Caller.System, catalog, time.UtcNow(), "import");
            var prepared = read.Select(pair =>
                    (pair.RowId, pair.Row.Refusal, Row: pair.Row.Value is { } row ? Prepare(row, context) : null)
                )
                .ToList();
            var kept = await writer.WriteAsync(
                (db, token) => KeepAsync(db, context, [.. prepared.Select(pair => pair.Row).OfType<Prepared>()], token),
                CancellationToken.None
            );
            var results = new Queue<RowResult>(kept);
            foreach (var (rowId, refusal, _) in prepared)
                yield return refusal is null ? results.Dequeue() : RowResult.Of(rowId, refusal);
        }
    }

    /// <summary>What tells that a row is there already, and is as it was.</summary>
    private sealed record Known(long Id, string? Print, int Version, DateTime? AcceptedAt, DateTime? CompletedAt)
    {
        internal static Known Of(Handoff handoff) =>
            new(handoff.Id, handoff.ContentHash, handoff.Version, handoff.AcceptedAt, handoff.CompletedAt);
    }

    private sealed record Prepared(NewHandoff New, IReadOnlyList<RowNote> Notes);

    private Prepared Prepare(LegacyRow row, RequestContext context)
    {
        var template = context.Catalog.Templates[row.Type.Key];
        var created = new HandoffCreated(
            template.Key,
            template.Version,
            row.From.Key,
            row.To.Key,
            HandoffTitle.Of(template, row.Context),
            "normal",
            row.Context,
            CreateHandoff.ChecklistOf(template),
            [],
            null,
            row.Print,
            null,
            ContextSources.Of(ProvenanceKind.Import)
        );
        var handoff = HandoffHistory.OfThePast(created, [], row.Past, acceptBy: null, completeBy: null);
        handoff.Id = row.Id;
        List<RowNote> notes = [.. row.Notes];
        if (!Gate.Check(template, row.Context, []).Complete)
            notes.Add(RowNote.Incomplete);
        if (handoff.Events.Any(happened => happened.At > context.Now))
            notes.Add(RowNote.Future);
        return new Prepared(
            new NewHandoff(
                model.Value,
                HandoffWrite.Begun(handoff, Alarm.Of(handoff, template, context.Catalog), told: false),
                withId: true
            ),
            notes
        );
    }

    private static async Task<List<RowResult>> KeepAsync(
        BatonDb db,
        RequestContext context,
        List<Prepared> rows,
        CancellationToken cancellationToken
    )
    {
        var ids = rows.Select(row => row.New.Handoff.Id).ToList();
        var known = await db
            .Handoffs.Where(handoff => ids.Contains(handoff.Id))
            .Select(handoff => new Known(
                handoff.Id,
                handoff.ContentHash,
                handoff.Version,
                handoff.AcceptedAt,
                handoff.CompletedAt
            ))
            .ToDictionaryAsync(handoff => handoff.Id, cancellationToken);
        var results = new List<RowResult>(rows.Count);
        foreach (var row in rows)
        {
            var handoff = row.New.Handoff;
            var isKnown = known.TryGetValue(handoff.Id, out var found);
            if (isKnown && found == Known.Of(handoff))
                results.Add(new RowResult(handoff.Id, RowOutcome.Existing, handoff.Id, []));
            else if (context.Catalog.History.ArchiveOf(handoff.Id) is { } month)
                results.Add(Refused(handoff, "id", "archived", SayArchived(handoff.Id, month)));
            else if (!isKnown)
            {
                await row.New.KeepAsync(db, cancellationToken);
                known[handoff.Id] = Known.Of(handoff);
                results.Add(new RowResult(handoff.Id, RowOutcome.Created, handoff.Id, []) { Notes = row.Notes });
            }
            else if (found!.Print == handoff.ContentHash)
                results.Add(await BringForwardAsync(db, context, handoff, cancellationToken));
            else
                results.Add(
                    Refused(
                        handoff,
                        "id",
                        "taken",
                        $"The ID {handoff.Id} belongs to another handoff, or this row was imported with "
                            + "another --time-zone before."
                    )
                );
        }

        return results;
    }

    /// <summary>
    /// What was imported before: unchanged, further along in the earlier tracker, or changed in both.
    /// </summary>
    private static async Task<RowResult> BringForwardAsync(
        BatonDb db,
        RequestContext context,
        Handoff now,
        CancellationToken cancellationToken
    )
    {
        var handoffs = db.Handoffs.Include(handoff => handoff.Events).Where(handoff => handoff.Id == now.Id);
        var kept = (await handoffs.ToChangeAsync(db, cancellationToken)).Single();
        var events = kept.Events.OrderBy(happened => happened.Seq).ToList();
        var same = events
            .Zip(now.Events)
            .TakeWhile(pair => pair.First.Kind == pair.Second.Kind && pair.First.At == pair.Second.At)
            .Count();
        if (same < Math.Min(events.Count, now.Events.Count))
            return Refused(
                now,
                "status",
                "conflict",
                $"Handoff {now.Id} has changed both here and in the earlier tracker since it was imported."
            );
        if (events.Count >= now.Events.Count)
            return new RowResult(now.Id, RowOutcome.Existing, now.Id, []);
        kept.BringForward(now.Events.Skip(events.Count));
        var later = kept.Events.Where(happened => happened.Seq > events.Count).ToList();
        await HandoffWrite.Continued(kept, later).UpdateAsync(db, context, now.Events[^1].Kind, cancellationToken);
        return new RowResult(now.Id, RowOutcome.Continued, now.Id, []);
    }

    private static string SayArchived(long id, string month) =>
        $"The history of the month of ID {id} is in the archive. Bring it back first: baton archive --back {month}.";

    private static RowResult Refused(Handoff handoff, string field, string code, string message) =>
        new(handoff.Id, RowOutcome.Refused, null, [new FieldError(field, code, message)]);
}

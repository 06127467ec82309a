using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Storage.Partitions;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

/// <summary>
/// Folds the events of every handoff and compares the result with the row, column by column, and follows the hashes
/// from each event to the next. It goes through the
/// handoffs a batch at a time, each batch in one snapshot, so that it needs little memory and a server that writes
/// meanwhile disturbs nothing.
/// </summary>
internal static class HistoryCheck
{
    private const int Together = 500;
    private const int MostNamed = 20;

    internal static async Task<IReadOnlyList<DoctorFinding>> RunAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        var watch = Stopwatch.StartNew();
        var wrong = new List<string>();
        var folding = new Queue<Task<List<string>>>();
        var handoffs = 0L;
        var events = 0L;
        var last = 0L;
        await examination.CatalogAsync(cancellationToken); // says whether there is an archive to read too
        while (await ReadAsync(examination, last, cancellationToken) is { Rows.Count: > 0 } batch)
        {
            last = batch.Last;
            handoffs = handoffs + batch.Rows.Count;
            events = events + batch.Events.Count;
            // The processors fold what was read while the next is read.
            if (folding.Count == Environment.ProcessorCount)
                wrong.AddRange(await folding.Dequeue());
            folding.Enqueue(Task.Run(() => Faults(batch), cancellationToken));
            examination.Progress.Done("history, handoffs checked", handoffs);
        }

        foreach (var faults in folding)
            wrong.AddRange(await faults);
        examination.Note = string.Create(
            CultureInfo.InvariantCulture,
            $"handoffs: {handoffs}, events: {events}, "
                + $"{(handoffs + events) / Math.Max(watch.Elapsed.TotalSeconds, 0.001):F0} rows/s"
        );
        return ToFindings(wrong);
    }

    /// <param name="Rows">The columns of each handoff as they are stored, in the order of the names.</param>
    /// <param name="LastOlder">Up to here handoffs of an older version may still have events without hashes.</param>
    private sealed record Batch(RowInsert Columns, List<object?[]> Rows, List<HandoffEvent> Events, long LastOlder)
    {
        private readonly int id = Columns.IndexOf("id");

        internal long Last => IdOf(Rows[^1]);

        internal long IdOf(object?[] row) => (long)row[id]!;
    }

    private static async Task<Batch> ReadAsync(Examination examination, long after, CancellationToken cancellationToken)
    {
        await using var db = await examination.OpenAsync(cancellationToken);
        await using var snapshot = await Inspection.SnapshotAsync(db, cancellationToken);
        var columns = RowInsert.For<Handoff>(db.Model, withId: true);
        var names = string.Join(", ", columns.Names.Select(name => $"\"{name}\""));
        var rows = await db.RowsAsync(
            $"SELECT {names} FROM handoffs WHERE id > {after} ORDER BY id LIMIT {Together}",
            cancellationToken
        );
        var batch = new Batch(columns, rows, [], await IndexAnew.FromAsync(db, cancellationToken));
        if (rows.Count == 0)
            return batch;
        var last = batch.Last;
        batch.Events.AddRange(
            await db
                .Events.AsNoTracking()
                .WithArchive()
                .Where(happened => happened.HandoffId > after && happened.HandoffId <= last)
                .OrderBy(happened => happened.HandoffId)
                .ThenBy(happened => happened.Seq)
                .ToListAsync(cancellationToken)
        );
        return batch;
    }

    private static List<string> Faults(Batch batch)
    {
        var events = batch.Events.ToLookup(happened => happened.HandoffId);
        return
        [
            .. batch
                .Rows.SelectMany(row =>
                {
                    var id = batch.IdOf(row);
                    HandoffEvent[] all = [.. events[id]];
                    return (string?[])[Fault(id, row, all, batch.Columns), BrokenLink(id, all, batch.LastOlder)];
                })
                .OfType<string>(),
        ];
    }

    /// <summary>Null when every event follows from the one before it.</summary>
    private static string? BrokenLink(long id, HandoffEvent[] events, long lastOlder) =>
        EventChain.BrokenLink(events, isOlder: id <= lastOlder) is { } broken
            ? $"Handoff {id}: the chain of its events is broken: {broken}."
            : null;

    /// <summary>Null when the events explain the row.</summary>
    private static string? Fault(long id, object?[] actual, HandoffEvent[] events, RowInsert columns)
    {
        if (events.Length == 0)
            return $"Handoff {id} has no events.";
        if (events.Index().FirstOrDefault(pair => pair.Item.Seq != pair.Index + 1) is { Item: { } jump })
            return $"Handoff {id}: events are missing before number {jump.Seq}.";
        try
        {
            var expected = columns.ValuesOf(HandoffHistory.Fold(id, events));
            var title = columns.IndexOf("title_hash");
            if (actual[title] is null)
                expected[title] = null; // after an upgrade, the server makes it by and by
            var different = columns.Names.Where((_, i) => !AreEqual(expected[i], actual[i])).ToList();
            return different.Count == 0
                ? null
                : $"Handoff {id} does not match its events in {string.Join(", ", different)}.";
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"Handoff {id}: its events cannot be read: {exception.Message}";
        }
    }

    /// <summary>The same JSON may be written in different ways.</summary>
    private static bool AreEqual(object? expected, object? actual)
    {
        if (Equals(expected, actual) || (actual is long number && AsNumber(expected) == number))
            return true;
        return expected is string { Length: > 0 } left
            && actual is string { Length: > 0 } right
            && left[0] is '{' or '['
            && right[0] == left[0]
            && JsonElement.DeepEquals(JsonElement.Parse(left), JsonElement.Parse(right));
    }

    /// <summary>SQLite knows one kind of whole number.</summary>
    private static long? AsNumber(object? value) =>
        value switch
        {
            int number => number,
            bool yes => yes ? 1 : 0,
            _ => null,
        };

    private static List<DoctorFinding> ToFindings(List<string> wrong)
    {
        const string Todo =
            "Something other than Baton changed the tables, or this is a bug. Keep a backup of this "
            + "state, and restore the last backup in which baton doctor finds no problem.";
        var findings = wrong.Take(MostNamed).Select(found => DoctorFinding.Fault(found, Todo)).ToList();
        if (wrong.Count > MostNamed)
            findings.Add(
                DoctorFinding.Fault($"More handoffs that do not match their events: {wrong.Count - MostNamed}.", Todo)
            );
        return findings;
    }
}

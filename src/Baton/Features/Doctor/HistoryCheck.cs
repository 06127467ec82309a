using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Doctor;

/// <summary>
/// Folds the events of every handoff and compares the result with the row, column by column. It goes through the
/// handoffs a batch at a time, each batch in one snapshot, so that it needs little memory and a server that writes
/// meanwhile disturbs nothing.
/// </summary>
internal static class HistoryCheck
{
    private const int Together = 250;
    private const int MostNamed = 20;

    internal static async Task<IReadOnlyList<DoctorFinding>> RunAsync(
        Examination examination,
        CancellationToken cancellationToken
    )
    {
        var watch = Stopwatch.StartNew();
        var wrong = new List<string>();
        var handoffs = 0L;
        var events = 0L;
        var last = 0L;
        while (true)
        {
            await using var db = await examination.OpenAsync(cancellationToken);
            await using var snapshot = await Inspection.SnapshotAsync(db, cancellationToken);
            var after = last;
            var batch = await db
                .Handoffs.AsNoTracking()
                .Where(handoff => handoff.Id > after)
                .OrderBy(handoff => handoff.Id)
                .Take(Together)
                .ToListAsync(cancellationToken);
            if (batch.Count == 0)
                break;
            last = batch[^1].Id;
            var rows = await db
                .Events.AsNoTracking()
                .Where(happened => happened.HandoffId > after && happened.HandoffId <= last)
                .OrderBy(happened => happened.HandoffId)
                .ThenBy(happened => happened.Seq)
                .ToListAsync(cancellationToken);
            var byHandoff = rows.ToLookup(happened => happened.HandoffId);
            var columns = RowInsert.For<Handoff>(db.Model, withId: true);
            wrong.AddRange(
                batch.Select(handoff => Fault(handoff, [.. byHandoff[handoff.Id]], columns)).OfType<string>()
            );
            handoffs = handoffs + batch.Count;
            events = events + rows.Count;
        }

        examination.Note = string.Create(
            CultureInfo.InvariantCulture,
            $"handoffs: {handoffs}, events: {events}, "
                + $"{(handoffs + events) / Math.Max(watch.Elapsed.TotalSeconds, 0.001):F0} rows/s"
        );
        return ToFindings(wrong);
    }

    /// <summary>Null when the events explain the row.</summary>
    private static string? Fault(Handoff stored, IReadOnlyList<HandoffEvent> events, RowInsert columns)
    {
        if (events.Count == 0)
            return $"Handoff {stored.Id} has no events.";
        if (events.Index().FirstOrDefault(pair => pair.Item.Seq != pair.Index + 1) is { Item: { } jump })
            return $"Handoff {stored.Id}: events are missing before number {jump.Seq}.";
        try
        {
            var expected = columns.ValuesOf(HandoffHistory.Fold(stored.Id, events));
            var actual = columns.ValuesOf(stored);
            var different = columns.Names.Where((_, i) => !AreEqual(expected[i], actual[i])).ToList();
            return different.Count == 0
                ? null
                : $"Handoff {stored.Id} does not match its events in {string.Join(", ", different)}.";
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"Handoff {stored.Id}: its events cannot be read: {exception.Message}";
        }
    }

    /// <summary>The same JSON may be written in different ways.</summary>
    private static bool AreEqual(object? expected, object? actual)
    {
        if (Equals(expected, actual))
            return true;
        return expected is string { Length: > 0 } left
            && actual is string { Length: > 0 } right
            && left[0] is '{' or '['
            && right[0] == left[0]
            && JsonElement.DeepEquals(JsonElement.Parse(left), JsonElement.Parse(right));
    }

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

using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Import;

/// <summary>What a row of the earlier tracker says of its steps: the state and the times that belong to it.</summary>
internal sealed record LegacySteps(
    DateTime Initiated,
    DateTime? Accepted,
    DateTime? Completed,
    IReadOnlyList<RowNote> Notes
)
{
    private static readonly string[] States = ["initiated", "accepted", "completed"];

    /// <summary>Null where something is wrong: then the faults say what.</summary>
    internal static LegacySteps? Read(LegacyRaw raw, LocalTimes times, List<FieldError> faults)
    {
        var before = faults.Count;
        var status = LegacyRow.Text(raw["status"]) ?? "";
        if (!States.Contains(status))
            faults.Add(
                new FieldError(
                    "status",
                    "unknown",
                    $"status must be one of {string.Join(", ", States)}; it is '{status}'."
                )
            );
        var initiated = ReadTime(raw, "initiated_at", null, times, faults);
        var accepted = ReadTime(raw, "accepted_at", initiated, times, faults);
        var completed = ReadTime(raw, "completed_at", accepted ?? initiated, times, faults);
        if (faults.Count == before)
            CheckState(status, initiated, accepted, completed, faults);
        return faults.Count > before
            ? null
            : new LegacySteps(
                initiated!.Utc,
                accepted?.Utc,
                completed?.Utc,
                [.. NotesOf(initiated, accepted, completed)]
            );
    }

    private static LocalTimes.Reading? ReadTime(
        LegacyRaw raw,
        string column,
        LocalTimes.Reading? after,
        LocalTimes times,
        List<FieldError> faults
    )
    {
        if (raw[column] is null or "")
            return null;
        var read = raw[column] is string text ? times.Read(text, after?.Utc) : null;
        if (read is null)
            faults.Add(
                new FieldError(
                    column,
                    "type",
                    $"{column} must be a time such as 2026-11-23T18:00:00; it is '{LegacyRow.Text(raw[column])}'."
                )
            );
        return read;
    }

    /// <summary>
    /// What contradicts itself is left out and named, not guessed. That something was completed without ever being
    /// accepted did happen.
    /// </summary>
    private static void CheckState(
        string status,
        LocalTimes.Reading? initiated,
        LocalTimes.Reading? accepted,
        LocalTimes.Reading? completed,
        List<FieldError> faults
    )
    {
        if (initiated is null)
            faults.Add(new FieldError("initiated_at", "missing", "initiated_at is missing."));
        if (status == "accepted" && accepted is null)
            faults.Add(new FieldError("accepted_at", "missing", "accepted_at is missing, but the status is accepted."));
        if (status == "initiated" && accepted is not null)
            faults.Add(new FieldError("accepted_at", "rule", "accepted_at is set, but the status is initiated."));
        if (status == "completed" && completed is null)
            faults.Add(
                new FieldError("completed_at", "missing", "completed_at is missing, but the status is completed.")
            );
        if (status is "initiated" or "accepted" && completed is not null)
            faults.Add(new FieldError("completed_at", "rule", $"completed_at is set, but the status is {status}."));
    }

    private static IEnumerable<RowNote> NotesOf(
        LocalTimes.Reading initiated,
        LocalTimes.Reading? accepted,
        LocalTimes.Reading? completed
    )
    {
        if (accepted?.Utc < initiated.Utc || completed?.Utc < (accepted ?? initiated).Utc)
            yield return RowNote.Reversed;
        if (initiated.Skipped || accepted is { Skipped: true } || completed is { Skipped: true })
            yield return RowNote.Skipped;
        if (
            accepted is not null
            && (accepted.Local - initiated.Local).ToDuration().BclCompatibleTicks / 10
                != (accepted.Utc - initiated.Utc).Ticks / 10
        )
            yield return RowNote.AcrossChange;
    }
}

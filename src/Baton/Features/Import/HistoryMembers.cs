using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Import;

/// <summary>The members of a line that tell of the past: complete, in order, and past.</summary>
internal static class HistoryMembers
{
    private const int LongestName = 200;

    /// <summary>Null when the line tells no history, or one that is wrong: then the faults say why.</summary>
    internal static History? Read(ImportLine line, DateTime now, List<FieldError> faults)
    {
        (string Name, string? Text)[] times =
        [
            ("initiated_at", line.InitiatedAt),
            ("opened_at", line.OpenedAt),
            ("accepted_at", line.AcceptedAt),
            ("completed_at", line.CompletedAt),
        ];
        (string Name, string? Text, string Of)[] people =
        [
            ("from_team", line.FromTeam, "initiated_at"),
            ("initiated_by", line.InitiatedBy, "initiated_at"),
            ("accepted_by", line.AcceptedBy, "accepted_at"),
            ("completed_by", line.CompletedBy, "completed_at"),
        ];
        if (times.All(time => time.Text is null) && people.All(person => person.Text is null))
            return null;
        var before = faults.Count;
        if (line.Draft)
            faults.Add(
                new FieldError(
                    "draft",
                    "rule",
                    "A draft has no history. Remove either draft, or initiated_by, initiated_at and the "
                        + "other history members."
                )
            );
        CheckPresence(times, people, faults);
        var read = times.ToDictionary(time => time.Name, time => ReadTime(time.Name, time.Text, now, faults));
        CheckOrder([.. times.Select(time => (time.Name, read[time.Name]))], faults);
        return faults.Count > before
            ? null
            : new History(
                line.FromTeam,
                line.InitiatedBy,
                read["initiated_at"]!.Value,
                read["opened_at"],
                line.AcceptedBy,
                read["accepted_at"],
                line.CompletedBy,
                read["completed_at"]
            );
    }

    private static void CheckPresence(
        (string Name, string? Text)[] times,
        (string Name, string? Text, string Of)[] people,
        List<FieldError> faults
    )
    {
        var named = times.Where(time => time.Text is not null).Select(time => time.Name).ToHashSet();
        if (!named.Contains("initiated_at"))
            faults.Add(
                new FieldError(
                    "initiated_at",
                    "missing",
                    "initiated_at is missing. History begins with it; give a time such as " + "2026-11-23T18:00:00Z."
                )
            );
        if (named.Contains("completed_at") && !named.Contains("accepted_at"))
            faults.Add(
                new FieldError(
                    "accepted_at",
                    "missing",
                    "accepted_at is missing. A completed handoff was accepted first; give a time such "
                        + "as 2026-11-23T18:00:00Z."
                )
            );
        foreach (var (name, text, of) in people.Where(person => person.Text is not null))
        {
            if (of != "initiated_at" && !named.Contains(of))
                faults.Add(new FieldError(of, "missing", $"{of} is missing. It is required with {name}."));
            if (Blank.Is(text) || text.Length > LongestName)
                faults.Add(new FieldError(name, "rule", $"{name} must have 1 to {LongestName} characters."));
        }
    }

    private static DateTime? ReadTime(string name, string? text, DateTime now, List<FieldError> faults)
    {
        if (text is null)
            return null;
        if (IsoTime.Read(text) is not { } read)
        {
            faults.Add(
                new FieldError(
                    name,
                    "type",
                    $"{name} must be a time with its offset, such as 2026-11-23T18:00:00Z; it is '{text}'."
                )
            );
            return null;
        }

        var time = Moment.OfStore(read.ToInstant());
        if (time > now)
            faults.Add(new FieldError(name, "rule", $"{name} is in the future: {text}. Give a time in the past."));
        return time;
    }

    private static void CheckOrder(IReadOnlyList<(string Name, DateTime? Time)> times, List<FieldError> faults)
    {
        (string Name, DateTime Time)? last = null;
        foreach (var (name, time) in times)
        {
            if (time is not { } at)
                continue;
            if (last is { } before && at < before.Time)
                faults.Add(new FieldError(name, "rule", $"{name} is earlier than {before.Name}."));
            last = (name, at);
        }
    }
}

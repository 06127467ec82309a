using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Quality;

/// <summary>Which fields were at fault, by template.</summary>
internal static class SenderFields
{
    private sealed class Counts
    {
        internal int Rejected;
        internal int Returned;
        internal int Waived;
        internal int LateGaps;
        internal int Defective;
        internal int Questions;
        internal int Missed;
        internal int Minutes;

        internal void Add(FieldRow row)
        {
            Returned += row.Marks.HasFlag(FieldMarks.Returned) ? 1 : 0;
            Waived += row.Marks.HasFlag(FieldMarks.Waived) ? 1 : 0;
            LateGaps += row.Marks.HasFlag(FieldMarks.LateGap) ? 1 : 0;
            Defective += row.IsDefective ? 1 : 0;
            Missed += row.Marks.HasFlag(FieldMarks.Missed) ? 1 : 0;
            Questions = Questions + row.Questions;
            Minutes = Minutes + row.MinutesLost;
        }
    }

    internal static IReadOnlyList<SenderFieldRow> Of(Window window, IReadOnlyDictionary<string, DefectTally> templates)
    {
        var found = new Dictionary<(string Template, string Field), Counts>();
        foreach (var row in window.FieldRows())
            CountsOf(row.Lane, row.Field).Add(row);
        foreach (var attempt in window.Attempts())
        {
            foreach (var fault in attempt.Faults)
                CountsOf(attempt.Lane, fault.Field).Rejected++;
        }

        return
        [
            .. found
                .OrderBy(pair => pair.Key.Template, StringComparer.Ordinal)
                .ThenBy(pair => pair.Key.Field, StringComparer.Ordinal)
                .Select(pair =>
                    ToRow(
                        pair.Key.Template,
                        pair.Key.Field,
                        pair.Value,
                        templates.GetValueOrDefault(pair.Key.Template)?.Handoffs ?? 0
                    )
                ),
        ];

        Counts CountsOf(int lane, int field)
        {
            var key = (window.Lanes[lane].Template, window.Fields[field]);
            return found.TryGetValue(key, out var counts) ? counts : found[key] = new Counts();
        }
    }

    private static SenderFieldRow ToRow(string template, string field, Counts counts, int handoffs) =>
        new()
        {
            Template = template,
            Field = field,
            Handoffs = handoffs,
            RejectedAttempts = counts.Rejected,
            Returned = counts.Returned,
            Waived = counts.Waived,
            LateGaps = counts.LateGaps,
            Defective = counts.Defective,
            DefectRate = DefectTally.Of(counts.Defective, handoffs),
            Questions = DefectTally.Of(counts.Questions, handoffs),
            MissingInFeedback = counts.Missed,
            MinutesLost = counts.Minutes,
        };
}

using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Quality;

/// <summary>How the fields of templates fare.</summary>
internal static class TemplateFields
{
    internal sealed class Counts
    {
        internal int Missing;
        internal int Placeholder;
        internal int Returned;
        internal int Asked;
        internal int LateGaps;
        internal int MissingInFeedback;
        internal int Mentioned;

        internal void Add(FieldRow row)
        {
            Missing += row.Marks.HasFlag(FieldMarks.Waived) ? 1 : 0;
            Returned += row.Marks.HasFlag(FieldMarks.Returned) ? 1 : 0;
            Asked += row.Marks.HasFlag(FieldMarks.Asked) ? 1 : 0;
            LateGaps += row.Marks.HasFlag(FieldMarks.LateGap) ? 1 : 0;
            MissingInFeedback += row.Marks.HasFlag(FieldMarks.Missed) ? 1 : 0;
            Mentioned += (row.Marks & ~FieldMarks.Waived) != 0 ? 1 : 0;
        }
    }

    internal static IReadOnlyDictionary<(string Template, string Field), Counts> Count(Window window)
    {
        var found = new Dictionary<(string, string), Counts>();
        foreach (var row in window.FieldRows())
            Of(row.Lane, row.Field).Add(row);
        foreach (var attempt in window.Attempts())
        {
            foreach (var fault in attempt.Faults)
            {
                var counts = Of(attempt.Lane, fault.Field);
                counts.Missing += fault.Code == "missing" ? 1 : 0;
                counts.Placeholder += fault.Code == "placeholder" ? 1 : 0;
            }
        }

        return found;

        Counts Of(int lane, int field)
        {
            var key = (window.Lanes[lane].Template, window.Fields[field]);
            return found.TryGetValue(key, out var counts) ? counts : found[key] = new Counts();
        }
    }

    internal static IEnumerable<TemplateFieldRow> Rows(
        TemplateVersion template,
        int handoffs,
        IReadOnlyDictionary<(string, string), Counts> fields,
        IEnumerable<LatestHandoff> latest
    )
    {
        var newest = latest.ToList();
        return template.Fields.Select(field =>
            ToRow(
                template,
                field,
                handoffs,
                fields.GetValueOrDefault((template.Key, field.Key)) ?? new Counts(),
                newest
            )
        );
    }

    private static TemplateFieldRow ToRow(
        TemplateVersion template,
        Field field,
        int handoffs,
        Counts counts,
        List<LatestHandoff> latest
    ) =>
        new()
        {
            Template = template.Key,
            Field = field.Key,
            Required = field.Required,
            Handoffs = handoffs,
            Missing = counts.Missing,
            Placeholder = counts.Placeholder,
            Returned = counts.Returned,
            Asked = counts.Asked,
            LateGaps = counts.LateGaps,
            MissingInFeedback = counts.MissingInFeedback,
            NeverMentioned = handoffs - counts.Mentioned,
            Latest = latest.Count,
            LatestAsked = latest.Count(handoff => Asks(handoff, field)),
            LatestEmpty = latest.Count(handoff => handoff.Empty.Contains(field.Key)),
            Advice = AdviceOf(field, counts, latest),
        };

    private static FieldAdvice AdviceOf(Field field, Counts counts, List<LatestHandoff> latest)
    {
        if (!field.Required && latest.Count(handoff => Asks(handoff, field)) >= LatestHandoffs.Often)
            return FieldAdvice.Require;
        if (
            field.Required
            && latest.Count(handoff => Asks(handoff, field) || handoff.Returned.Contains(field.Key))
                >= LatestHandoffs.Often
        )
            return FieldAdvice.Explain;
        return
            latest.Count == LatestHandoffs.Most
            && counts.Mentioned == 0
            && latest.TrueForAll(handoff => handoff.Empty.Contains(field.Key))
            ? FieldAdvice.Drop
            : FieldAdvice.None;
    }

    private static bool Asks(LatestHandoff handoff, Field field) =>
        handoff.Asked.Any(question => question.Field == field.Key);
}

using Baton.Client;

namespace Baton.Features.Quality;

/// <summary>What was said of one field of a handoff, by whomever and however often, as one.</summary>
internal readonly record struct FieldSaying(string Field, FieldMarks Marks, int Questions, int MinutesLost);

internal static class FieldSayings
{
    /// <summary>Defects that do not count are left out, and questions that the sender asked.</summary>
    internal static IEnumerable<FieldSaying> Of(
        string fromTeam,
        IReadOnlyList<Defect> defects,
        IReadOnlyList<Question> questions,
        IReadOnlyList<Feedback> feedback
    ) =>
        defects
            .Where(defect => defect.Counts)
            .Select(defect => new FieldSaying(defect.Field, MarkOf(defect.Kind), 0, defect.MinutesLost ?? 0))
            .Concat(
                questions
                    .Where(question =>
                        question is { Field: not null, SavedFrom: null } && question.AskedTeam != fromTeam
                    )
                    .Select(question => new FieldSaying(question.Field!, FieldMarks.Asked, 1, 0))
            )
            .Concat(
                feedback
                    .SelectMany(given => given.Missing)
                    .Select(field => new FieldSaying(field, FieldMarks.Missed, 0, 0))
            )
            .GroupBy(saying => saying.Field)
            .Select(group =>
                group.Aggregate(
                    (saying, other) =>
                        new FieldSaying(
                            saying.Field,
                            saying.Marks | other.Marks,
                            saying.Questions + other.Questions,
                            saying.MinutesLost + other.MinutesLost
                        )
                )
            );

    private static FieldMarks MarkOf(DefectKind kind) =>
        kind switch
        {
            DefectKind.Waiver => FieldMarks.Waived,
            DefectKind.Return => FieldMarks.Returned,
            _ => FieldMarks.LateGap,
        };
}

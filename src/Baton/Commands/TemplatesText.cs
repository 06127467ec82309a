using Baton.Client;

namespace Baton.Commands;

/// <summary>The report on templates as tables.</summary>
internal static class TemplatesText
{
    internal static void Say(Output output, TemplatesReport report)
    {
        output.Section(
            "template",
            ["template", "version", "handoffs", "rejected attempts", "defective", "rate", "never opened"],
            report.Templates.Select(row =>
                (IReadOnlyList<Cell>)
                    [
                        row.Template,
                        SendersText.Number(row.TemplateVersion),
                        SendersText.Number(row.Handoffs),
                        SendersText.Number(row.RejectedAttempts),
                        SendersText.Number(row.Defective),
                        SendersText.Share(row.DefectRate),
                        SendersText.Number(row.NeverLookedAt),
                    ]
            )
        );
        output.Section(
            "field",
            [
                "template",
                "field",
                "missing",
                "placeholder",
                "returned",
                "asked",
                "late gaps",
                "in feedback",
                "never mentioned",
                "last asked",
                "last empty",
                "latest",
                "advice",
            ],
            report.Items.Select(row =>
                (IReadOnlyList<Cell>)
                    [
                        row.Template,
                        row.Field,
                        SendersText.Number(row.Missing),
                        SendersText.Number(row.Placeholder),
                        SendersText.Number(row.Returned),
                        SendersText.Number(row.Asked),
                        SendersText.Number(row.LateGaps),
                        SendersText.Number(row.MissingInFeedback),
                        SendersText.Number(row.NeverMentioned),
                        SendersText.Number(row.LatestAsked),
                        SendersText.Number(row.LatestEmpty),
                        SendersText.Number(row.Latest),
                        new Cell(
                            row.Advice.ToString().ToLowerInvariant(),
                            row.Advice == FieldAdvice.None ? "grey" : "yellow"
                        ),
                    ]
            )
        );
        output.Section(
            "asked",
            ["template", "times", "latest", "handoff", "question"],
            report.Asked.Select(row =>
                (IReadOnlyList<Cell>)
                    [
                        row.Template,
                        SendersText.Number(row.Asked),
                        SendersText.Number(row.Latest),
                        $"{row.LastHandoffId}",
                        row.Question,
                    ]
            )
        );
    }
}

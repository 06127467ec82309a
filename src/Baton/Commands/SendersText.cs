using System.Globalization;
using Baton.Client;

namespace Baton.Commands;

/// <summary>The report on senders as tables.</summary>
internal static class SendersText
{
    private static readonly string[] Teams =
    [
        "team",
        "handoffs",
        "defective",
        "rate",
        "expected",
        "signal",
        "rejected attempts",
        "returned",
        "waived",
        "late gaps",
        "first pass",
        "rating",
        "ratings",
        "questions",
    ];

    internal static void Say(Output output, SendersReport report)
    {
        output.Section("team", Teams, report.Items.Select(row => (IReadOnlyList<Cell>)[row.Team, .. Figures(row)]));
        output.Section(
            "version",
            ["template", "version", .. Teams[1..]],
            report.ByTemplateVersion.Select(row =>
                (IReadOnlyList<Cell>)[row.Template, Number(row.TemplateVersion), .. Figures(row)]
            )
        );
        output.Section(
            "field",
            [
                "template",
                "field",
                "handoffs",
                "defective",
                "rate",
                "rejected attempts",
                "returned",
                "waived",
                "late gaps",
                "questions",
                "in feedback",
                "minutes lost",
            ],
            report.ByField.Select(row =>
                (IReadOnlyList<Cell>)
                    [
                        row.Template,
                        row.Field,
                        Number(row.Handoffs),
                        Number(row.Defective),
                        Share(row.DefectRate),
                        Number(row.RejectedAttempts),
                        Number(row.Returned),
                        Number(row.Waived),
                        Number(row.LateGaps),
                        Mean(row.Questions),
                        Number(row.MissingInFeedback),
                        Number(row.MinutesLost),
                    ]
            )
        );
        output.Section(
            "receiver",
            ["team", "handoffs", "returned", "return rate"],
            report.ByReceiver.Select(row =>
                (IReadOnlyList<Cell>)[row.Team, Number(row.Handoffs), Number(row.Returned), Share(row.ReturnRate)]
            )
        );
    }

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string? Share(double? share) =>
        share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known * 100:0.#}%") : null;

    internal static string? Mean(double? mean) => mean?.ToString("0.##", CultureInfo.InvariantCulture);

    private static IEnumerable<Cell> Figures(DefectFigures row) =>
        [
            Number(row.Handoffs),
            Number(row.Defective),
            Share(row.DefectRate),
            row.Limits is { } limits ? $"{Share(limits.Low998)} to {Share(limits.High998)}" : null,
            new Cell(
                row.Signal.ToString().ToLowerInvariant(),
                row.Signal switch
                {
                    FunnelSignal.High => "red",
                    FunnelSignal.Low => "green",
                    FunnelSignal.Watch => "yellow",
                    _ => "grey",
                }
            ),
            Number(row.RejectedAttempts),
            Number(row.Returned),
            Number(row.Waived),
            Number(row.LateGaps),
            Share(row.FirstPassYield),
            Mean(row.Rating),
            Number(row.Ratings),
            Mean(row.Questions),
        ];
}

using Baton.Client;

namespace Baton.Commands;

/// <summary>The report on chains as tables.</summary>
internal static class ChainsText
{
    private static readonly string[] Counts = ["carried", "unchanged", "corrected", "emptied", "retention"];

    internal static void Say(Output output, ChainsReport report)
    {
        output.Section(
            "pair",
            ["from", "to", "handoffs", .. Counts, "loses most"],
            report.Items.Select(row =>
                (IReadOnlyList<Cell>)
                    [row.From, row.To, SendersText.Number(row.Handoffs), .. CellsOf(row.Values), row.WorstField]
            )
        );
        output.Section(
            "field",
            ["from", "field there", "to", "field", .. Counts],
            report.Fields.Select(row =>
                (IReadOnlyList<Cell>)[row.From, row.FromField, row.To, row.Field, .. CellsOf(row.Values)]
            )
        );
        output.Section(
            "hop",
            ["hop", "handoffs", .. Counts],
            report.Hops.Select(row =>
                (IReadOnlyList<Cell>)
                    [SendersText.Number(row.Hop), SendersText.Number(row.Handoffs), .. CellsOf(row.Values)]
            )
        );
        output.Section(
            "drift",
            ["template", "handoffs", "still different"],
            report.Drift.Select(row =>
                (IReadOnlyList<Cell>)[row.Template, SendersText.Number(row.Drifted), SendersText.Number(row.Open)]
            )
        );
    }

    private static IEnumerable<Cell> CellsOf(Retention values) =>
        [
            SendersText.Number(values.Carried),
            SendersText.Number(values.Unchanged),
            SendersText.Number(values.Corrected),
            SendersText.Number(values.Emptied),
            SendersText.Share(values.Share),
        ];
}

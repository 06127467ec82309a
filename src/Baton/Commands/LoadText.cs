using Baton.Client;

namespace Baton.Commands;

/// <summary>The report on load as tables.</summary>
internal static class LoadText
{
    internal static void Say(Output output, LoadReport report)
    {
        output.Section(
            "team",
            ["team", "held", "overdue", "due this week", "no owner"],
            report.Items.Select(row =>
                (IReadOnlyList<Cell>)
                    [
                        row.Team,
                        SendersText.Number(row.Held),
                        Overdue(row.Overdue),
                        SendersText.Number(row.DueThisWeek),
                        SendersText.Number(row.Unowned),
                    ]
            )
        );
        output.Section(
            "person",
            ["team", "person", "held", "overdue", "due this week"],
            report.People.Select(row =>
                (IReadOnlyList<Cell>)
                    [
                        row.Team,
                        row.Person,
                        SendersText.Number(row.Held),
                        Overdue(row.Overdue),
                        SendersText.Number(row.DueThisWeek),
                    ]
            )
        );
    }

    private static Cell Overdue(int number) => new(SendersText.Number(number), number > 0 ? "red" : "");
}

using System.Globalization;
using Baton.Client;

namespace Baton.Commands;

/// <summary>The report on flow as tables.</summary>
internal static class FlowText
{
    internal static void Say(Output output, FlowReport report)
    {
        output.Section(
            "all",
            ["what", "value"],
            Facts(report).Select(fact => (IReadOnlyList<Cell>)[fact.Name, fact.Value])
        );
        output.Section(
            "pair",
            ["from", "to", "handoffs", "defective", "rate", "loops", "ping-pong", "hours to accept"],
            report.Items.Select(pair =>
                (IReadOnlyList<Cell>)
                    [
                        pair.FromTeam,
                        pair.ToTeam,
                        SendersText.Number(pair.Handoffs),
                        SendersText.Number(pair.Defective),
                        SendersText.Share(pair.DefectRate),
                        SendersText.Number(pair.Loops),
                        SendersText.Number(pair.PingPong),
                        SendersText.Mean(pair.AcceptanceHours),
                    ]
            )
        );
        output.Section(
            "team",
            ["team", "sent", "received", "holds", "late"],
            report.Teams.Select(team =>
                (IReadOnlyList<Cell>)
                    [
                        team.Team,
                        SendersText.Number(team.Sent),
                        SendersText.Number(team.Received),
                        SendersText.Number(team.Holds),
                        new Cell(SendersText.Number(team.Overdue), team.Overdue > 0 ? "red" : ""),
                    ]
            )
        );
        output.Section(
            "week",
            [
                "week",
                "handoffs",
                "accepted",
                "completed",
                "returned",
                "accepted within (median h)",
                "completed within (median h)",
            ],
            report.Weeks.Select(week =>
                (IReadOnlyList<Cell>)
                    [
                        week.Week.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        SendersText.Number(week.Handoffs),
                        SendersText.Number(week.Accepted),
                        SendersText.Number(week.Completed),
                        SendersText.Number(week.Returned),
                        Hours(week.AcceptanceHours.P50),
                        Hours(week.CompletionHours.P50),
                    ]
            )
        );
    }

    private static IEnumerable<(string Name, Cell Value)> Facts(FlowReport report) =>
        [
            ("handoffs", SendersText.Number(report.Handoffs)),
            ("accepted", SendersText.Number(report.Accepted)),
            ("completed", SendersText.Number(report.Completed)),
            ("open", SendersText.Number(report.Open)),
            ("overdue", new Cell(SendersText.Number(report.Overdue), report.Overdue > 0 ? "red" : "")),
            ("orphans", new Cell(SendersText.Number(report.Orphans), report.Orphans > 0 ? "red" : "")),
            ("loops", SendersText.Number(report.Loops)),
            ("hops", SendersText.Number(report.Hops)),
            ("ping_pong", SendersText.Number(report.PingPong)),
            .. Of("acceptance_hours", report.AcceptanceHours),
            .. Of("acceptance_working_hours", report.AcceptanceWorkingHours),
            .. Of("completion_hours", report.CompletionHours),
            .. Of("completion_working_hours", report.CompletionWorkingHours),
            ("waiting_hours.receiver", Hours(Math.Round(report.WaitingHours.Receiver, 1))),
            ("waiting_hours.sender", Hours(Math.Round(report.WaitingHours.Sender, 1))),
            ("waiting_hours.work", Hours(Math.Round(report.WaitingHours.Work, 1))),
            .. MetricsCommand.Talk(report.QuestionsSaved, report.ReadBack, report.Assists),
        ];

    private static IEnumerable<(string Name, Cell Value)> Of(string name, Percentiles hours) =>
        [($"{name}.p50", Hours(hours.P50)), ($"{name}.p90", Hours(hours.P90)), ($"{name}.p99", Hours(hours.P99))];

    private static string? Hours(double? hours) => hours?.ToString(CultureInfo.InvariantCulture);
}

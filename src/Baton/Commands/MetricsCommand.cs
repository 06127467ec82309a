using System.CommandLine;
using System.Globalization;
using Baton.Client;

namespace Baton.Commands;

internal static class MetricsCommand
{
    internal static Command Create()
    {
        var days = ReportCommand.Days(30);
        var template = new Option<string?>("--template") { Description = "Only handoffs of this template." };
        var team = new Option<string?>("--team") { Description = "Only handoffs from or to this team." };
        var command = new Command(
            "metrics",
            "Show how many handoffs there were, how fast and how complete, counting those that you can "
                + "see.\n\nExample: baton metrics --days 90 --team onboarding"
        )
        {
            days,
            template,
            team,
        }.WithServer();
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                    {
                        var metrics = await session.Api.MetricsAsync(
                            parsed.GetValue(days),
                            parsed.GetValue(template),
                            parsed.GetValue(team),
                            token
                        );
                        if (session.Json)
                            session.Output.Json(metrics);
                        else
                            session.Output.Facts(Facts(metrics));
                        return CommandLine.Done;
                    },
                    token
                )
        );
        return command;
    }

    private static IEnumerable<(string Name, Cell Value)> Facts(MetricsRecord metrics) =>
        [
            ("total_handoffs", Number(metrics.TotalHandoffs)),
            ("completed", Number(metrics.Completed)),
            ("completion_rate", Number(metrics.CompletionRate)),
            ("avg_acceptance_hours", Number(metrics.AvgAcceptanceHours)),
            ("accepted", Number(metrics.Accepted)),
            ("returned", Number(metrics.Returned)),
            ("declined", Number(metrics.Declined)),
            ("open", Number(metrics.Open)),
            ("overdue", new Cell(Number(metrics.Overdue), metrics.Overdue > 0 ? "red" : "")),
            .. Of("acceptance_hours", metrics.AcceptanceHours),
            .. Of("completion_hours", metrics.CompletionHours),
            ("first_pass_yield", Number(metrics.FirstPassYield)),
            ("waiting_hours.receiver", Number(Math.Round(metrics.WaitingHours.Receiver, 1))),
            ("waiting_hours.sender", Number(Math.Round(metrics.WaitingHours.Sender, 1))),
            ("waiting_hours.work", Number(Math.Round(metrics.WaitingHours.Work, 1))),
            ("orphans", new Cell(Number(metrics.Orphans), metrics.Orphans > 0 ? "red" : "")),
            .. Talk(metrics.QuestionsSaved, metrics.ReadBack, metrics.Assists),
        ];

    /// <summary>What was saved, read back and helped with; in the report on flow too.</summary>
    internal static IEnumerable<(string Name, Cell Value)> Talk(
        int saved,
        ReadBackMeasures readBack,
        AssistMeasures assists
    ) =>
        [
            ("questions_saved", Number(saved)),
            ("read_back.asked", Number(readBack.Asked)),
            ("read_back.given", Number(readBack.Given)),
            ("read_back.confirmed", Number(readBack.Confirmed)),
            ("read_back.corrected", Number(readBack.Corrected)),
            ("read_back.minutes_p50", Number(readBack.MinutesP50)),
            ("assists.asked", Number(assists.Asked)),
            ("assists.done", Number(assists.Done)),
            ("assists.declined", Number(assists.Declined)),
            ("assists.hours", Number(assists.Hours)),
        ];

    private static IEnumerable<(string Name, Cell Value)> Of(string name, Percentiles hours) =>
        [($"{name}.p50", Number(hours.P50)), ($"{name}.p90", Number(hours.P90)), ($"{name}.p99", Number(hours.P99))];

    private static string? Number(double? number) => number?.ToString(CultureInfo.InvariantCulture);
}

using System.CommandLine;
using System.Globalization;
using Baton.Client;
using Baton.Features.Quality;

namespace Baton.Commands;

/// <summary>
/// The reports: on a terminal as tables, else a line a row that begins with its section; as JSON; or a table of them
/// as CSV.
/// </summary>
internal static class ReportCommand
{
    internal static Command Create() =>
        new("report", "Report where context goes missing, how templates are used, and how work flows between teams.")
        {
            Senders(),
            Report<TemplatesReport>(
                "templates",
                "Show which fields templates lack, and which fields nobody uses.",
                90,
                byTeam: false,
                (api, window, token) => api.TemplatesReportAsync(window.Days, window.Template, token),
                TemplatesText.Say
            ),
            Report<FlowReport>(
                "flow",
                "Show how long handoffs take, who holds them, and which teams hand over to which.",
                90,
                byTeam: true,
                (api, window, token) => api.FlowAsync(window.Days, window.Template, window.Team, token),
                FlowText.Say
            ),
            Report<ChainsReport>(
                "chains",
                "Show what arrives of the values that are carried along chains, hop by hop.",
                90,
                byTeam: false,
                (api, window, token) => api.ChainsAsync(window.Days, window.Template, token),
                ChainsText.Say
            ),
            Report<LoadReport>(
                "load",
                "Show who has how much to do now: open handoffs by the team that must act, and by owner.",
                usual: null,
                byTeam: true,
                (api, window, token) => api.LoadAsync(window.Template, window.Team, token),
                LoadText.Say
            ),
        };

    private static Command Senders() =>
        Report<SendersReport>(
            "senders",
            "Show which teams hand over incomplete work, and whether it is more than chance.",
            90,
            byTeam: false,
            (api, window, token) => api.SendersAsync(window.Days, window.Template, token),
            SendersText.Say
        );

    private sealed record WindowOptions(int Days, string? Template, string? Team);

    private static Command Report<TReport>(
        string name,
        string what,
        int? usual,
        bool byTeam,
        Func<BatonClient, WindowOptions, CancellationToken, Task<TReport>> readAsync,
        Action<Output, TReport> say
    )
        where TReport : notnull
    {
        var days = usual is { } most ? Days(most) : null;
        var template = new Option<string?>("--template") { Description = "Only handoffs of this template." };
        var team = new Option<string?>("--team") { Description = "Only handoffs from or to this team." };
        var csv = new Option<bool>("--csv") { Description = "Print one table of the report as CSV with a header." };
        var table = new Option<string?>("--table")
        {
            Description = $"The table that --csv prints: {string.Join(", ", ReportTables.NamesOf(typeof(TReport)))}.",
        };
        table.AcceptOnlyFromAmong([.. ReportTables.NamesOf(typeof(TReport))]);
        var command = new Command(
            name,
            $"{what}\n\nExample: baton report {name} {(usual is null ? "" : $"--days {usual} ")}--csv"
        )
        {
            template,
            csv,
            table,
        }.WithServer();
        if (days is not null)
            command.Options.Add(days);
        if (byTeam)
            command.Options.Add(team);
        command.Validators.Add(result =>
        {
            if (result.GetValue(table) is not null && !result.GetValue(csv))
                result.AddError("--table works only with --csv.");
            if (result.GetValue(csv) && result.GetValue(Output.AsJson))
                result.AddError("Use either --csv or --json, not both.");
        });
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                    {
                        var window = new WindowOptions(
                            days is null ? 0 : parsed.GetValue(days),
                            parsed.GetValue(template),
                            byTeam ? parsed.GetValue(team) : null
                        );
                        if (parsed.GetValue(csv))
                            session.Output.Raw(
                                await session.Api.ReportCsvAsync(
                                    $"reports/{name}",
                                    days is null ? null : window.Days,
                                    window.Template,
                                    window.Team,
                                    parsed.GetValue(table),
                                    token
                                )
                            );
                        else if (session.Json)
                            session.Output.Json(await readAsync(session.Api, window, token));
                        else
                            say(session.Output, await readAsync(session.Api, window, token));
                        return CommandLine.Done;
                    },
                    token
                )
        );
        return command;
    }

    internal static Option<int> Days(int usual)
    {
        var days = new Option<int>("--days")
        {
            Description = "Count handoffs first handed over in this many days.",
            DefaultValueFactory = _ => usual,
        };
        days.Validators.Add(result =>
        {
            if (
                result.Tokens is [{ } token]
                && int.TryParse(
                    token.Value,
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var number
                )
                && number is < 1 or > Scope.MostDays
            )
                result.AddError($"--days must be 1 to {Scope.MostDays}.");
        });
        return days;
    }
}

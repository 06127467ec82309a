using System.CommandLine;
using System.Globalization;
using Baton.Features.Doctor;
using Baton.Web.Pages;

namespace Baton.Commands;

internal static class DoctorCommand
{
    internal static Command Create()
    {
        var repair = new Option<bool>("--repair")
        {
            Description =
                "Rebuild what can be rebuilt, such as search entries and the hours of the measures, "
                + "and move files that no handoff uses to the trash of the attachments folder.",
        };
        var command = new Command(
            "doctor",
            "Check the database, the history of every handoff, deliveries, channels and this machine. "
                + "The server can keep running. Exits with 1 if there is a problem, and with 0 if there are "
                + "only warnings.\n\nExample: baton doctor --data /var/lib/baton"
        )
        {
            Output.AsJson,
            repair,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.LookAsync(
                    parsed,
                    async session =>
                    {
                        var report = await Examine.RunAsync(
                            new Examination(session.Services)
                            {
                                Now = session.Now,
                                Progress = new Progress(
                                    parsed.InvocationConfiguration.Error.WriteLine,
                                    TimeProvider.System
                                ),
                            },
                            parsed.GetValue(repair),
                            token
                        );
                        var output = parsed.InvocationConfiguration.Output;
                        if (session.Json)
                            session.Output.Json(report);
                        else
                            Print(report, output);
                        return report.Clean ? CommandLine.Done : CommandLine.Refused;
                    }
                )
        );
        return command;
    }

    private static void Print(DoctorReport report, TextWriter output)
    {
        foreach (var check in report.Checks)
        {
            var worst =
                check.Findings.Count == 0 ? "OK"
                : check.Findings.Max(finding => finding.Severity) == Severity.Fault ? "Problem"
                : "Warning";
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{worst, -8} {check.Check, -12} {check.Asks} ({check.Seconds:F1} "
                        + $"s{(check.Note is null ? "" : $"; {check.Note}")})"
                )
            );
            foreach (var finding in check.Findings)
            {
                output.WriteLine($"           {finding.Found}");
                output.WriteLine($"           What to do: {finding.Todo}");
            }
        }

        output.WriteLine(
            report is { Faults: 0, Warnings: 0 }
                ? "No problems found."
                : MessageFormat.English(
                    "{0, plural, one {# problem} other {# problems}}, {1, plural, one {# warning} other {# warnings}}.",
                    report.Faults,
                    report.Warnings
                )
        );
    }
}

using System.CommandLine;
using Baton.Features.Export;

namespace Baton.Commands;

internal static class ExportCommand
{
    internal static Command Create()
    {
        var format = new Option<string>("--format")
        {
            Description = "ndjson: one JSON object per line.",
            DefaultValueFactory = _ => "ndjson",
        };
        format.AcceptOnlyFromAmong("ndjson");
        var command = new Command(
            "export",
            "Write people, teams, templates, handoffs with their events, gate attempts and deliveries "
                + "to standard output, as of one moment. The server can keep running.\n\nExample: baton "
                + "export > everything.ndjson"
        )
        {
            format,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.ReadAsync(parsed, session => RunAsync(session, parsed.InvocationConfiguration.Error, token))
        );
        return command;
    }

    private static async Task<int> RunAsync(
        Store.Session session,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var output = Console.OpenStandardOutput();
            await ActivatorUtilities
                .CreateInstance<ExportAll>(session.Services)
                .RunAsync(output, session.Now, new Progress(error.WriteLine, TimeProvider.System), cancellationToken);
            return CommandLine.Done;
        }
        catch (IOException exception)
        {
            return await session.Output.FailAsync(
                CommandLine.Refused,
                $"The export is incomplete: {exception.Message}"
            );
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await session.Output.FailAsync(CommandLine.Interrupted, "Stopped: the export is incomplete.");
        }
    }
}

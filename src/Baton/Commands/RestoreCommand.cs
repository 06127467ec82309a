using System.CommandLine;
using Baton.Features.Attachments.Files;
using Baton.Features.Backup;

namespace Baton.Commands;

internal static class RestoreCommand
{
    internal static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A file created by baton backup." };
        var command = new Command(
            "restore",
            "Restore a backup into an empty data directory (and database). Existing data is never "
                + "overwritten.\n\nExample: baton restore /backups/baton-2026-11-23.zip --data "
                + "/var/lib/baton-restored"
        )
        {
            file,
        }.WithStore();
        command.SetAction(
            async (parsed, token) =>
            {
                var output = Output.Of(parsed);
                var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
                var storage = Store.StorageOf(parsed);
                if (Store.Faults(configuration, storage) is { Count: > 0 } faults)
                    return await output.FailAsync(CommandLine.WrongUsage, faults);
                var outcome = await RestoreStore.RunAsync(
                    storage,
                    Path.GetFullPath(parsed.GetRequiredValue(file)),
                    token,
                    FilesOptions.From(configuration, storage)
                );
                if (outcome.Refused(out var refusal, out var manifest))
                    return await output.FailAsync(refusal);
                output.Line(
                    $"Restored and checked {manifest.Rows["handoffs"]} handoffs "
                        + $"({manifest.Rows.Values.Sum()} rows in total) as of "
                        + $"{manifest.CreatedAt:yyyy-MM-ddTHH:mm:ssZ}."
                );
                output.Line(
                    "When you start a server on it, it sends the notices that were still waiting when the "
                        + "backup was made."
                );
                return CommandLine.Done;
            }
        );
        return command;
    }
}

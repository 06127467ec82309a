using System.CommandLine;
using Baton.Features.Backup;

namespace Baton.Commands;

internal static class RestoreCommand
{
    internal static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A file that baton backup wrote." };
        var command = new Command(
            "restore",
            "Put a backup into a data directory (and database) that is empty. What is there is never "
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
                    token
                );
                if (outcome.Refused(out var refusal, out var manifest))
                    return await output.FailAsync(refusal);
                output.Line(
                    $"Restored {manifest.Rows["handoffs"]} handoffs, {manifest.Rows.Values.Sum()} "
                        + $"rows in all, as of {manifest.CreatedAt:yyyy-MM-ddTHH:mm:ssZ}, and checked them."
                );
                output.Line("A server started on it sends the notices that still waited when the backup was made.");
                return CommandLine.Done;
            }
        );
        return command;
    }
}

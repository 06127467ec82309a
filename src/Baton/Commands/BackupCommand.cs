using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Baton.Features.Attachments.Files;
using Baton.Features.Backup;
using Baton.Storage;

namespace Baton.Commands;

internal static class BackupCommand
{
    internal static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The backup file to write." };
        var force = new Option<bool>("--force") { Description = "Overwrite the file if it exists." };
        var command = new Command(
            "backup",
            "Back up the database and its encryption keys to one file. The server can keep "
                + "running.\n\nExample: baton backup /backups/baton-2026-11-23.zip --data /var/lib/baton"
        )
        {
            file,
            force,
        }.WithStore();
        command.SetAction(
            (parsed, token) =>
                Store.LookAsync(
                    parsed,
                    async session =>
                    {
                        var path = Path.GetFullPath(parsed.GetRequiredValue(file));
                        var watch = Stopwatch.StartNew();
                        var storage = session.Services.GetRequiredService<StorageOptions>();
                        var outcome = await BackupStore.RunAsync(
                            storage,
                            FilesOf(session.Services, storage),
                            path,
                            parsed.GetValue(force),
                            session.Now,
                            token
                        );
                        if (outcome.Refused(out var refusal, out var result))
                            return await session.Output.FailAsync(refusal);
                        var rows = result.Manifest.Rows;
                        session.Output.Line(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"Backed up {rows["handoffs"]} handoffs ({rows.Values.Sum()} rows in "
                                    + $"total) to {path} ({result.Bytes / 1048576.0:F1} MiB) in "
                                    + $"{watch.Elapsed.TotalSeconds:F1} s."
                            )
                        );
                        session.Output.Line(
                            "The file contains all content and the encryption keys: store it where "
                                + "only you can read it."
                        );
                        return CommandLine.Done;
                    }
                )
        );
        return command;
    }

    /// <summary>A store of an older schema keeps none in the database.</summary>
    private static StoredFiles FilesOf(IServiceProvider services, StorageOptions storage) =>
        Schema.Applied(storage).Applied.Any(file => file.StartsWith("0052-", StringComparison.Ordinal))
            ? services.GetRequiredService<StoredFiles>()
            : new StoredFiles(
                services.GetRequiredService<DirectoryFiles>(),
                services.GetRequiredService<AttachmentFiles>()
            );
}

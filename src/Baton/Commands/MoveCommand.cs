using System.CommandLine;
using Baton.Features.Attachments.Files;
using Baton.Features.Backup;
using Baton.Hosting;
using Baton.Storage;
using Baton.Storage.Moving;

namespace Baton.Commands;

internal static class MoveCommand
{
    internal static Command Create()
    {
        var to = new Option<string>("--to")
        {
            Description = "Where to: a PostgreSQL connection string, or a data directory for SQLite.",
            Required = true,
        };
        var command = new Command(
            "move",
            "Copy the installation with its keys and files into an empty database of the other engine, and verify "
                + "every row. Stop all servers first. If it is interrupted, run it again: it goes on where it was. The "
                + "source stays as it is.\n\nExample: baton move --data /var/lib/baton --to "
                + "\"Host=db;Database=baton;Username=baton;Password=secret\""
        )
        {
            to,
        }.WithStore();
        command.SetAction(
            (parsed, token) => Store.ReadAsync(parsed, session => RunAsync(session, parsed.GetRequiredValue(to), token))
        );
        return command;
    }

    private static async Task<int> RunAsync(Store.Session session, string to, CancellationToken cancellationToken)
    {
        var source = session.Services.GetRequiredService<StorageOptions>();
        var target = TargetOf(source, to);
        if (target.Fault?.Replace("--database (BATON_DATABASE)", "--to", StringComparison.Ordinal) is { } fault)
            return await session.Output.FailAsync(CommandLine.WrongUsage, fault);
        if (target.EngineName == source.EngineName)
            return await session.Output.FailAsync(
                CommandLine.WrongUsage,
                "--to: the installation is on this engine already. Use baton backup and baton restore."
            );
        using var ownership = DataLock.Take(source.DataDirectory, out var taken);
        if (ownership is null)
            return await session.Output.FailAsync(CommandLine.Refused, taken!);
        using var other =
            target.DataDirectory == source.DataDirectory ? null : DataLock.Take(target.DataDirectory, out taken);
        if (taken is not null)
            return await session.Output.FailAsync(CommandLine.Refused, taken);
        if ((MoveTarget.Refuse(target) ?? Schema.Upgrade(target)) is { } reason)
            return await session.Output.FailAsync(CommandLine.Refused, reason);
        var configuration = session.Services.GetRequiredService<IConfiguration>();
        var services = new ServiceCollection().AddLogging().AddSingleton(configuration);
        await using var provider = BatonHost.AddCore(services, target, configuration).BuildServiceProvider();
        return await MoveAsync(session, provider, cancellationToken);
    }

    private static async Task<int> MoveAsync(
        Store.Session session,
        ServiceProvider target,
        CancellationToken cancellationToken
    )
    {
        var progress = new Progress(session.Output.Note, TimeProvider.System);
        try
        {
            if (
                await MoveInstallation.RunAsync(session.Services, target, progress.Done, cancellationToken) is
                { } refusal
            )
                return await session.Output.FailAsync(refusal);
        }
        catch (FilesAwayException exception)
        {
            return await session.Output.FailAsync(CommandLine.Refused, exception.Message);
        }

        session.Output.Line(
            "Moved and verified. Start the servers on the new database; the old one was left as it was, so keep it "
                + "until you have a backup of the new one."
        );
        return CommandLine.Done;
    }

    /// <summary>What has a name and a value is a connection string.</summary>
    private static StorageOptions TargetOf(StorageOptions source, string to) =>
        to.Contains('=', StringComparison.Ordinal)
            ? new StorageOptions(source.DataDirectory, to)
            : new StorageOptions(Path.GetFullPath(to), null);
}

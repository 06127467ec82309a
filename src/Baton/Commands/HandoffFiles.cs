using System.CommandLine;
using Baton.Client;
using Baton.Features.Attachments.Files;

namespace Baton.Commands;

/// <summary>The files of a handoff.</summary>
internal static class HandoffFiles
{
    internal static IEnumerable<Command> Commands() => [Attach(), Download()];

    private static Argument<int> Number() =>
        new("N") { Description = "The number of the file; `baton handoff show` lists them." };

    private static Command Attach()
    {
        var id = HandoffVerbs.Id();
        var file = new Argument<string>("FILE") { Description = "The file to attach." };
        var command = new Command("attach", "Attach a file.\n\nExample: baton handoff attach 12 contract.pdf")
        {
            id,
            file,
        };
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    session => AttachAsync(session, parsed.GetRequiredValue(id), parsed.GetRequiredValue(file), token),
                    token
                )
        );
        return command;
    }

    private static async Task<int> AttachAsync(
        Server.Session session,
        long id,
        string path,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var content = File.OpenRead(path);
            var handoff = await session.Api.AttachAsync(
                id,
                Path.GetFileName(path),
                content,
                cancellationToken: cancellationToken
            );
            return HandoffVerbs.Say(
                session,
                handoff,
                (_, attached) => $"attached {attached.Attachments[^1].Name} as file {attached.Attachments[^1].Number}."
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return await session.Output.FailAsync(CommandLine.Refused, $"{path} cannot be read: {exception.Message}");
        }
    }

    private static Command Download()
    {
        var id = HandoffVerbs.Id();
        var number = Number();
        var to = new Option<string?>("--output")
        {
            Description =
                "Where to save the file; - writes to standard output. Default: its own name in the current "
                + "directory.",
        };
        var force = new Option<bool>("--force") { Description = "Overwrite the file if it exists." };
        var command = new Command(
            "download",
            "Download a file of a handoff.\n\nExample: baton handoff download 12 1 --output contract.pdf"
        )
        {
            id,
            number,
            to,
            force,
        };
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    session =>
                        DownloadAsync(
                            session,
                            parsed.GetRequiredValue(id),
                            parsed.GetRequiredValue(number),
                            parsed.GetValue(to),
                            parsed.GetValue(force),
                            token
                        ),
                    token
                )
        );
        return command;
    }

    private static async Task<int> DownloadAsync(
        Server.Session session,
        long id,
        int number,
        string? to,
        bool force,
        CancellationToken cancellationToken
    )
    {
        if (to == "-")
        {
            await using var output = Console.OpenStandardOutput();
            await session.Api.DownloadAsync(id, number, output, cancellationToken);
            return CommandLine.Done;
        }

        using var content = new MemoryStream();
        await session.Api.DownloadAsync(id, number, content, cancellationToken);
        var path =
            to
            ?? AttachmentNames.ForDisk(
                (await session.Api.GetAsync(id, cancellationToken))
                    .Attachments.SingleOrDefault(attachment => attachment.Number == number)
                    ?.Name,
                number
            );
        return await SaveAsync(session, content, path, force, cancellationToken);
    }

    /// <param name="session">Whose output says what came of it.</param>
    /// <param name="content">What is saved.</param>
    /// <param name="path">Where; - is standard output.</param>
    /// <param name="force">Whether a file that is there is overwritten.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal static async Task<int> SaveAsync(
        Server.Session session,
        MemoryStream content,
        string path,
        bool force,
        CancellationToken cancellationToken
    )
    {
        content.Position = 0;
        if (path == "-")
        {
            await using var output = Console.OpenStandardOutput();
            await content.CopyToAsync(output, cancellationToken);
            return CommandLine.Done;
        }

        if (File.Exists(path) && !force)
            return await session.Output.FailAsync(
                CommandLine.Refused,
                $"{path} already exists. Use --force to overwrite it."
            );
        try
        {
            // CreateNew does not follow a symbolic link
            await using var file = new FileStream(path, force ? FileMode.Create : FileMode.CreateNew, FileAccess.Write);
            await content.CopyToAsync(file, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return await session.Output.FailAsync(
                CommandLine.Refused,
                $"{path} cannot be written: {exception.Message}"
            );
        }

        session.Output.Line($"Saved {path} ({content.Length} bytes).");
        return CommandLine.Done;
    }
}

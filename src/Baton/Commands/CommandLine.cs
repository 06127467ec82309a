using System.CommandLine;

namespace Baton.Commands;

/// <summary>The commands of the one program. Exit 0: done; 1: refused, the reason on standard error; 2: wrong usage or configuration.</summary>
internal static class CommandLine
{
    internal const int Done = 0;
    internal const int Refused = 1;
    internal const int WrongUsage = 2;

    internal static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Baton hands work from one team to another and loses nothing on the way.")
        {
            ServeCommand.Create(),
            PersonCommand.Create(),
            TeamCommand.Create(),
            TokenCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            DoctorCommand.Create(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync($"Try: {string.Join(' ', Names(parsed.CommandResult.Command))} --help");
            return WrongUsage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static IEnumerable<string> Names(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? [.. Names(parent), command.Name] : ["baton"];
}

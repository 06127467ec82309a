using System.CommandLine;

namespace Baton.Commands;

/// <summary>
/// All commands of the program. Exit 0: done; 1: refused, the reason on standard error; 2: wrong usage or
/// configuration.
/// </summary>
internal static class CommandLine
{
    internal const int Done = 0;
    internal const int Refused = 1;
    internal const int WrongUsage = 2;

    /// <summary>Ended by Ctrl-C: 128 plus the number of the signal, the convention of shells.</summary>
    internal const int Interrupted = 130;

    /// <summary>Ended by a second SIGTERM.</summary>
    internal const int Terminated = 143;

    internal static readonly RootCommand Root = Build();

    /// <param name="args">The arguments after <c>baton</c>.</param>
    /// <param name="output">Where results are written; null: standard output.</param>
    /// <param name="error">Where errors are written; null: standard error.</param>
    internal static async Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? error = null)
    {
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        invocation.Output = output ?? Console.Out;
        invocation.Error = error ?? Console.Error;

        // A value that begins with @ is a plain value, not the name of a file with more arguments.
        var parsed = Root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
            return await UsageAsync(parsed, invocation.Error);
        if (parsed.CommandResult.Command.Name is "serve" or "demo")
            invocation.ProcessTerminationTimeout = null; // servers have signals of their own
        try
        {
            return await parsed.InvokeAsync(invocation);
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
    }

    private static RootCommand Build()
    {
        var root = new RootCommand("Baton hands work from one team to another without losing anything on the way.")
        {
            ServeCommand.Create(),
            HealthCommand.Create(),
            DemoCommand.Create(),
            PersonCommand.Create(),
            TeamCommand.Create(),
            InvitationCommand.Create(),
            TokenCommand.Create(),
            TemplateCommand.Create(),
            HandoffVerbs.Create(),
            MetricsCommand.Create(),
            ReportCommand.Create(),
            DeliveriesCommand.Create(),
            AuditCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            MoveCommand.Create(),
            PartitionsCommand.Create(),
            ArchiveCommand.Create(),
            DoctorCommand.Create(),
            ImportCommand.Create(),
            ExportCommand.Create(),
        };
        foreach (var command in OrphansCommand.Commands())
            root.Subcommands.Add(command);
        Help.MoveExamples(root);
        return root;
    }

    private static async Task<int> UsageAsync(ParseResult parsed, TextWriter error)
    {
        foreach (var fault in parsed.Errors.Select(fault => fault.Message).Distinct())
            await error.WriteLineAsync(fault);
        await error.WriteLineAsync($"For help: {string.Join(' ', Names(parsed.CommandResult.Command))} --help");
        return WrongUsage;
    }

    private static IEnumerable<string> Names(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? [.. Names(parent), command.Name] : ["baton"];
}

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Baton.Commands;

/// <summary>
/// The help of a command, with its examples at the end: in lists of commands they would be in the way.
/// </summary>
internal sealed class Help(SynchronousCommandLineAction rest, IReadOnlyDictionary<Command, string> examples)
    : SynchronousCommandLineAction
{
    private const string Mark = "\n\nExample";

    /// <summary>Takes what a description says after <c>Example:</c> or <c>Examples:</c> out of it.</summary>
    internal static void MoveExamples(RootCommand root)
    {
        var examples = new Dictionary<Command, string>();
        Move(root, examples);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new Help((SynchronousCommandLineAction)help.Action!, examples);
    }

    /// <summary>Who asks for help need not get everything else right.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = rest.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command, out var text))
            parseResult.InvocationConfiguration.Output.WriteLine(text);
        return code;
    }

    private static void Move(Command command, Dictionary<Command, string> examples)
    {
        if (command.Description?.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at)
        {
            var lines = command
                .Description[(at + Mark.Length)..]
                .Split(':', 2)[1]
                .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            examples[command] = $"Examples:\n{string.Join('\n', lines.Select(line => $"  {line}"))}\n";
            command.Description = command.Description[..at];
        }

        foreach (var sub in command.Subcommands)
            Move(sub, examples);
    }
}

using System.CommandLine;
using Baton.Client;

namespace Baton.Commands;

/// <summary>The commands on handoffs; they talk to a server.</summary>
internal static class HandoffCommand
{
    private static readonly Option<int?> IfVersion = new("--if-version")
    {
        Description = "Stop if the handoff has changed since this version (`version` in --json).",
    };

    internal static Command Create()
    {
        var command = new Command(
            "handoff",
            "Hand over, accept and complete work on a server. Set the server and your token with "
                + "--server and --token, or with BATON_SERVER and BATON_TOKEN.\n\nExample: baton handoff "
                + "initiate --template sales_to_onboarding --field client_name=\"Acme GmbH\" --field "
                + "contract_value=50000"
        ).WithServer();
        foreach (
            var sub in (IEnumerable<Command>)
                [
                    .. HandoffSending.Commands(),
                    .. HandoffReceiving.Commands(),
                    .. HandoffWorking.Commands(),
                    .. HandoffFiles.Commands(),
                    .. HandoffReading.Commands(),
                ]
        )
            command.Subcommands.Add(sub);
        return command;
    }

    internal static Argument<long> Id() => new("ID") { Description = "The number of the handoff." };

    /// <summary>A command on one handoff that answers with the handoff.</summary>
    /// <param name="name">The command.</param>
    /// <param name="description">What it does, with an example.</param>
    /// <param name="symbols">Its other arguments and its options.</param>
    /// <param name="run">Asks the server.</param>
    /// <param name="say">The result as text; null: the new state of the handoff, and who must act next.</param>
    internal static Command On(
        string name,
        string description,
        IEnumerable<Symbol> symbols,
        Func<ParseResult, BatonClient, long, CancellationToken, Task<HandoffRecord>> run,
        Func<ParseResult, HandoffRecord, string>? say = null
    )
    {
        var id = Id();
        var command = new Command(name, description) { id };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Arguments.Add(argument);
            else
                command.Options.Add((Option)symbol);
        }

        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                        Say(session, await run(parsed, session.Api, parsed.GetRequiredValue(id), token), say),
                    token
                )
        );
        return command;
    }

    /// <summary>The same, refused when the handoff has changed since the version that the caller saw.</summary>
    internal static Command OnVersion(
        string name,
        string description,
        IEnumerable<Symbol> symbols,
        Func<ParseResult, BatonClient, long, int?, CancellationToken, Task<HandoffRecord>> run,
        Func<ParseResult, HandoffRecord, string>? say = null
    ) =>
        On(
            name,
            description,
            symbols.Append(IfVersion),
            (parsed, api, id, token) => run(parsed, api, id, parsed.GetValue(IfVersion), token),
            say
        );

    internal static int Say(
        Server.Session session,
        HandoffRecord handoff,
        Func<ParseResult, HandoffRecord, string>? say = null
    )
    {
        if (session.Json)
            session.Output.Json(handoff);
        else if (say is not null)
            session.Output.Line($"Handoff {handoff.HandoffId}: {say(session.Parsed, handoff)}");
        else
            session.Output.Line(
                $"Handoff {handoff.HandoffId} is "
                    + $"{(handoff.Status == HandoffStatus.Draft ? "a " : "")}{HandoffText.Status(handoff)}: "
                    + $"{handoff.Title}. {HandoffText.Next(handoff)}"
            );
        return CommandLine.Done;
    }
}

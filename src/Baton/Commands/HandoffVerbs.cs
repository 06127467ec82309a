using System.CommandLine;
using Baton.Client;
using Baton.Features.Handoffs.Commands;

namespace Baton.Commands;

/// <summary>The commands on handoffs; they talk to a server.</summary>
internal static class HandoffVerbs
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
                    .. HandoffCommands.All.SelectMany(command => command.Verbs).Select(Of),
                    .. WatchCommands.Commands(),
                    .. HandoffFiles.Commands(),
                    .. HandoffReading.Commands(),
                ]
        )
            command.Subcommands.Add(sub);
        return command;
    }

    internal static Argument<long> Id() => new("ID") { Description = "The number of the handoff." };

    /// <summary>A verb as a command on one handoff that answers with the handoff.</summary>
    private static Command Of(CliVerb verb)
    {
        var id = Id();
        var command = new Command(verb.Name, verb.Description) { id };
        foreach (var symbol in verb.TakesVersion ? verb.Symbols.Append(IfVersion) : verb.Symbols)
        {
            if (symbol is Argument argument)
                command.Arguments.Add(argument);
            else
                command.Options.Add((Option)symbol);
        }

        if (verb.Validate is { } validate)
            command.Validators.Add(validate);
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                    {
                        var version = verb.TakesVersion ? parsed.GetValue(IfVersion) : null;
                        var number = parsed.GetRequiredValue(id);
                        return Say(
                            session,
                            await verb.SendAsync(parsed, session.Api, number, version, token),
                            verb.Say
                        );
                    },
                    token
                )
        );
        return command;
    }

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

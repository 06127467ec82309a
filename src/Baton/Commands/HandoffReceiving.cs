using System.CommandLine;
using Baton.Client;

namespace Baton.Commands;

/// <summary>How the receiving team responds to a handoff.</summary>
internal static class HandoffReceiving
{
    internal static IEnumerable<Command> Commands() => [Accept(), Return(), Decline(), Reroute()];

    private static Command Accept()
    {
        var revision = new Option<int?>("--revision")
        {
            Description = "The context revision that you read. Accepting stops if the context has changed since.",
        };
        var readBack = new Option<string?>("--read-back")
        {
            Description = "Summarize the work in your own words, if the template asks for a read-back.",
        };
        return HandoffCommand.OnVersion(
            "accept",
            "Accept a handoff. Your team becomes responsible for it.\n\nExample: baton handoff accept "
                + "12 --revision 1",
            [revision, readBack],
            (parsed, api, id, version, token) =>
                api.AcceptAsync(
                    id,
                    new AcceptRequest(parsed.GetValue(revision), parsed.GetValue(readBack)),
                    version,
                    token
                )
        );
    }

    private static Command Return()
    {
        var finding = Findings();
        return HandoffCommand.OnVersion(
            "return",
            "Return a handoff and say what is wrong with each field.\n\nExample: baton handoff return "
                + "12 --finding contract_value=\"wrong: it says 60000 in the contract\" --finding "
                + "goals=missing",
            [finding],
            (parsed, api, id, version, token) =>
                api.ReturnAsync(id, new ReturnRequest([.. Pairs.Of(parsed, finding).Select(ToFinding)]), version, token)
        );
    }

    private static Option<string[]> Findings()
    {
        var finding = Pairs.Option(
            "--finding",
            "A finding, as field=code or field=\"code: note\". The code is missing, wrong, outdated or "
                + "unclear. Can be repeated."
        );
        finding.Required = true;
        finding.Validators.Add(result =>
        {
            foreach (
                var text in result
                    .Tokens.Select(token => token.Value)
                    .Where(text => text.IndexOf('=', StringComparison.Ordinal) > 0)
            )
            {
                if (CodeOf(text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(':', 2)[0]) is null)
                    result.AddError(
                        $"--finding '{text}': after = write one of "
                            + $"{string.Join(", ", Enum.GetValues<FindingCode>().Select(HandoffText.Wire))}, "
                            + "for example goals=missing."
                    );
            }
        });
        return finding;
    }

    private static FindingRequest ToFinding((string Field, string Text) pair)
    {
        var parts = pair.Text.Split(':', 2);
        return new FindingRequest(pair.Field, CodeOf(parts[0])!.Value, parts.Length == 2 ? parts[1].Trim() : null);
    }

    private static FindingCode? CodeOf(string text) =>
        Enum.GetValues<FindingCode>()
            .Select(code => (FindingCode?)code)
            .FirstOrDefault(code => HandoffText.Wire(code!.Value) == text.Trim());

    private static Command Decline()
    {
        var code = new Option<string>("--code")
        {
            Description = "The reason: wrong_team, out_of_scope, duplicate, no_capacity or other.",
            Required = true,
        };
        code.AcceptOnlyFromAmong([.. Enum.GetValues<DeclineCode>().Select(HandoffText.Wire)]);
        var note = new Option<string>("--note") { Description = "Explain the reason.", Required = true };
        var team = new Option<string?>("--suggest") { Description = "Suggest the team that it should go to." };
        return HandoffCommand.OnVersion(
            "decline",
            "Decline a handoff. This is final.\n\nExample: baton handoff decline 12 --code wrong_team "
                + "--note \"Hosting is run by operations\" --suggest operations",
            [code, note, team],
            (parsed, api, id, version, token) =>
                api.DeclineAsync(
                    id,
                    new DeclineRequest(
                        Enum.GetValues<DeclineCode>()
                            .Single(known => HandoffText.Wire(known) == parsed.GetRequiredValue(code)),
                        parsed.GetRequiredValue(note),
                        parsed.GetValue(team)
                    ),
                    version,
                    token
                )
        );
    }

    private static Command Reroute()
    {
        var team = new Option<string>("--team") { Description = "The team to reroute it to.", Required = true };
        var note = new Option<string>("--note") { Description = "Why you reroute it.", Required = true };
        return HandoffCommand.OnVersion(
            "reroute",
            "Reroute a handoff to another team, as a lead of either team.\n\nExample: baton handoff "
                + "reroute 12 --team operations --note \"They run that system\"",
            [team, note],
            (parsed, api, id, version, token) =>
                api.RerouteAsync(
                    id,
                    new RerouteRequest(parsed.GetRequiredValue(team), parsed.GetRequiredValue(note)),
                    version,
                    token
                )
        );
    }
}

using System.CommandLine;
using Baton.Client;

namespace Baton.Commands;

/// <summary>What the sender says against a finding, and what the receiving team's lead says to that.</summary>
internal static class HandoffDisputes
{
    internal static IEnumerable<Command> Commands() => [Dispute(), Decide()];

    private static Argument<int> Number() =>
        new("NUMBER") { Description = "The defect's number, as `baton handoff show` has it." };

    private static Command Dispute()
    {
        var number = Number();
        var note = new Argument<string>("NOTE") { Description = "Why it is no defect." };
        return HandoffCommand.On(
            "dispute",
            "Object to a finding or a late gap, as the sender: it does not count until it is "
                + "upheld.\n\nExample: baton handoff dispute 12 1 \"It stood in the attachment\"",
            [number, note],
            (parsed, api, id, token) =>
                api.DisputeAsync(
                    id,
                    parsed.GetRequiredValue(number),
                    new DisputeRequest(parsed.GetRequiredValue(note)),
                    token
                ),
            (parsed, handoff) => $"defect {parsed.GetValue(number)} is disputed. A lead of {handoff.ToTeam} decides."
        );
    }

    private static Command Decide()
    {
        var number = Number();
        var uphold = new Option<bool>("--uphold") { Description = "It counts." };
        var drop = new Option<bool>("--drop") { Description = "It does not count." };
        var answer = new Option<string?>("--answer") { Description = "What you say to it." };
        var command = HandoffCommand.On(
            "decide",
            "Uphold what the sender disputes, or drop it, as a lead of the receiving "
                + "team.\n\nExample: baton handoff decide 12 1 --drop --answer \"You are right\"",
            [number, uphold, drop, answer],
            (parsed, api, id, token) =>
                api.DecideAsync(
                    id,
                    parsed.GetRequiredValue(number),
                    new DecisionRequest(parsed.GetValue(uphold), parsed.GetValue(answer)),
                    token
                ),
            (parsed, _) => $"defect {parsed.GetValue(number)} is {(parsed.GetValue(uphold) ? "upheld" : "dropped")}."
        );
        command.Validators.Add(result =>
        {
            if (result.GetValue(uphold) == result.GetValue(drop))
                result.AddError("Say either --uphold or --drop.");
        });
        return command;
    }
}

using System.CommandLine;
using Baton.Client;

namespace Baton.Commands;

/// <summary>Disputes: the sending team objects to a defect, and a lead of the receiving team decides.</summary>
internal static class HandoffDisputes
{
    internal static IEnumerable<Command> Commands() => [Dispute(), Decide()];

    private static Argument<int> Number() =>
        new("NUMBER") { Description = "The number of the defect; `baton handoff show` lists them." };

    private static Command Dispute()
    {
        var number = Number();
        var note = new Argument<string>("NOTE") { Description = "Why this is not a defect." };
        return HandoffCommand.On(
            "dispute",
            "Dispute a finding or a late gap as the sending team. It does not count unless it is "
                + "upheld.\n\nExample: baton handoff dispute 12 1 \"It was in the attachment\"",
            [number, note],
            (parsed, api, id, token) =>
                api.DisputeAsync(
                    id,
                    parsed.GetRequiredValue(number),
                    new DisputeRequest(parsed.GetRequiredValue(note)),
                    token
                ),
            (parsed, handoff) =>
                $"defect {parsed.GetValue(number)} is disputed. A lead of {handoff.ToTeam} will decide."
        );
    }

    private static Command Decide()
    {
        var number = Number();
        var uphold = new Option<bool>("--uphold") { Description = "The defect counts." };
        var drop = new Option<bool>("--drop") { Description = "The defect does not count." };
        var answer = new Option<string?>("--answer") { Description = "Your answer to the sending team." };
        var command = HandoffCommand.On(
            "decide",
            "Uphold or drop a disputed defect, as a lead of the receiving team.\n\nExample: baton "
                + "handoff decide 12 1 --drop --answer \"You are right\"",
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
                result.AddError("Use either --uphold or --drop.");
        });
        return command;
    }
}

using System.CommandLine;
using Baton.Client;

namespace Baton.Features.Handoffs.Commands.Tick;

/// <summary>The three verbs of the command line that mark a step.</summary>
internal static class TickVerbs
{
    internal static IReadOnlyList<CliVerb> All =>
        [
            Verb(
                "tick",
                "Complete a step of the checklist.\n\nExample: baton handoff tick 12 "
                    + "kickoff-meeting-scheduled --note \"Thursday at 10\"",
                CliOptions.Text("--note", "A note about the step."),
                note => new TickRequest(Done: true, Note: note),
                "is done"
            ),
            Verb(
                "untick",
                "Reopen a step of the checklist.\n\nExample: baton handoff untick 12 kickoff-meeting-scheduled",
                CliOptions.Text("--note", "A note about the step."),
                note => new TickRequest(Done: false, Note: note),
                "is open again"
            ),
            Verb(
                "skip",
                "Skip a step of the checklist. Only leads can skip required steps.\n\nExample: baton "
                    + "handoff skip 12 welcome-email-sent --note \"They asked for no email\"",
                new Option<string?>("--note") { Description = "Why you skip it.", Required = true },
                note => new TickRequest(Skipped: true, Note: note),
                "is skipped"
            ),
        ];

    private static CliVerb Verb(
        string name,
        string description,
        Option<string?> note,
        Func<string?, TickRequest> request,
        string said
    )
    {
        var step = new Argument<string>("STEP")
        {
            Description = "The key of the step; `baton handoff show` lists them.",
        };
        return new CliVerb(
            name,
            description,
            [step, note],
            (parsed, api, id, _, token) =>
                api.TickAsync(id, parsed.GetRequiredValue(step), request(parsed.GetValue(note)), token)
        )
        {
            Say = (parsed, handoff) => $"{parsed.GetValue(step)} {said}. {Open(handoff)}",
        };
    }

    private static string Open(HandoffRecord handoff) =>
        handoff.Checklist.Count(step => step is { Required: true, Done: false, Skipped: false }) switch
        {
            0 => "All required steps are done.",
            1 => "1 required step is open.",
            var open => $"{open} required steps are open.",
        };
}

using System.CommandLine;
using Baton.Client;

namespace Baton.Features.Handoffs.Commands.Tick;

/// <summary>The three verbs of the command line that mark a step.</summary>
internal static class TickVerbs
{
    internal static IReadOnlyList<CliVerb> All =>
        [
            Tick(),
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

    /// <summary>
    /// What the step asks for is typed as one text: which kind it is, the handoff says. A file that is named by its
    /// path is attached first.
    /// </summary>
    private static CliVerb Tick()
    {
        var evidence = CliOptions.Text(
            "--evidence",
            "What the step asks for: a link, a text, a number, or a file (its path, or its number in the handoff)."
        );
        var note = CliOptions.Text("--note", "A note about the step.");
        var verb = Verb(
            "tick",
            "Complete a step of the checklist.\n\nExample: baton handoff tick 12 "
                + "kickoff-meeting-scheduled --note \"Thursday at 10\"",
            note,
            text => new TickRequest(Done: true, Note: text),
            "is done"
        );
        var step = (Argument<string>)verb.Symbols[0];
        return verb with
        {
            Symbols = [.. verb.Symbols, evidence],
            SendAsync = async (parsed, api, id, _, token) =>
            {
                var key = parsed.GetRequiredValue(step);
                var given = parsed.GetValue(evidence) is { } text
                    ? await CliEvidence.OfAsync(api, id, key, text, token)
                    : null;
                return await api.TickAsync(
                    id,
                    key,
                    new TickRequest(Done: true, Note: parsed.GetValue(note), Evidence: given),
                    token
                );
            },
        };
    }

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

    internal static string Open(HandoffRecord handoff) =>
        handoff.Checklist.Count(step => step is { Required: true, Done: false, Skipped: false }) switch
        {
            0 => "All required steps are done.",
            1 => "1 required step is open.",
            var open => $"{open} required steps are open.",
        };
}

using System.CommandLine;
using Baton.Client;

namespace Baton.Commands;

/// <summary>What is done with a handoff that was taken over, and what is asked and said on the way.</summary>
internal static class HandoffWorking
{
    internal static IEnumerable<Command> Commands() =>
        [
            Assign(),
            Tick(),
            Untick(),
            Skip(),
            Ask(),
            Answer(),
            Gap(),
            Feedback(),
            Complete(),
            .. HandoffDisputes.Commands(),
        ];

    private static Argument<string> Step() =>
        new("STEP") { Description = "The key of the step; `baton handoff show` lists them." };

    private static Option<string?> Note(string description = "A note about the step.") =>
        new("--note") { Description = description };

    private static string Open(HandoffRecord handoff) =>
        handoff.Checklist.Count(step => step is { Required: true, Done: false, Skipped: false }) switch
        {
            0 => "All required steps are done.",
            1 => "1 required step is open.",
            var open => $"{open} required steps are open.",
        };

    private static Command Assign()
    {
        var person = new Argument<string>("PERSON") { Description = "The key of somebody in the receiving team." };
        return HandoffCommand.OnVersion(
            "assign",
            "Assign a handoff to somebody in your team.\n\nExample: baton handoff assign 12 olga",
            [person],
            (parsed, api, id, version, token) =>
                api.AssignAsync(id, new AssignRequest(parsed.GetRequiredValue(person)), version, token),
            (_, handoff) => $"assigned to {handoff.Owner}."
        );
    }

    private static Command Tick()
    {
        var step = Step();
        var note = Note();
        return HandoffCommand.On(
            "tick",
            "Complete a step of the checklist.\n\nExample: baton handoff tick 12 "
                + "kickoff-meeting-scheduled --note \"Thursday at 10\"",
            [step, note],
            (parsed, api, id, token) =>
                api.TickAsync(
                    id,
                    parsed.GetRequiredValue(step),
                    new TickRequest(Done: true, Note: parsed.GetValue(note)),
                    token
                ),
            (parsed, handoff) => $"{parsed.GetValue(step)} is done. {Open(handoff)}"
        );
    }

    private static Command Untick()
    {
        var step = Step();
        var note = Note();
        return HandoffCommand.On(
            "untick",
            "Reopen a step of the checklist.\n\nExample: baton handoff untick 12 kickoff-meeting-scheduled",
            [step, note],
            (parsed, api, id, token) =>
                api.TickAsync(
                    id,
                    parsed.GetRequiredValue(step),
                    new TickRequest(Done: false, Note: parsed.GetValue(note)),
                    token
                ),
            (parsed, handoff) => $"{parsed.GetValue(step)} is open again. {Open(handoff)}"
        );
    }

    private static Command Skip()
    {
        var step = Step();
        var note = Note("Why you skip it.");
        note.Required = true;
        return HandoffCommand.On(
            "skip",
            "Skip a step of the checklist. Only leads can skip required steps.\n\nExample: baton "
                + "handoff skip 12 welcome-email-sent --note \"They asked for no email\"",
            [step, note],
            (parsed, api, id, token) =>
                api.TickAsync(
                    id,
                    parsed.GetRequiredValue(step),
                    new TickRequest(Skipped: true, Note: parsed.GetValue(note)),
                    token
                ),
            (parsed, handoff) => $"{parsed.GetValue(step)} is skipped. {Open(handoff)}"
        );
    }

    private static Command Ask()
    {
        var text = new Argument<string>("TEXT") { Description = "The question." };
        var field = new Option<string?>("--field") { Description = "The field that the question is about." };
        var blocking = new Option<bool>("--blocking")
        {
            Description = "The handoff cannot be completed until the question is answered.",
        };
        return HandoffCommand.On(
            "ask",
            "Ask the other team a question.\n\nExample: baton handoff ask 12 \"Which portal do they "
                + "use?\" --field special_requirements --blocking",
            [text, field, blocking],
            (parsed, api, id, token) =>
                api.AskAsync(
                    id,
                    new AskRequest(parsed.GetRequiredValue(text), parsed.GetValue(field), parsed.GetValue(blocking)),
                    token
                ),
            (_, handoff) => $"asked question {handoff.Questions.Max(question => question.Number)}."
        );
    }

    private static Command Answer()
    {
        var number = new Argument<int>("NUMBER") { Description = "The number of the question." };
        var text = new Argument<string>("TEXT") { Description = "The answer." };
        return HandoffCommand.On(
            "answer",
            "Answer a question from the other team.\n\nExample: baton handoff answer 12 1 \"The one in Dublin\"",
            [number, text],
            (parsed, api, id, token) =>
                api.AnswerAsync(
                    id,
                    parsed.GetRequiredValue(number),
                    new AnswerRequest(parsed.GetRequiredValue(text)),
                    token
                ),
            (parsed, _) => $"answered question {parsed.GetValue(number)}."
        );
    }

    private static Command Gap()
    {
        var field = new Option<string>("--field") { Description = "The field that has the gap.", Required = true };
        var code = new Option<string>("--code")
        {
            Description = "What is wrong: missing, wrong, outdated or unclear.",
            Required = true,
        };
        code.AcceptOnlyFromAmong([.. Enum.GetValues<FindingCode>().Select(HandoffText.Wire)]);
        var minutes = new Option<int?>("--minutes-lost") { Description = "How many minutes it cost you." };
        var note = Note();
        return HandoffCommand.On(
            "gap",
            "Report a gap that you found after accepting.\n\nExample: baton handoff gap 12 --field "
                + "key_contacts --code outdated --minutes-lost 45",
            [field, code, minutes, note],
            (parsed, api, id, token) =>
                api.FlagGapAsync(
                    id,
                    new GapRequest(
                        parsed.GetRequiredValue(field),
                        Enum.GetValues<FindingCode>()
                            .Single(known => HandoffText.Wire(known) == parsed.GetRequiredValue(code)),
                        parsed.GetValue(minutes),
                        parsed.GetValue(note)
                    ),
                    token
                ),
            (parsed, _) => $"reported a gap in {parsed.GetValue(field)}."
        );
    }

    private static Command Feedback()
    {
        var rating = new Option<int>("--rating")
        {
            Description = "Your rating, from 1 (poor) to 5 (nothing was missing).",
            Required = true,
        };
        var missing = new Option<string[]>("--missing") { Description = "A field that was missing. Can be repeated." };
        var comment = new Option<string?>("--comment") { Description = "A comment." };
        return HandoffCommand.On(
            "feedback",
            "Rate a handoff.\n\nExample: baton handoff feedback 12 --rating 3 --missing goals "
                + "--comment \"We had to ask twice\"",
            [rating, missing, comment],
            (parsed, api, id, token) =>
                api.GiveFeedbackAsync(
                    id,
                    new FeedbackRequest(
                        parsed.GetRequiredValue(rating),
                        parsed.GetValue(missing) ?? [],
                        parsed.GetValue(comment)
                    ),
                    token
                ),
            (parsed, _) => $"rated {parsed.GetValue(rating)} of 5."
        );
    }

    private static Command Complete() =>
        HandoffCommand.OnVersion(
            "complete",
            "Complete a handoff. Every required step must be done or skipped, and no blocking question "
                + "may be open.\n\nExample: baton handoff complete 12",
            [],
            (_, api, id, version, token) => api.CompleteAsync(id, version, token)
        );
}

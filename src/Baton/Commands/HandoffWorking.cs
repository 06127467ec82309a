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
        new("STEP") { Description = "The step's key, as `baton handoff show` has it." };

    private static Option<string?> Note(string description = "A note.") => new("--note") { Description = description };

    private static string Open(HandoffRecord handoff) =>
        handoff.Checklist.Count(step => step is { Required: true, Done: false, Skipped: false }) switch
        {
            0 => "No required step is open.",
            1 => "1 required step is open.",
            var open => $"{open} required steps are open.",
        };

    private static Command Assign()
    {
        var person = new Argument<string>("PERSON") { Description = "A person of the receiving team." };
        return HandoffCommand.OnVersion(
            "assign",
            "Name who works on it.\n\nExample: baton handoff assign 12 olga",
            [person],
            (parsed, api, id, version, token) =>
                api.AssignAsync(id, new AssignRequest(parsed.GetRequiredValue(person)), version, token),
            (_, handoff) => $"{handoff.Owner} works on it."
        );
    }

    private static Command Tick()
    {
        var step = Step();
        var note = Note();
        return HandoffCommand.On(
            "tick",
            "Mark a step of the checklist as done.\n\nExample: baton handoff tick 12 "
                + "kickoff-meeting-scheduled --note \"Thursday at ten\"",
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
            "Mark a step as open again.\n\nExample: baton handoff untick 12 kickoff-meeting-scheduled",
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
        var note = Note("Why it is skipped.");
        note.Required = true;
        return HandoffCommand.On(
            "skip",
            "Leave a step out; a required one only a lead may.\n\nExample: baton handoff skip 12 "
                + "welcome-email-sent --note \"They asked for none\"",
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
        var field = new Option<string?>("--field") { Description = "The field that it is about." };
        var blocking = new Option<bool>("--blocking")
        {
            Description = "The handoff cannot be completed until it is answered.",
        };
        return HandoffCommand.On(
            "ask",
            "Ask the other team.\n\nExample: baton handoff ask 12 \"Which portal do they use?\" "
                + "--field special_requirements --blocking",
            [text, field, blocking],
            (parsed, api, id, token) =>
                api.AskAsync(
                    id,
                    new AskRequest(parsed.GetRequiredValue(text), parsed.GetValue(field), parsed.GetValue(blocking)),
                    token
                ),
            (_, handoff) => $"question {handoff.Questions.Max(question => question.Number)} is asked."
        );
    }

    private static Command Answer()
    {
        var number = new Argument<int>("NUMBER") { Description = "The question's number." };
        var text = new Argument<string>("TEXT") { Description = "The answer." };
        return HandoffCommand.On(
            "answer",
            "Answer a question of the other team.\n\nExample: baton handoff answer 12 1 \"The one in Dublin\"",
            [number, text],
            (parsed, api, id, token) =>
                api.AnswerAsync(
                    id,
                    parsed.GetRequiredValue(number),
                    new AnswerRequest(parsed.GetRequiredValue(text)),
                    token
                ),
            (parsed, _) => $"question {parsed.GetValue(number)} is answered."
        );
    }

    private static Command Gap()
    {
        var field = new Option<string>("--field") { Description = "The field.", Required = true };
        var code = new Option<string>("--code")
        {
            Description = "missing, wrong, outdated or unclear.",
            Required = true,
        };
        code.AcceptOnlyFromAmong([.. Enum.GetValues<FindingCode>().Select(HandoffText.Wire)]);
        var minutes = new Option<int?>("--minutes-lost") { Description = "What it cost, in minutes." };
        var note = Note();
        return HandoffCommand.On(
            "gap",
            "Flag a defect that was found after accepting.\n\nExample: baton handoff gap 12 --field "
                + "key_contacts --code outdated --minutes-lost 45",
            [field, code, minutes, note],
            (parsed, api, id, token) =>
                api.FlagGapAsync(
                    id,
                    new GapRequest(
                        parsed.GetRequiredValue(field),
                        Enum.GetValues<FindingCode>()
                            .Single(getValue => HandoffText.Wire(getValue) == parsed.GetRequiredValue(code)),
                        parsed.GetValue(minutes),
                        parsed.GetValue(note)
                    ),
                    token
                ),
            (parsed, _) => $"a gap in {parsed.GetValue(field)} is flagged."
        );
    }

    private static Command Feedback()
    {
        var rating = new Option<int>("--rating") { Description = "1 (poor) to 5 (nothing to ask).", Required = true };
        var missing = new Option<string[]>("--missing") { Description = "A field that was missing; may be repeated." };
        var comment = new Option<string?>("--comment") { Description = "A comment." };
        return HandoffCommand.On(
            "feedback",
            "Say how well it was handed over.\n\nExample: baton handoff feedback 12 --rating 3 "
                + "--missing goals --comment \"We had to ask twice\"",
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
            (parsed, _) => $"your feedback is kept, {parsed.GetValue(rating)} of 5."
        );
    }

    private static Command Complete() =>
        HandoffCommand.OnVersion(
            "complete",
            "The work is done: every required step ticked or skipped, no blocking question "
                + "open.\n\nExample: baton handoff complete 12",
            [],
            (_, api, id, version, token) => api.CompleteAsync(id, version, token)
        );
}

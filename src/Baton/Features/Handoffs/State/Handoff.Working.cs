using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Features.SignIn;

namespace Baton.Features.Handoffs.State;

internal sealed partial class Handoff
{
    internal Outcome<HandoffEvent> Tick(string key, bool done, bool skipped, string? note, Caller caller, DateTime at)
    {
        if (Refuse(Command.Tick, caller) is { } refusal)
            return refusal;
        if (Checklist.All(step => step.Key != key))
            return Refusal.NotFound($"step {key} in this checklist");
        if (!skipped)
            return Record(done ? new StepTicked(key, note) : new StepUnticked(key, note), at, caller, ToTeam);
        if (Blank.Is(note))
            return Refusal.Invalid("note", "missing", "Skipping a step needs a reason: write it as the note.");
        return !caller.Leads(ToTeam) && Checklist.Single(step => step.Key == key).Required
            ? Refusal.Forbidden($"Only a lead of {ToTeam} may skip a required step.")
            : Record(new StepSkipped(key, note), at, caller, ToTeam);
    }

    internal Outcome<HandoffEvent> FlagGap(
        string field,
        FindingCode code,
        int? minutesLost,
        string? note,
        Caller caller,
        DateTime at
    ) =>
        Refuse(Command.FlagGap, caller) is { } refusal
            ? refusal
            : Record(new GapFlagged(field, code, minutesLost, note), at, caller, ToTeam);

    internal Outcome<HandoffEvent> GiveFeedback(
        int rating,
        IReadOnlyList<string> missing,
        string? comment,
        Caller caller,
        DateTime at
    ) =>
        Refuse(Command.Feedback, caller) is { } refusal
            ? refusal
            : Record(new FeedbackGiven(rating, missing, comment), at, caller, ToTeam);

    internal Outcome<HandoffEvent> Complete(Caller caller, DateTime at)
    {
        if (Refuse(Command.Complete, caller) is { } refusal)
            return refusal;
        var open = Checklist.Where(step => step is { Required: true, Done: false, Skipped: false }).ToList();
        if (open.Count > 0)
        {
            return Conflict(
                caller,
                "checklist-open",
                "The checklist is open",
                $"Steps are open: {string.Join(", ", open.Select(step => step.Text))}."
            ) with
            {
                Errors =
                [
                    .. open.Select(step => new FieldError(
                        $"checklist.{step.Key}",
                        "open",
                        $"'{step.Text}' is neither done nor skipped."
                    )),
                ],
            };
        }

        var blocking = Questions.Where(question => question is { Blocking: true, Answer: null }).ToList();
        return blocking.Count > 0
            ? Conflict(
                caller,
                "question-open",
                "A question is open",
                $"Question {blocking[0].Number} blocks this until it is answered: {blocking[0].Text}"
            ) with
            {
                Errors =
                [
                    .. blocking.Select(question => new FieldError(
                        $"questions.{question.Number}",
                        "open",
                        $"Question {question.Number} is not answered."
                    )),
                ],
            }
            : Record(new Completed(), at, caller, ToTeam);
    }

    /// <summary>The team that asks: that which the caller belongs to; the receiving one where it is both.</summary>
    internal string AskingTeam(Caller caller) => ActingFor(caller, ToTeam, FromTeam);

    /// <summary>
    /// Whether a blocking question of this team moves the clock to the other side: it does when the asking side would
    /// hold it.
    /// </summary>
    internal bool MovesClock(string askingTeam) =>
        IsLive && (askingTeam == FromTeam) == (Status == HandoffStatus.Returned);

    /// <summary>
    /// Since when the clock of the state stands still and when it should have ended, where this answer lets it go on;
    /// else null.
    /// </summary>
    internal (DateTime Since, DateTime Due)? StoppedUntil(int number) =>
        MovedBy(Questions) is not null
        && MovedBy(Questions.Where(question => question.Number != number)) is null
        && ClockSince is { } since
        && DueOf(Status) is { } due
            ? (Status == HandoffStatus.Accepted && AcceptedAt > since ? AcceptedAt.Value : since, due)
            : null;

    internal Outcome<HandoffEvent> Ask(
        string text,
        string? field,
        bool blocking,
        DateTime? answerBy,
        Caller caller,
        DateTime at
    )
    {
        if (Refuse(Command.Ask, caller) is { } refusal)
            return refusal;
        var team = AskingTeam(caller);
        return Record(
            new Asked(Questions.Count + 1, team, text, field, blocking, blocking && MovesClock(team) ? answerBy : null),
            at,
            caller,
            team
        );
    }

    internal Outcome<HandoffEvent> Answer(int number, string text, DateTime? dueAt, Caller caller, DateTime at)
    {
        if (Refuse(Command.Answer, caller) is { } refusal)
            return refusal;
        if (Questions.SingleOrDefault(question => question.Number == number) is not { } asked)
            return Refusal.NotFound($"question {number}");
        var other = asked.AskedTeam == FromTeam ? ToTeam : FromTeam;
        if (!caller.Is(other))
            return Refusal.Forbidden($"{asked.AskedTeam} asked; only people of {other} may answer.");
        return asked.Answer is not null
            ? Conflict(caller, "answered", "Answered already", $"Question {number} was answered by {asked.AnsweredBy}.")
            : Record(new Answered(number, text, dueAt), at, caller, other);
    }
}

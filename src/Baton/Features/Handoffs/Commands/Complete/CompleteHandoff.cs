using Baton.Client;
using Baton.Features.Handoffs.Commands.Tick;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;

namespace Baton.Features.Handoffs.Commands.Complete;

/// <summary>The work is done.</summary>
internal sealed class CompleteHandoff : HandoffCommand<CompleteRequest>
{
    internal static readonly CompleteHandoff Command = new();

    private CompleteHandoff()
        : base("complete", Side.Receiver, HandoffStatus.Accepted) { }

    internal override HandoffStatus? LeadsTo => HandoffStatus.Completed;

    internal override bool IsForGuests => true;

    internal override ApiRoute Api { get; } = new("POST", "/complete", "Complete it");

    internal override Type ButtonComponent => typeof(CompleteButton);

    internal override IReadOnlyList<PageDoor> Pages => [Page("/complete", _ => new CompleteRequest())];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<HandoffCompleted>(HandoffCompleted.EventName)
        {
            Timeline = (completed, told) =>
                completed.NextShift is { } next
                    ? new(T("It ended when {0} accepted the next shift, #{1}", told.Who, $"{next}"))
                    : new(T("{0} completed it", told.Who)),
            Hears = (completed, _) => completed.NextShift is null ? Hearing.Sender : [],
            Tone = "done",
            Settles = Enum.GetValues<Asks>(),
            Name = () => T("Completed"),
            Notice = about =>
                new(
                    T("Completed"),
                    T("{0} completed {1} from {2} for {3}.", about.Who, about.What, about.From, about.To)
                ),
            Overtakes = (who, when) => T("{0} completed this handoff on {1}.", who, when),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs =>
        [
            new CliVerb(
                "complete",
                "Complete a handoff. Every required step must be done or skipped, and no blocking question may be open."
                    + "\n\n"
                    + "Example: baton handoff complete 12",
                [],
                (_, api, id, version, token) => api.CompleteAsync(id, version, token)
            )
            {
                TakesVersion = true,
            },
        ];

    internal override string Button(HandoffRecord handoff) => T("Complete");

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        CompleteRequest request,
        RequestContext context
    ) => Decide(handoff, context.Caller, context.Now);

    internal static Outcome<HandoffEvent> Decide(Handoff handoff, Caller caller, DateTime at) =>
        (
            handoff.Refuse(Command, caller)
            ?? OpenSteps(handoff, caller)
            ?? LackingEvidence(handoff, caller)
            ?? OpenQuestions(handoff, caller)
        )
            is { } refusal
            ? refusal
            : handoff.Record(new HandoffCompleted(), at, caller, handoff.ToTeam);

    private static Refusal? OpenSteps(Handoff handoff, Caller caller)
    {
        var open = handoff.Checklist.Where(step => step is { Required: true, Done: false, Skipped: false }).ToList();
        if (open.Count == 0)
            return null;
        var detail = T("Steps are open: {0}.", string.Join(", ", open.Select(step => step.Text)));
        return handoff.Conflict(caller, "checklist-open", T("The checklist is open"), detail) with
        {
            Errors =
            [
                .. open.Select(step => new FieldError(
                    $"checklist.{step.Key}",
                    "open",
                    T("''{0}' is neither done nor skipped.", step.Text)
                )),
            ],
        };
    }

    private static Refusal? LackingEvidence(Handoff handoff, Caller caller)
    {
        var lacking = handoff.Checklist.Where(step => step.Required && Evidence.IsLacking(handoff, step)).ToList();
        if (lacking.Count == 0)
            return null;
        var steps = string.Join(", ", lacking.Select(step => step.Text));
        return handoff.Conflict(
            caller,
            "evidence-missing",
            T("Evidence is missing"),
            T("The evidence of these steps was removed: {0}. Reopen each and give it again.", steps)
        ) with
        {
            Errors =
            [
                .. lacking.Select(step => new FieldError(
                    $"checklist.{step.Key}",
                    "evidence",
                    T("The evidence of “{0}” was removed.", step.Text)
                )),
            ],
        };
    }

    private static Refusal? OpenQuestions(Handoff handoff, Caller caller)
    {
        var open = handoff.Questions.Where(question => question is { Blocking: true, Answer: null }).ToList();
        if (open.Count == 0)
            return null;
        var detail = T("Question {0} blocks this until it is answered: {1}", open[0].Number, open[0].Text);
        return handoff.Conflict(caller, "question-open", T("A question is open"), detail) with
        {
            Errors =
            [
                .. open.Select(question => new FieldError(
                    $"questions.{question.Number}",
                    "open",
                    T("Question {0} is not answered.", question.Number)
                )),
            ],
        };
    }
}

using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Commands.Tick;

/// <summary>
/// Completes every open step of the checklist that asks for no evidence and that the caller may mark; what was skipped
/// stays skipped.
/// </summary>
internal sealed class CompleteSteps : HandoffCommand<CompleteStepsRequest>
{
    internal static readonly CompleteSteps Command = new();

    private CompleteSteps()
        : base("complete_steps", Side.ReceiverOrAssisting, HandoffStatus.Accepted) { }

    internal override bool IsForGuests => true;

    internal override ApiRoute Api { get; } =
        new("POST", "/checklist", "Complete every open step that asks for no evidence");

    internal override IReadOnlyList<PageDoor> Pages => [Page("/checklist/all", _ => new CompleteStepsRequest())];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<StepsCompleted>(StepsCompleted.EventName)
        {
            Timeline = (steps, told) =>
                new(
                    T("{0} completed {1, plural, one {# step} other {# steps}}", told.Who, steps.Keys.Count),
                    Telling.Lines([.. steps.Keys.Select(told.StepText), .. new[] { steps.Note }.OfType<string>()])
                ),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var note = CliOptions.Text("--note", "A note about the steps.");
            return
            [
                new CliVerb(
                    "complete-steps",
                    "Complete every open step of the checklist that asks for no evidence.\n\n"
                        + "Example: baton handoff complete-steps 12",
                    [note],
                    (parsed, api, id, _, token) =>
                        api.CompleteStepsAsync(id, new CompleteStepsRequest(parsed.GetValue(note)), token)
                )
                {
                    Say = (_, handoff) => Said(handoff),
                },
            ];
        }
    }

    private static string Said(HandoffRecord handoff)
    {
        var open = handoff.Checklist.Where(step => step is { Done: false, Skipped: false }).ToList();
        return open.Count == 0
            ? TickVerbs.Open(handoff)
            : $"{TickVerbs.Open(handoff)} Open: {string.Join(", ", open.Select(Wanted))}.";
    }

    private static string Wanted(ChecklistStep step) =>
        step.Evidence is { } kind ? $"{step.Key} (needs a {kind.ToString().ToLowerInvariant()})" : step.Key;

    internal override string Button(HandoffRecord handoff) => T("Complete all steps");

    /// <summary><c>tick</c> says it: this is the same for many steps.</summary>
    internal override bool IsListed => false;

    internal override bool HasObject(Handoff handoff, Caller caller) => Markable(handoff, caller).Any();

    private protected override Refusal? Faults(Handoff handoff, CompleteStepsRequest request, RequestContext context) =>
        Texts.Refusal(Texts.Optional("note", request.Note));

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        CompleteStepsRequest request,
        RequestContext context
    ) => Decide(handoff, request, context.Caller, context.Now);

    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        CompleteStepsRequest request,
        Caller caller,
        DateTime at
    )
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        string[] keys = [.. Markable(handoff, caller).Select(step => step.Key)];
        if (keys.Length > 0)
            return handoff.Record(
                new StepsCompleted(keys, request.Note),
                at,
                caller,
                handoff.ActingTeam(caller, handoff.ToTeam, handoff.ToTeam)
            );
        // Nothing is left to do: as it was asked for.
        return Open(handoff).ToList() is { Count: > 0 } open
            ? handoff.Conflict(
                caller,
                "checklist-open",
                T("The checklist is open"),
                T(
                    "These steps need evidence or are for another team: {0}.",
                    string.Join(", ", open.Select(step => step.Text))
                )
            )
            : new Outcome<HandoffEvent>();
    }

    private static IEnumerable<ChecklistStep> Open(Handoff handoff) =>
        handoff.Checklist.Where(step => step is { Done: false, Skipped: false });

    private static IEnumerable<ChecklistStep> Markable(Handoff handoff, Caller caller) =>
        Open(handoff).Where(step => step.Evidence is null && TickStep.MayMark(handoff, step, caller));
}

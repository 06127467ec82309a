using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.Tick;

/// <summary>Completes, reopens or skips a step of the checklist.</summary>
internal sealed class TickStep : HandoffCommand<TickRequest>
{
    internal static readonly TickStep Command = new();

    private TickStep()
        : base("tick", Side.ReceiverOrAssisting, HandoffStatus.Accepted) { }

    internal override bool IsForGuests => true;

    internal override ApiRoute Api { get; } =
        new("PUT", "/checklist/{key}", "Complete, reopen or skip a step of the checklist");

    internal override IReadOnlyList<PageDoor> Pages =>
        [
            Page("/checklist", form => FormCodes.Decide(form, "done", done => new TickRequest(Done: done))) with
            {
                Part = form => form.Text("step"),
            },
            new(
                "/evidence",
                (db, context, target, form, token) => RunAsync(db, context, target, EvidenceInputs.Read(form), token)
            )
            {
                Form = typeof(EvidenceForm),
                Heading = () => T("Complete a step"),
                Meaning = _ => T("The checklist shows what you give here beside the step."),
                Part = form => form.Text("step"),
            },
            Page("/skip", form => new TickRequest(Skipped: true, Note: form.Optional("note"))) with
            {
                Form = typeof(SkipForm),
                IsForGuests = false,
                Heading = () => T("Skip a step"),
                Meaning = _ => T("The checklist shows the step as skipped, with your note."),
                Part = form => form.Text("step"),
            },
        ];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<StepTicked>(StepTicked.EventName)
        {
            Timeline = (step, told) =>
                new(
                    T("{0} completed the step “{1}”", told.Who, told.StepText(step.Key)),
                    Telling.Lines(
                        new[] { Evidence.Say(step.Evidence, told.StepUnit(step.Key)), step.Note }.OfType<string>()
                    )
                ),
        },
        new EventDescriptor<StepUnticked>(StepUnticked.EventName)
        {
            Timeline = (step, told) =>
                new(T("{0} reopened the step “{1}”", told.Who, told.StepText(step.Key)), step.Note),
        },
        new EventDescriptor<StepSkipped>(StepSkipped.EventName)
        {
            Timeline = (step, told) =>
                new(T("{0} skipped the step “{1}”", told.Who, told.StepText(step.Key)), step.Note),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs => TickVerbs.All;

    internal override string Button(HandoffRecord handoff) => T("Done");

    internal override bool HasObject(Handoff handoff, Caller caller) =>
        caller.Is(handoff.ToTeam)
            ? handoff.Checklist.Count > 0
            : handoff.Checklist.Any(step => IsGivenTo(handoff, step, caller));

    private protected override Refusal? Faults(Handoff handoff, TickRequest request, RequestContext context) =>
        request is { Done: true, Skipped: true }
            ? Refusal.Invalid("skipped", "rule", T("A step is either done or skipped, not both."))
        : request is { Done: null, Skipped: false } ? Refusal.Invalid("done", "missing", T("{0} is missing.", "done"))
        : Texts.Refusal(Texts.Optional("note", request.Note));

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        TickRequest request,
        RequestContext context
    ) => Decide(handoff, target.Part, request, context.Caller, context.Now);

    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        string key,
        TickRequest request,
        Caller caller,
        DateTime at
    )
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        if (handoff.Checklist.SingleOrDefault(known => known.Key == key) is not { } step)
            return Refusal.NotFound(T("step {0} in this checklist", key));
        if (RefuseAssisting(handoff, step, request, caller) is { } other)
            return other;
        if (Evidence.Refuse(handoff, step, request) is { } lacking)
            return lacking;
        if (!request.Skipped)
        {
            HandoffChange marked =
                request.Done == true
                    ? new StepTicked(key, request.Note, request.Evidence)
                    : new StepUnticked(key, request.Note);
            return handoff.Record(marked, at, caller, handoff.ActingTeam(caller, handoff.ToTeam, handoff.ToTeam));
        }

        if (Blank.Is(request.Note))
            return Refusal.Invalid(
                "note",
                "missing",
                T("note must say why the step is skipped, for example: The client has a portal already.")
            );
        return !caller.Leads(handoff.ToTeam) && step.Required
            ? Refusal.Forbidden(T("Only a lead of {0} may skip a required step.", handoff.ToTeam))
            : handoff.Record(new StepSkipped(key, request.Note), at, caller, handoff.ToTeam);
    }

    internal static bool MayMark(Handoff handoff, ChecklistStep step, Caller caller) =>
        caller.Is(handoff.ToTeam) || IsGivenTo(handoff, step, caller);

    /// <summary>Whether the caller may mark the step though they do not receive the handoff.</summary>
    private static bool IsGivenTo(Handoff handoff, ChecklistStep step, Caller caller) =>
        step.Team is { } team && caller.Is(team) && handoff.AssistingTeams.Contains(team);

    /// <summary>A team that helps marks the steps that are given to it, and skips none.</summary>
    private static Refusal? RefuseAssisting(Handoff handoff, ChecklistStep step, TickRequest request, Caller caller)
    {
        if (caller.Is(handoff.ToTeam))
            return null;
        if (!MayMark(handoff, step, caller))
            return Refusal.Forbidden(
                T("“{0}” is not a step for your team. Only people of {1} may mark it.", step.Text, handoff.ToTeam)
            );
        return request.Skipped ? Refusal.Forbidden(T("Only people of {0} may skip a step.", handoff.ToTeam)) : null;
    }
}

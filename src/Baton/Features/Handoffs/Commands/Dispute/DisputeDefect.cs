using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;

namespace Baton.Features.Handoffs.Commands.Dispute;

/// <summary>
/// The sender disputes a finding or a late gap. From then on it does not count, until a lead of the receiving team
/// upholds it.
/// </summary>
internal sealed class DisputeDefect : HandoffCommand<DisputeRequest>
{
    internal static readonly DisputeDefect Command = new();

    private DisputeDefect()
        : base("dispute", Side.Sender, Handoff.HandedOver) { }

    internal override ApiRoute Api { get; } = new("POST", "/defects/{n:int}/dispute", "Dispute a finding or a gap");

    internal override IReadOnlyList<PageDoor> Pages =>
        [Page("/defects/{n:int}/dispute", form => new DisputeRequest(form.Text("note")))];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<DefectDisputed>(DefectDisputed.EventName)
        {
            Timeline = (disputed, told) => new(T("{0} disputed a finding", told.Who), disputed.Note),
            Hears = (_, _) => Hearing.Receiver,
            Facts = (disputed, about) =>
                [.. about.DefectOf(disputed.Number), new Fact(FactLabels.Reason, disputed.Note)],
            Name = () => T("Finding disputed"),
            Notice = about =>
                new(
                    T("Finding disputed"),
                    T("{0} disputed a finding on {1}. A lead of {2} decides.", about.Who, about.About, about.To)
                ),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var number = new Argument<int>("NUMBER")
            {
                Description = "The number of the defect; `baton handoff show` lists them.",
            };
            var note = new Argument<string>("NOTE") { Description = "Why this is not a defect." };
            return
            [
                new CliVerb(
                    "dispute",
                    "Dispute a finding or a late gap as the sending team. It does not count unless it is upheld.\n\n"
                        + "Example: baton handoff dispute 12 1 \"It was in the attachment\"",
                    [number, note],
                    (parsed, api, id, _, token) =>
                        api.DisputeAsync(
                            id,
                            parsed.GetRequiredValue(number),
                            new DisputeRequest(parsed.GetRequiredValue(note)),
                            token
                        )
                )
                {
                    Say = (parsed, handoff) =>
                        $"defect {parsed.GetValue(number)} is disputed. A lead of {handoff.ToTeam} will decide.",
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Dispute");

    /// <summary>A finding or gap that nobody has disputed.</summary>
    internal override bool HasObject(Handoff handoff, Caller caller) =>
        handoff.Defects.Any(defect => defect.Kind != DefectKind.Waiver && defect.Dispute is null);

    private protected override Refusal? Faults(Handoff handoff, DisputeRequest request, RequestContext context) =>
        Texts.Refusal(Texts.Required("note", request.Note));

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        DisputeRequest request,
        RequestContext context
    ) => Decide(handoff, new DefectDisputed(target.Number, request.Note), context.Caller, context.Now);

    internal static Outcome<HandoffEvent> Decide(Handoff handoff, DefectDisputed disputed, Caller caller, DateTime at)
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        return handoff.DefectOf(disputed.Number) switch
        {
            null => Refusal.NotFound(T("defect {0}", disputed.Number)),
            { Kind: DefectKind.Waiver } => Refusal.Invalid(
                "n",
                "rule",
                T(
                    "Defect {0} is a waiver of {1} itself; only what the receiver found can be disputed.",
                    disputed.Number,
                    handoff.FromTeam
                )
            ),
            { Dispute: { } dispute } => handoff.Conflict(
                caller,
                "disputed",
                T("Disputed already"),
                T("Defect {0} was disputed by {1}.", disputed.Number, dispute.By)
            ),
            _ => handoff.Record(disputed, at, caller, handoff.FromTeam),
        };
    }
}

using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.Decide;

/// <summary>A lead of the receiving team upholds what the sender disputes, or drops it.</summary>
internal sealed class DecideDispute : HandoffCommand<DecisionRequest>
{
    internal static readonly DecideDispute Command = new();

    private DecideDispute()
        : base("decide_disputes", Side.LeadOfReceiver, Handoff.HandedOver) { }

    internal override ApiRoute Api { get; } =
        new("POST", "/defects/{n:int}/decision", "Uphold a disputed finding, or drop it");

    internal override IReadOnlyList<PageDoor> Pages =>
        [
            Page(
                "/defects/{n:int}/decision",
                form => FormCodes.Decide(form, "upheld", upheld => new DecisionRequest(upheld, form.Optional("answer")))
            ),
        ];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<DisputeDecided>(DisputeDecided.EventName)
        {
            Timeline = (decided, told) =>
                new(
                    decided.Upheld ? T("{0} upheld a finding", told.Who) : T("{0} dropped a finding", told.Who),
                    decided.Answer
                ),
            Hears = (_, _) => Hearing.Sender,
            Facts = Facts,
            Name = () => T("Dispute decided"),
            Notice = about =>
                new(T("Dispute decided"), T("{0} decided the dispute about {1}.", about.Who, about.About)),
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
            var uphold = new Option<bool>("--uphold") { Description = "The defect counts." };
            var drop = new Option<bool>("--drop") { Description = "The defect does not count." };
            var answer = CliOptions.Text("--answer", "Your answer to the sending team.");
            return
            [
                new CliVerb(
                    "decide",
                    "Uphold or drop a disputed defect, as a lead of the receiving team.\n\n"
                        + "Example: baton handoff decide 12 1 --drop --answer \"You are right\"",
                    [number, uphold, drop, answer],
                    (parsed, api, id, _, token) =>
                        api.DecideAsync(
                            id,
                            parsed.GetRequiredValue(number),
                            new DecisionRequest(parsed.GetValue(uphold), parsed.GetValue(answer)),
                            token
                        )
                )
                {
                    Say = (parsed, _) =>
                        $"defect {parsed.GetValue(number)} is {(parsed.GetValue(uphold) ? "upheld" : "dropped")}.",
                    Validate = result =>
                    {
                        if (result.GetValue(uphold) == result.GetValue(drop))
                            result.AddError("Use either --uphold or --drop.");
                    },
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Decide");

    /// <summary>A dispute that nobody has decided.</summary>
    internal override bool HasObject(Handoff handoff, Caller caller) =>
        handoff.Defects.Any(defect => defect.Dispute is { DecidedBy: null });

    private protected override Refusal? Faults(Handoff handoff, DecisionRequest request, RequestContext context) =>
        Texts.Refusal(Texts.Optional("answer", request.Answer));

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        DecisionRequest request,
        RequestContext context
    ) =>
        Decide(handoff, new DisputeDecided(target.Number, request.Upheld, request.Answer), context.Caller, context.Now);

    internal static Outcome<HandoffEvent> Decide(Handoff handoff, DisputeDecided decided, Caller caller, DateTime at)
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        return handoff.DefectOf(decided.Number) switch
        {
            null => Refusal.NotFound(T("defect {0}", decided.Number)),
            { Dispute: null } => handoff.Conflict(
                caller,
                "not-disputed",
                T("Not disputed"),
                T("Nobody disputes defect {0}.", decided.Number)
            ),
            { Dispute: { DecidedBy: { } by } } => handoff.Conflict(
                caller,
                "decided",
                T("Decided already"),
                T("{0} has decided on defect {1}.", by, decided.Number)
            ),
            _ => handoff.Record(decided, at, caller, handoff.ToTeam),
        };
    }

    private static IEnumerable<Fact> Facts(DisputeDecided decided, NoticeFacts about)
    {
        foreach (var fact in about.DefectOf(decided.Number))
            yield return fact;
        yield return Fact.Of(FactLabels.Decision, decided.Upheld ? Key("upheld") : Key("dropped"));
        if (decided.Answer is { } answer)
            yield return new Fact(FactLabels.Answer, answer);
    }
}

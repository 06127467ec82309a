using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.Assisting;

/// <summary>The team that was asked to help says that it cannot. It sees the handoff no more.</summary>
internal sealed class DeclineAssist : HandoffCommand<DeclineAssistRequest>
{
    internal static readonly DeclineAssist Command = new();

    private DeclineAssist()
        : base(
            "decline_assist",
            Side.Assisting,
            HandoffStatus.Initiated,
            HandoffStatus.Returned,
            HandoffStatus.Accepted
        ) { }

    internal override ApiRoute Api { get; } = new("POST", "/assists/{n:int}/decline", "Decline an assist");

    internal override IReadOnlyList<PageDoor> Pages =>
        [Page("/assists/{n:int}/decline", form => new DeclineAssistRequest(form.Text("reason")))];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<AssistDeclined>(AssistDeclined.EventName)
        {
            Timeline = (declined, told) =>
                new(
                    T("{0} declined the assist of {1}", told.Who, told.Catalog.NameOfTeam(declined.Team)),
                    declined.Reason
                ),
            Hears = (declined, hearing) => OpenAssist.OtherThan(hearing, declined.Team, declined.AskedTeam),
            Tone = "warn",
            Facts = (declined, _) => [new Fact(FactLabels.Reason, declined.Reason)],
            Name = () => T("Assist declined"),
            Notice = about => new(T("Assist declined"), T("{0} declined to assist with {1}.", about.Who, about.About)),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var number = new Argument<int>("NUMBER") { Description = "The number of the assist." };
            var reason = CliOptions.RequiredText("--reason", "Why your team cannot help.");
            return
            [
                new CliVerb(
                    "assist-decline",
                    "Decline to help with a handoff.\n\n"
                        + "Example: baton handoff assist-decline 12 1 --reason \"Nobody is free before May\"",
                    [number, reason],
                    (parsed, api, id, _, token) =>
                        api.DeclineAssistAsync(
                            id,
                            parsed.GetRequiredValue(number),
                            new DeclineAssistRequest(parsed.GetRequiredValue(reason)),
                            token
                        )
                )
                {
                    Say = (parsed, _) => $"declined assist {parsed.GetValue(number)}.",
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Decline the assist");

    private protected override Refusal? Faults(Handoff handoff, DeclineAssistRequest request, RequestContext context) =>
        Texts.Refusal(Texts.Required("reason", request.Reason));

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        DeclineAssistRequest request,
        RequestContext context
    ) => Decide(handoff, target.Number, request.Reason, context.Caller, context.Now);

    internal static Outcome<HandoffEvent> Decide(Handoff handoff, int number, string reason, Caller caller, DateTime at)
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        if (OpenAssist.Find(handoff, number, caller).Refused(out var none, out var assist))
            return none;
        return caller.Is(assist.Team)
            ? handoff.Record(new AssistDeclined(number, assist.Team, assist.AskedTeam, reason), at, caller, assist.Team)
            : Refusal.Forbidden(T("Only people of {0} may decline this assist.", assist.Team));
    }
}

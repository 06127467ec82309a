using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.Assisting;

/// <summary>The team that helped is done, or is needed no more. It sees the handoff no more.</summary>
internal sealed class EndAssist : HandoffCommand<EndAssistRequest>
{
    internal static readonly EndAssist Command = new();

    private EndAssist()
        : base(
            "end_assist",
            Side.ResponsibleOrAssisting,
            HandoffStatus.Initiated,
            HandoffStatus.Returned,
            HandoffStatus.Accepted
        ) { }

    internal override ApiRoute Api { get; } = new("POST", "/assists/{n:int}/done", "End an assist");

    internal override IReadOnlyList<PageDoor> Pages => [Page("/assists/{n:int}/done", _ => new EndAssistRequest())];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<AssistDone>(AssistDone.EventName)
        {
            Timeline = (done, told) =>
                new(T("{0} ended the assist of {1}", told.Who, told.Catalog.NameOfTeam(done.Team))),
            Hears = (done, hearing) => OpenAssist.OtherThan(hearing, done.Team, done.AskedTeam),
            Name = () => T("Assist done"),
            Notice = about => new(T("Assist done"), T("{0} ended an assist with {1}.", about.Who, about.About)),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var number = new Argument<int>("NUMBER") { Description = "The number of the assist." };
            return
            [
                new CliVerb(
                    "assist-done",
                    "End an assist. Its team then no longer sees the handoff.\n\n"
                        + "Example: baton handoff assist-done 12 1",
                    [number],
                    (parsed, api, id, _, token) => api.EndAssistAsync(id, parsed.GetRequiredValue(number), token)
                )
                {
                    Say = (parsed, _) => $"ended assist {parsed.GetValue(number)}.",
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("End the assist");

    internal override bool HasObject(Handoff handoff, Caller caller) =>
        caller.Is(handoff.ResponsibleTeam) ? handoff.AssistingTeams.Any() : handoff.AssistingTeams.Any(caller.Is);

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        EndAssistRequest request,
        RequestContext context
    ) => Decide(handoff, target.Number, context.Caller, context.Now);

    internal static Outcome<HandoffEvent> Decide(Handoff handoff, int number, Caller caller, DateTime at)
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        if (OpenAssist.Find(handoff, number, caller).Refused(out var none, out var assist))
            return none;
        if (!caller.Is(assist.Team) && !caller.Is(handoff.ResponsibleTeam))
            return Refusal.Forbidden(
                T("Only people of {0} or {1} may end this assist.", assist.Team, handoff.ResponsibleTeam)
            );
        var acting = caller.Teams.ContainsKey(assist.Team) ? assist.Team : handoff.ResponsibleTeam;
        return handoff.Record(new AssistDone(number, assist.Team, assist.AskedTeam), at, caller, acting);
    }
}

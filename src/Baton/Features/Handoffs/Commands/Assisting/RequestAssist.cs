using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.Assisting;

/// <summary>The responsible team asks another team to help. The handoff stays where it is.</summary>
internal sealed class RequestAssist : HandoffCommand<AssistRequest>
{
    internal static readonly RequestAssist Command = new();

    private RequestAssist()
        : base(
            "request_assist",
            Side.Responsible,
            HandoffStatus.Initiated,
            HandoffStatus.Returned,
            HandoffStatus.Accepted
        ) { }

    internal override ApiRoute Api { get; } = new("POST", "/assists", "Ask another team to help with it");

    internal override string Icon => "people";

    internal override IReadOnlyList<PageDoor> Pages =>
        [
            Page("/assists", form => new AssistRequest(form.Text("team"), form.Text("text"))) with
            {
                Form = typeof(AssistForm),
                Meaning = _ =>
                    T("The team you choose sees the handoff until it is done. Your team stays responsible for it."),
            },
        ];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<AssistAsked>(AssistAsked.EventName)
        {
            Timeline = (asked, told) =>
                new(T("{0} asked {1} to assist", told.Who, told.Catalog.NameOfTeam(asked.Team)), asked.Text),
            Hears = (_, _) => [Audience.Assisting],
            Facts = (asked, _) =>
                [
                    new Fact(FactLabels.Request, asked.Text),
                    .. asked.DueAt is { } due
                        ? [new Fact(FactLabels.Due, ReaderTime.Say(due, null), due)]
                        : Array.Empty<Fact>(),
                ],
            Name = () => T("Assist requested"),
            Notice = about =>
                new(T("Assist requested"), T("{0} asked your team to assist with {1}.", about.Who, about.About)),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var team = CliOptions.RequiredText("--team", "The team to ask.");
            var text = CliOptions.RequiredText("--text", "What the team should do.");
            return
            [
                new CliVerb(
                    "assist",
                    "Ask another team to help with a handoff. Your team stays responsible.\n\n"
                        + "Example: baton handoff assist 12 --team finance --text \"Check the payment terms\"",
                    [team, text],
                    (parsed, api, id, _, token) =>
                        api.RequestAssistAsync(
                            id,
                            new AssistRequest(parsed.GetRequiredValue(team), parsed.GetRequiredValue(text)),
                            token
                        )
                )
                {
                    Say = (parsed, handoff) =>
                        $"asked {parsed.GetValue(team)} to assist (assist {handoff.Assists?.Count}).",
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Ask a team to assist");

    private protected override Refusal? Faults(Handoff handoff, AssistRequest request, RequestContext context)
    {
        if (Texts.Refusal(Texts.Required("text", request.Text)) is { } faults)
            return faults;
        return context.Catalog.Teams.TryGetValue(request.Team ?? "", out var team) && team.Team.ClosedAt is null
            ? null
            : Refusal.Invalid("team", "unknown", T("There is no open team {0}.", request.Team ?? ""));
    }

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        AssistRequest request,
        RequestContext context
    ) => Decide(handoff, request.Team, request.Text, DueOf(handoff, request, context), context.Caller, context.Now);

    /// <summary>Helping may take as long as accepting, in the hours of the team that helps.</summary>
    private static DateTime? DueOf(Handoff handoff, AssistRequest request, RequestContext context) =>
        context
            .Catalog.Teams.GetValueOrDefault(request.Team)
            ?.After(context.Now, context.TemplateOf(handoff).AcceptWithin);

    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        string team,
        string text,
        DateTime? due,
        Caller caller,
        DateTime at
    )
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        if (team == handoff.ToTeam || team == handoff.FromTeam)
            return Refusal.Invalid(
                "team",
                "rule",
                T("It is already between {0} and {1}: name another team.", handoff.FromTeam, handoff.ToTeam)
            );
        if (handoff.AssistingTeams.Contains(team))
            return handoff.Conflict(
                caller,
                "assists-already",
                T("Assists already"),
                T("{0} assists already. End that assist first, or comment on the handoff.", team)
            );
        var asking = handoff.ResponsibleTeam;
        var asked = new AssistAsked(handoff.Assists.Count + 1, team, asking, text, due);
        return handoff.Record(asked, at, caller, asking);
    }
}

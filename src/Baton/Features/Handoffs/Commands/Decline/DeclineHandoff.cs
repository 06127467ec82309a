using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.Decline;

/// <summary>The receiving team declines it for good.</summary>
internal sealed class DeclineHandoff : HandoffCommand<DeclineRequest>
{
    internal static readonly DeclineHandoff Command = new();

    private DeclineHandoff()
        : base("decline", Side.Receiver, HandoffStatus.Initiated) { }

    internal override HandoffStatus? LeadsTo => HandoffStatus.Declined;

    internal override ApiRoute Api { get; } = new("POST", "/decline", "Decline it");

    internal override string Icon => "close";

    internal override bool EndsIt => true;

    internal override IReadOnlyList<PageDoor> Pages =>
        [
            Page("/decline", Read) with
            {
                Form = typeof(DeclineForm),
                Meaning = handoff =>
                    T(
                        "Decline this handoff? It ends here and stays with {0}. Declining does not count against {0}.",
                        handoff.From
                    ),
            },
        ];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<HandoffDeclined>(HandoffDeclined.EventName)
        {
            Timeline = (declined, told) =>
                new(
                    T("{0} declined it: {1}", told.Who, Word(declined.Code)),
                    declined.SuggestedTeam is { } team
                        ? $"{declined.Note}\n{T("Suggested: {0}", told.Catalog.NameOfTeam(team))}"
                        : declined.Note
                ),
            Hears = (_, _) => Hearing.Sender,
            Tone = "late",
            Settles = Enum.GetValues<Asks>(),
            Facts = Facts,
            Name = () => T("Declined"),
            Notice = about =>
                new(
                    T("Declined"),
                    T("{0} declined {1} from {2} for {3}.", about.Who, about.What, about.From, about.To)
                ),
            Overtakes = (who, when) => T("{0} declined this handoff on {1}.", who, when),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var code = CliOptions.Code<DeclineCode>(
                "--code",
                "The reason: wrong_team, out_of_scope, duplicate, no_capacity or other."
            );
            var note = CliOptions.RequiredText("--note", "Explain the reason.");
            var team = CliOptions.Text("--suggest", "Suggest the team that it should go to.");
            return
            [
                new CliVerb(
                    "decline",
                    "Decline a handoff. This is final.\n\nExample: baton handoff decline 12 --code wrong_team "
                        + "--note \"Hosting is run by operations\" --suggest operations",
                    [code, note, team],
                    (parsed, api, id, version, token) =>
                        api.DeclineAsync(
                            id,
                            new DeclineRequest(
                                CliOptions.Find<DeclineCode>(parsed.GetRequiredValue(code))!.Value,
                                parsed.GetRequiredValue(note),
                                parsed.GetValue(team)
                            ),
                            version,
                            token
                        )
                )
                {
                    TakesVersion = true,
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Decline");

    private static Outcome<DeclineRequest> Read(Form form) =>
        FormCodes.Make(
            form,
            "code",
            (DeclineCode code) => new DeclineRequest(code, form.Text("note"), form.Optional("suggested_team"))
        );

    private protected override Refusal? Faults(Handoff handoff, DeclineRequest request, RequestContext context) =>
        Texts.Refusal(
            Texts.Required("note", request.Note),
            Named.Team(context.Catalog, "suggested_team", request.SuggestedTeam)
        );

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        DeclineRequest request,
        RequestContext context
    )
    {
        var declined = new HandoffDeclined(CliOptions.Wire(request.Code), request.Note, request.SuggestedTeam);
        return Decide(handoff, declined, context.Caller, context.Now);
    }

    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffDeclined declined,
        Caller caller,
        DateTime at
    ) =>
        handoff.Refuse(Command, caller) is { } refusal ? refusal : handoff.Record(declined, at, caller, handoff.ToTeam);

    private static IEnumerable<Fact> Facts(HandoffDeclined declined, NoticeFacts about)
    {
        yield return Fact.Of(
            FactLabels.Reason,
            declined.Code switch
            {
                "wrong_team" => Key("Wrong team: {0}"),
                "out_of_scope" => Key("Out of scope: {0}"),
                "duplicate" => Key("Duplicate: {0}"),
                "no_capacity" => Key("No capacity: {0}"),
                _ => Key("Other: {0}"),
            },
            declined.Note
        );
        if (declined.SuggestedTeam is { } team)
            yield return new Fact(FactLabels.SuggestedTeam, about.Catalog.NameOfTeam(team));
    }

    private static string Word(string code) =>
        code switch
        {
            "wrong_team" => T("wrong team"),
            "out_of_scope" => T("out of scope"),
            "duplicate" => T("duplicate"),
            "no_capacity" => T("no capacity"),
            "other" => T("other"),
            _ => code.Replace('_', ' '),
        };
}

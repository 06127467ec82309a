using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.Assign;

/// <summary>Names the person of the receiving team who works on it.</summary>
internal sealed class AssignHandoff : HandoffCommand<AssignRequest>
{
    internal static readonly AssignHandoff Command = new();

    private AssignHandoff()
        : base("assign", Side.Receiver, HandoffStatus.Accepted) { }

    internal override ApiRoute Api { get; } = new("POST", "/assign", "Assign it to a person of the receiving team");

    internal override string Icon => "person";

    internal override bool IsLikely => true;

    internal override IReadOnlyList<PageDoor> Pages =>
        [
            Page("/assign", form => new AssignRequest(form.Text("person"))) with
            {
                Form = typeof(AssignForm),
                Meaning = _ => T("The person you choose works on it from now on."),
            },
        ];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<HandoffAssigned>(HandoffAssigned.EventName)
        {
            Timeline = (assigned, told) =>
                new(
                    assigned.To is { } owner
                        ? T("{0} assigned it to {1}", told.Who, told.Catalog.NameOfPerson(owner))
                        : T("{0} left it without an owner", told.Who)
                ),
            Hears = (assigned, hearing) =>
                assigned.To is null ? Hearing.Receiver
                : assigned.To == hearing.Actor ? []
                : [Audience.Owner],
            Asks = Asks.Owner,
            Facts = Facts,
            Name = () => T("Assigned"),
            Notice = about =>
                about.Fact(FactLabels.Owner) is { } owner
                    ? new(T("Assigned to {0}", owner), T("{0} assigned {1} to {2}.", about.Who, about.About, owner))
                    : new(T("Assigned"), T("{0} assigned {1}.", about.Who, about.About)),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var person = new Argument<string>("PERSON") { Description = "The key of somebody in the receiving team." };
            return
            [
                new CliVerb(
                    "assign",
                    "Assign a handoff to somebody in your team.\n\nExample: baton handoff assign 12 olga",
                    [person],
                    (parsed, api, id, version, token) =>
                        api.AssignAsync(id, new AssignRequest(parsed.GetRequiredValue(person)), version, token)
                )
                {
                    TakesVersion = true,
                    Say = (_, handoff) => $"assigned to {handoff.Owner}.",
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Assign");

    private protected override Refusal? Faults(Handoff handoff, AssignRequest request, RequestContext context) =>
        context.Catalog.CallerOf(request.Person) is { } person && person.Teams.ContainsKey(handoff.ToTeam)
            ? null
            : Refusal.Invalid("person", "unknown", T("There is no {0} in {1}.", request.Person, handoff.ToTeam));

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        AssignRequest request,
        RequestContext context
    )
    {
        var substitute = context.Catalog.Absences.SubstituteFor(request.Person, context.Now, handoff.ToTeam);
        return Decide(handoff, request.Person, context.Caller, context.Now, substitute);
    }

    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        string? person,
        Caller caller,
        DateTime at,
        string? substitute = null
    ) =>
        handoff.Refuse(Command, caller) is { } refusal
            ? refusal
            : handoff.Record(new HandoffAssigned(handoff.Owner, person, substitute), at, caller, handoff.ToTeam);

    private static IEnumerable<Fact> Facts(HandoffAssigned assigned, NoticeFacts about) =>
        assigned.To is { } owner
            ? [new Fact(FactLabels.Owner, about.NameOf(owner)), .. about.Due]
            :
            [
                Fact.Of(FactLabels.Owner, Key("nobody")),
                Fact.Of(FactLabels.Reason, Key("{0} is no longer in the team."), about.NameOf(assigned.From ?? "")),
                .. about.Due,
            ];
}

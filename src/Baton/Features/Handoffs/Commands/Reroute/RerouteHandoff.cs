using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Quality.Measures;
using Baton.Storage;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands.Reroute;

/// <summary>A lead of either team reroutes it to another team.</summary>
internal sealed class RerouteHandoff : HandoffCommand<RerouteRequest>
{
    internal static readonly RerouteHandoff Command = new();

    private RerouteHandoff()
        : base("reroute", Side.LeadOfEither, HandoffStatus.Initiated) { }

    internal override ApiRoute Api { get; } = new("POST", "/reroute", "Reroute it to another team");

    internal override string Icon => "send";

    internal override IReadOnlyList<PageDoor> Pages =>
        [
            Page("/reroute", form => new RerouteRequest(form.Text("team"), form.Text("note"))) with
            {
                Form = typeof(RerouteForm),
                Meaning = handoff =>
                    T(
                        "Reroute this handoff? The team you choose accepts it instead of {0}, which can still see it.",
                        handoff.To
                    ),
            },
        ];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<HandoffRerouted>(HandoffRerouted.EventName)
        {
            Timeline = (rerouted, told) =>
                new(
                    T(
                        "{0} rerouted it from {1} to {2}",
                        told.Who,
                        told.Catalog.NameOfTeam(rerouted.From),
                        told.Catalog.NameOfTeam(rerouted.To)
                    ),
                    rerouted.Note
                ),
            Hears = (_, _) => [Audience.Receiver, Audience.Sender],
            Asks = Asks.Receiver,
            Settles = [Asks.Receiver],
            Facts = (rerouted, about) => [new Fact(FactLabels.Reason, rerouted.Note), .. about.Due, .. about.Waivers],
            Name = () => T("Rerouted"),
            Notice = about =>
                new(
                    T("Rerouted to {0}", about.To),
                    T("{0} rerouted {1} from {2}: it goes to {3} now.", about.Who, about.What, about.From, about.To)
                ),
            Overtakes = (who, when) => T("{0} rerouted this handoff on {1}.", who, when),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var team = CliOptions.RequiredText("--team", "The team to reroute it to.");
            var note = CliOptions.RequiredText("--note", "Why you reroute it.");
            return
            [
                new CliVerb(
                    "reroute",
                    "Reroute a handoff to another team, as a lead of either team.\n\n"
                        + "Example: baton handoff reroute 12 --team operations --note \"They run that system\"",
                    [team, note],
                    (parsed, api, id, version, token) =>
                        api.RerouteAsync(
                            id,
                            new RerouteRequest(parsed.GetRequiredValue(team), parsed.GetRequiredValue(note)),
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

    internal override string Button(HandoffRecord handoff) => T("Reroute");

    private protected override Refusal? Faults(Handoff handoff, RerouteRequest request, RequestContext context)
    {
        if (Texts.Refusal(Texts.Required("note", request.Note)) is { } faults)
            return faults;
        return context.Catalog.Teams.TryGetValue(request.Team, out var team) && team.Team.ClosedAt is null
            ? null
            : Refusal.Invalid("team", "unknown", T("There is no open team {0}.", request.Team));
    }

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        RerouteRequest request,
        RequestContext context
    ) => Decide(handoff, context.Catalog.Teams[request.Team], request.Note, context);

    private protected override Task<Outcome<Handoff>> KeepAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        HandoffTarget target,
        RerouteRequest request,
        CancellationToken cancellationToken
    ) => RerouteAsync(db, context, handoff, context.Catalog.Teams[request.Team], request.Note, cancellationToken);

    /// <summary>The team that it was with keeps seeing it.</summary>
    internal static async Task<Outcome<Handoff>> RerouteAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        KnownTeam team,
        string note,
        CancellationToken cancellationToken
    )
    {
        var from = handoff.ToTeam;
        var id = handoff.Id;
        var rerouted = Decide(handoff, team, note, context);
        if (
            rerouted.Refusal is null
            && !await db.PassedTeams.AnyAsync(
                passed => passed.TeamKey == from && passed.HandoffId == id,
                cancellationToken
            )
        )
            db.PassedTeams.Add(new PassedTeam { TeamKey = from, HandoffId = id });
        if (rerouted.Refusal is null)
            await MarkFollowersAsync(db, id, cancellationToken);
        return await db.KeepAsync(context, handoff, rerouted, cancellationToken);
    }

    /// <summary>
    /// Whether those that follow it hand work back is measured by its teams, so their hours are counted anew.
    /// </summary>
    private static async Task MarkFollowersAsync(BatonDb db, long id, CancellationToken cancellationToken)
    {
        var followers = await db
            .Handoffs.Where(follower => follower.ParentId == id && follower.InitiatedAt != null)
            .Select(follower => follower.InitiatedAt!.Value)
            .ToListAsync(cancellationToken);
        foreach (var hour in followers.Select(MetricHour.HourOf).Distinct())
            await MetricHour.NoteAsync(db, hour, null, cancellationToken);
    }

    private static Outcome<HandoffEvent> Decide(Handoff handoff, KnownTeam team, string note, RequestContext context)
    {
        var acceptBy = team.After(context.Now, context.TemplateOf(handoff).AcceptWithin);
        return Decide(handoff, team.Key, note, acceptBy, context.Caller, context.Now);
    }

    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        string team,
        string note,
        DateTime? acceptBy,
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
        var from = handoff.ToTeam;
        return handoff.Record(
            new HandoffRerouted(from, team, note, handoff.PassedTeams.Count + 1, acceptBy),
            at,
            caller,
            caller.Leads(handoff.FromTeam) && !caller.Teams.ContainsKey(from) ? handoff.FromTeam : from
        );
    }
}

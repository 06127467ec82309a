using System.CommandLine;
using System.Text.Json;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;

namespace Baton.Features.Handoffs.Commands.Accept;

/// <summary>The receiving team accepts it; from now on it is responsible.</summary>
internal sealed class AcceptHandoff : HandoffCommand<AcceptRequest>
{
    internal static readonly AcceptHandoff Command = new();

    private AcceptHandoff()
        : base("accept", Side.Receiver, HandoffStatus.Initiated) { }

    internal override HandoffStatus? LeadsTo => HandoffStatus.Accepted;

    internal override string? AsksFirst(Handoff handoff, RequestContext context) =>
        handoff.Shift?.CriticalIn(handoff.Context).Any() == true ? "/shift"
        : context.TemplateOf(handoff).ReadBack ? "#accept"
        : null;

    internal override JsonElement? Plain(int? contextRevision) =>
        JsonSerializer.SerializeToElement(new AcceptRequest(contextRevision), BatonJson.Options);

    internal override bool IsForGuests => true;

    internal override ApiRoute Api { get; } = new("POST", "/accept", "Accept it");

    internal override SlackDoor Slack =>
        new(
            "accept_handoff",
            "Accept",
            (db, context, id, revision, token) => RunAsync(db, context, id, new AcceptRequest(revision), token)
        );

    internal override Type ButtonComponent => typeof(AcceptButton);

    internal override IReadOnlyList<PageDoor> Pages =>
        [
            Page(
                "/accept",
                form => new AcceptRequest(
                    form.Number("context_revision"),
                    form.Optional("read_back"),
                    ReadBackItems.Read(form)
                )
            ),
        ];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<HandoffAccepted>(HandoffAccepted.EventName)
        {
            Timeline = (accepted, told) => new(T("{0} accepted it", told.Who), accepted.ReadBack),
            Hears = (_, _) => Hearing.Sender,
            Tone = "mine",
            Settles = [],
            Facts = (accepted, about) =>
                Blank.Is(accepted.ReadBack)
                    ? about.Due
                    : [.. about.Due, new Fact(FactLabels.ReadBack, accepted.ReadBack!)],
            Name = () => T("Accepted"),
            Notice = about =>
                new(
                    T("Accepted"),
                    T("{0} accepted {1} from {2} for {3}.", about.Who, about.What, about.From, about.To)
                ),
            Overtakes = (who, when) => T("{0} accepted this handoff on {1}.", who, when),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var revision = CliOptions.Number(
                "--revision",
                "The context revision that you read. Accepting stops if the context has changed since."
            );
            var readBack = CliOptions.Text(
                "--read-back",
                "Summarize the work in your own words, if the template asks for a read-back."
            );
            var items = Pairs.Option(
                "--item",
                "Of a shift, read back an item that is a watcher or unstable, as key=text. Can be repeated."
            );
            return
            [
                new CliVerb(
                    "accept",
                    "Accept a handoff. Your team becomes responsible for it.\n\n"
                        + "Example: baton handoff accept 12 --revision 1",
                    [revision, readBack, items],
                    (parsed, api, id, version, token) =>
                        api.AcceptAsync(
                            id,
                            new AcceptRequest(
                                parsed.GetValue(revision),
                                parsed.GetValue(readBack),
                                ReadBackItems.Of(Pairs.Of(parsed, items).Select(pair => (pair.Name, pair.Value)))
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

    internal override string Button(HandoffRecord handoff) => T("Accept");

    private protected override Refusal? Faults(Handoff handoff, AcceptRequest request, RequestContext context) =>
        Texts.Refusal([
            Texts.Optional("read_back", request.ReadBack),
            .. (request.ItemReadBacks ?? new Dictionary<string, string>()).Select(said =>
                Texts.Optional($"item_read_backs.{said.Key}", said.Value)
            ),
        ]);

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        AcceptRequest request,
        RequestContext context
    )
    {
        if (handoff.Refuse(this, context.Caller) is { } cannot)
            return cannot;
        if (ReadBackItems.Refuse(handoff, request, context) is { } unsigned)
            return unsigned;
        var template = context.TemplateOf(handoff);
        var readBack = ReadBackItems.Together(handoff, template, request);
        var team = context.Catalog.Teams.GetValueOrDefault(handoff.ToTeam);
        var accepted = new HandoffAccepted(
            handoff.ContextRevision,
            readBack,
            team?.After(context.Now, template.CompleteWithin),
            context.Catalog.Absences.SubstituteFor(context.Caller.Person, context.Now, handoff.ToTeam),
            Blank.Is(readBack)
                ? null
                : context.Catalog.Teams.GetValueOrDefault(handoff.FromTeam)?.After(context.Now, template.ConfirmWithin),
            handoff.Shift is null ? null : request.ItemReadBacks
        );
        return Decide(handoff, request.ContextRevision, template.ReadBack, accepted, context.Caller, context.Now);
    }

    /// <param name="handoff">The handoff.</param>
    /// <param name="seen">The revision of the context that the receiver saw, where they say so.</param>
    /// <param name="readBackAsked">Whether the template asks for a read-back.</param>
    /// <param name="accepted">What happens when it may be.</param>
    /// <param name="caller">Who accepts.</param>
    /// <param name="at">When.</param>
    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        int? seen,
        bool readBackAsked,
        HandoffAccepted accepted,
        Caller caller,
        DateTime at
    )
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        if (seen is { } revision && SeenRevision.Refuse(handoff, revision, caller) is { } changed)
            return changed;
        if (readBackAsked && Blank.Is(accepted.ReadBack))
            return Refusal.Invalid(
                "read_back",
                "missing",
                T("This template asks for a read-back: say in your own words what you accept.")
            );
        return handoff.Record(accepted, at, caller, handoff.ToTeam);
    }
}

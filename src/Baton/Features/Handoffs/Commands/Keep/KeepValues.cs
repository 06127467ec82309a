using Baton.Client;
using Baton.Features.Handoffs.Commands.Drifting;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Commands.Keep;

/// <summary>Keeps values though their sources have changed: from then on they are the sending team's own.</summary>
internal sealed class KeepValues : HandoffCommand<KeepRequest>
{
    internal static readonly KeepValues Command = new();

    private KeepValues()
        : base(
            "keep",
            Side.Sender,
            HandoffStatus.Draft,
            HandoffStatus.Initiated,
            HandoffStatus.Returned,
            HandoffStatus.Accepted
        ) { }

    internal override ApiRoute Api { get; } = new("POST", "/keep", "Keep carried values that changed at their sources");

    internal override IReadOnlyList<PageDoor> Pages => [Page("/keep", form => new KeepRequest(DriftFields.Read(form)))];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<DriftKept>(DriftKept.EventName)
        {
            Timeline = (kept, told) =>
                new(T("{0} kept {1}, which changed at the source", told.Who, told.LabelsOf(kept.Fields))),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var fields = DriftFields.CliOption();
            return
            [
                new CliVerb(
                    "keep",
                    "Keep values that were carried though they have changed where they came from.\n\n"
                        + "Example: baton handoff keep 12 --field start_date",
                    [fields],
                    (parsed, api, id, version, token) =>
                        api.KeepAsync(id, new KeepRequest(DriftFields.Of(parsed, fields)), version, token)
                )
                {
                    TakesVersion = true,
                    Say = (_, _) => "its values are kept.",
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Keep as it is");

    internal override bool HasObject(Handoff handoff, Caller caller) => handoff.Drift.Count > 0;

    private protected override Refusal? Faults(Handoff handoff, KeepRequest request, RequestContext context) =>
        DriftFields.Refuse(handoff, request.Fields);

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        KeepRequest request,
        RequestContext context
    ) => Decide(handoff, request.Fields, context.Caller, context.Now);

    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        IReadOnlyList<string>? fields,
        Caller caller,
        DateTime at
    )
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        var kept = DriftFields.In(handoff, fields).Select(drift => drift.Field).ToList();
        return kept.Count == 0
            ? new Outcome<HandoffEvent>()
            : handoff.Record(new DriftKept(kept), at, caller, handoff.FromTeam);
    }
}

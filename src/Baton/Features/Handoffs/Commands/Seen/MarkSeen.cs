using System.CommandLine;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Commands.Seen;

/// <summary>A person of the receiving team has read what was corrected after they accepted it.</summary>
internal sealed class MarkSeen : HandoffCommand<SeenRequest>
{
    internal static readonly MarkSeen Command = new();

    private MarkSeen()
        : base("seen", Side.Receiver, HandoffStatus.Accepted) { }

    internal override bool IsForGuests => true;

    internal override ApiRoute Api { get; } = new("POST", "/seen", "Mark its corrections as seen");

    internal override IReadOnlyList<PageDoor> Pages =>
        [Page("/seen", form => new SeenRequest(form.Number("context_revision") ?? 0))];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<CorrectionSeen>(CorrectionSeen.EventName)
        {
            Timeline = (seen, told) => new(T("{0} marked revision {1} as seen", told.Who, seen.ContextRevision)),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var revision = new Option<int?>("--revision")
            {
                Description = "The context revision that you read.",
                Required = true,
            };
            return
            [
                new CliVerb(
                    "seen",
                    "Mark corrections that were made after you accepted as seen.\n\n"
                        + "Example: baton handoff seen 12 --revision 3",
                    [revision],
                    (parsed, api, id, _, token) =>
                        api.SeenAsync(id, new SeenRequest(parsed.GetRequiredValue(revision)!.Value), token)
                )
                {
                    Say = (parsed, _) => $"revision {parsed.GetValue(revision)} is marked as seen.",
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Mark as seen");

    /// <summary>A correction that nobody has marked as seen.</summary>
    internal override bool HasObject(Handoff handoff, Caller caller) => handoff.Corrections.Count > 0;

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        SeenRequest request,
        RequestContext context
    ) => Decide(handoff, request.ContextRevision, context.Caller, context.Now);

    internal static Outcome<HandoffEvent> Decide(Handoff handoff, int revision, Caller caller, DateTime at)
    {
        if ((handoff.Refuse(Command, caller) ?? SeenRevision.Refuse(handoff, revision, caller)) is { } refusal)
            return refusal;
        return handoff.Corrections.Count == 0
            ? new Outcome<HandoffEvent>()
            : handoff.Record(new CorrectionSeen(revision), at, caller, handoff.ToTeam);
    }
}

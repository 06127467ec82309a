using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Initiate;

internal sealed record HandoffResubmitted(
    IReadOnlyDictionary<string, string> Replies,
    IReadOnlyList<Waiver> Waivers,
    DateTime? AcceptBy
) : HandoffChange
{
    internal const string EventName = "handoff.resubmitted";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        handoff.Status = HandoffStatus.Initiated;
        handoff.Waivers = Waivers;
        handoff.AcceptBy = AcceptBy;
        handoff.ResubmitBy = null;
        handoff.OpenedAt = null;
        handoff.NoteWaivers();
        handoff.Shift = handoff.Shift?.Signed(happened, handoff.ContextRevision);
        handoff.Findings =
        [
            .. handoff.Findings.Select(finding => finding with { Reply = Replies.GetValueOrDefault(finding.Field) }),
        ];
    }
}

using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Return;

internal sealed record HandoffReturned(IReadOnlyList<Finding> Findings, DateTime? ResubmitBy) : HandoffChange
{
    internal const string EventName = "handoff.returned";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        handoff.Returns++;
        handoff.EverReturned = true;
        handoff.SamePerson = happened.Who is { } who && who == handoff.InitiatedBy;
        handoff.Status = HandoffStatus.Returned;
        handoff.Findings = Findings;
        handoff.Corrections = [];
        handoff.ResubmitBy = ResubmitBy;
        handoff.AcceptedBy = null;
        handoff.AcceptedAt = null;
        handoff.Owner = null;
        handoff.ReadBack = null;
        handoff.ReadBackAnswer = null;
        handoff.ReadBackBy = null;
        handoff.CompleteBy = null;
        handoff.AcceptBy = null;
        handoff.Shift = handoff.Shift is { } shift ? shift with { Signatures = [] } : null;
        handoff.NoteDefects(
            DefectKind.Return,
            Findings.Select(finding => (finding.Field, (FindingCode?)finding.Code, finding.Note))
        );
    }
}

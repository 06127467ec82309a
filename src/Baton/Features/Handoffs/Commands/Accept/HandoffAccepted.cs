using System.Text.Json.Serialization;
using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Accept;

/// <param name="ContextRevision">The revision that was accepted.</param>
/// <param name="ReadBack">What was accepted, in the receiver's words.</param>
/// <param name="CompleteBy">When the work should be done.</param>
/// <param name="Substitute">Who covers for the person who accepted, where that person is away.</param>
/// <param name="ReadBackBy">When the sending team should confirm or correct the read-back.</param>
/// <param name="ItemReadBacks">Of a shift, what was read back of its critical items.</param>
internal sealed record HandoffAccepted(
    int ContextRevision,
    string? ReadBack,
    DateTime? CompleteBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Substitute = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? ReadBackBy = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyDictionary<string, string>? ItemReadBacks = null
) : HandoffChange
{
    internal const string EventName = "handoff.accepted";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        handoff.Status = HandoffStatus.Accepted;
        handoff.Corrections = [];
        handoff.AcceptedBy = happened.Who;
        handoff.AcceptedAt = happened.At;
        handoff.Owner = happened.Who;
        handoff.ReadBack = ReadBack;
        handoff.ReadBackAnswer = null;
        handoff.ReadBackBy = ReadBackBy;
        handoff.CompleteBy = CompleteBy;
        handoff.Shift = handoff.Shift?.Accepted(happened, handoff.ContextRevision, ItemReadBacks);
        handoff.SamePerson = happened.Who is { } who && who == handoff.InitiatedBy;
    }
}

using System.Text.Json.Serialization;
using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Complete;

internal sealed record HandoffCompleted : HandoffChange
{
    /// <summary>The shift to which its items carried on; null where somebody completed it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? NextShift { get; init; }

    internal const string EventName = "handoff.completed";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        handoff.Status = HandoffStatus.Completed;
        handoff.CompletedBy = happened.Who;
        handoff.CompletedAt = happened.At;
    }
}

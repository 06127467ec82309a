using System.Text.Json.Serialization;
using Baton.Client;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Initiate;

/// <param name="Created">How it began, where it was handed over without having been a draft.</param>
/// <param name="Waivers">Required fields that it was handed over without.</param>
/// <param name="AcceptBy">When the receiving team should have answered.</param>
/// <param name="NextDueAt">When the next shift is to be handed over.</param>
internal sealed record HandoffInitiated(
    HandoffCreated? Created,
    IReadOnlyList<Waiver> Waivers,
    DateTime? AcceptBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? NextDueAt = null
) : HandoffChange
{
    internal const string EventName = "handoff.initiated";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        Created?.ApplyTo(handoff, happened);
        handoff.Status = HandoffStatus.Initiated;
        handoff.InitiatedBy = happened.Who;
        handoff.InitiatedAt = happened.At;
        handoff.Waivers = Waivers;
        handoff.AcceptBy = AcceptBy;
        handoff.NoteWaivers();
        if (handoff.Shift is { } shift)
            handoff.Shift = shift.Signed(happened, handoff.ContextRevision) with { NextDueAt = NextDueAt };
    }
}

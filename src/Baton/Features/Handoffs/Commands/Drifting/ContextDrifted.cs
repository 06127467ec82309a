using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Drifting;

/// <summary>What says which carried values are not those of their sources any more.</summary>
internal interface IDriftChange
{
    IReadOnlyList<KeptDrift> Drift { get; }
}

/// <summary>Carried values changed at their sources.</summary>
/// <param name="Drift">All that differ from their sources now.</param>
/// <param name="Fields">Those that did not before.</param>
internal sealed record ContextDrifted(IReadOnlyList<KeptDrift> Drift, IReadOnlyList<string> Fields)
    : HandoffChange,
        IDriftChange
{
    internal const string EventName = "context.drifted";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) => handoff.Drift = Drift;
}

/// <summary>What had drifted changed once more, or is again what it was: nobody needs to hear of that.</summary>
/// <param name="Drift">All that differ from their sources now.</param>
internal sealed record DriftChanged(IReadOnlyList<KeptDrift> Drift) : HandoffChange, IDriftChange
{
    internal const string EventName = "context.drift_changed";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) => handoff.Drift = Drift;
}

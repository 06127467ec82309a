using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Keep;

/// <summary>The sending team keeps values though their sources have others now.</summary>
/// <param name="Fields">The fields.</param>
internal sealed record DriftKept(IReadOnlyList<string> Fields) : HandoffChange
{
    internal const string EventName = "context.kept";

    internal override string Kind => EventName;

    internal override IEnumerable<string> Decides => Fields;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) => handoff.KeepValues(Fields, happened);
}

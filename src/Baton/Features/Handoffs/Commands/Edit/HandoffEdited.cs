using System.Text.Json;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Edit;

/// <param name="Values">The values that changed; null takes a field away.</param>
/// <param name="Title">The title as it is with them.</param>
internal sealed record HandoffEdited(JsonElement Values, string Title) : HandoffChange
{
    internal const string EventName = "handoff.edited";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) => handoff.ChangeContext(Values, Title);
}

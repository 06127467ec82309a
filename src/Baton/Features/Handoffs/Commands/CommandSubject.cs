using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands;

/// <summary>What the form of a command knows of the handoff. Public because Razor makes components public.</summary>
/// <param name="Handoff">The handoff, as this reader sees it.</param>
/// <param name="Template">Its template.</param>
/// <param name="Lines">Its context, field by field.</param>
/// <param name="From">The name of the sending team.</param>
/// <param name="To">The name of the receiving team.</param>
/// <param name="Path">Where its forms and links begin.</param>
public sealed record CommandSubject(
    HandoffRecord Handoff,
    Template Template,
    IReadOnlyList<ContextLine> Lines,
    string From,
    string To,
    string Path
);

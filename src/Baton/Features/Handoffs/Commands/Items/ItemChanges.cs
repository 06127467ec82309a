using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Items;

/// <summary>Something was said of one item of a shift.</summary>
/// <param name="Key">The item.</param>
/// <param name="Title">What people know it by.</param>
/// <param name="Note">What was said with it.</param>
internal abstract record ItemChange(string Key, string Title, string? Note) : HandoffChange
{
    private protected abstract ItemState State { get; }

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) =>
        handoff.Shift = handoff.Shift?.Mark(
            Key,
            item => item with { State = State, By = happened.Actor, At = happened.At, Note = Note }
        );
}

/// <inheritdoc/>
internal sealed record ItemAccepted(string Key, string Title, string? Note) : ItemChange(Key, Title, Note)
{
    internal const string EventName = "item.accepted";

    internal override string Kind => EventName;

    private protected override ItemState State => ItemState.Accepted;
}

/// <inheritdoc/>
internal sealed record ItemFlagged(string Key, string Title, string? Note) : ItemChange(Key, Title, Note)
{
    internal const string EventName = "item.flagged";

    internal override string Kind => EventName;

    private protected override ItemState State => ItemState.Flagged;
}

/// <inheritdoc/>
internal sealed record ItemClosed(string Key, string Title, string? Note) : ItemChange(Key, Title, Note)
{
    internal const string EventName = "item.closed";

    internal override string Kind => EventName;

    private protected override ItemState State => ItemState.Closed;
}

/// <summary>It was closed, and is put on the list again as it was.</summary>
/// <inheritdoc/>
internal sealed record ItemReopened(string Key, string Title, string? Note) : ItemChange(Key, Title, Note)
{
    internal const string EventName = "item.reopened";

    internal override string Kind => EventName;

    private protected override ItemState State => ItemState.Open;
}

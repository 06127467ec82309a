using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Comment;

/// <param name="Number">1, 2, 3, … within the handoff.</param>
/// <param name="Team">The team for which it was said.</param>
/// <param name="Text">What was said.</param>
/// <param name="Mentions">The people it names who could see the handoff then.</param>
internal sealed record CommentAdded(int Number, string Team, string Text, IReadOnlyList<string> Mentions)
    : HandoffChange
{
    internal const string EventName = "comment.added";

    internal override string Kind => EventName;

    internal override IReadOnlyList<string> Mentioned => Mentions;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened) =>
        handoff.Comments = [
            .. handoff.Comments,
            new Client.Comment(Number, Text, happened.Actor, happened.At, Mentions),
        ];
}

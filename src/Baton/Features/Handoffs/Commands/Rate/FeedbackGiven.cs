using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Rate;

internal sealed record FeedbackGiven(int Rating, IReadOnlyList<string> Missing, string? Comment) : HandoffChange
{
    internal const string EventName = "feedback.given";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        var given = new Feedback(Rating, Missing, Comment, happened.Actor, happened.At);
        handoff.Feedback = [.. handoff.Feedback.Where(earlier => earlier.By != given.By), given];
        handoff.Ratings = handoff.Feedback.Count;
        handoff.RatingSum = handoff.Feedback.Sum(feedback => feedback.Rating);
    }
}

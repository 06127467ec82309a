using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Answer;

/// <param name="Number">The question.</param>
/// <param name="Text">The answer.</param>
/// <param name="DueAt">
/// When the clock that goes on with this answer ends now: the time in which it stood still does not count.
/// </param>
internal sealed record QuestionAnswered(int Number, string Text, DateTime? DueAt = null) : HandoffChange
{
    internal const string EventName = "question.answered";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        GoOn(handoff);
        handoff.Questions =
        [
            .. handoff.Questions.Select(question =>
                question.Number == Number
                    ? question with
                    {
                        Answer = Text,
                        AnsweredBy = happened.Actor,
                        AnsweredAt = happened.At,
                    }
                    : question
            ),
        ];
    }

    private void GoOn(Handoff handoff)
    {
        switch (handoff.Status)
        {
            case HandoffStatus.Initiated:
                handoff.AcceptBy = DueAt ?? handoff.AcceptBy;
                break;
            case HandoffStatus.Returned:
                handoff.ResubmitBy = DueAt ?? handoff.ResubmitBy;
                break;
            case HandoffStatus.Accepted:
                handoff.CompleteBy = DueAt ?? handoff.CompleteBy;
                break;
        }
    }
}

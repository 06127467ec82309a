using Baton.Client;
using Baton.Features.Handoffs.State;

namespace Baton.Features.Handoffs.Commands.Ask;

/// <param name="Number">1, 2, 3, … within the handoff.</param>
/// <param name="Team">The team that would have asked.</param>
/// <param name="Text">The question.</param>
/// <param name="Field">The field that it is about.</param>
/// <param name="Answer">The answer that was given earlier.</param>
/// <param name="AnsweredBy">Who gave it.</param>
/// <param name="AnsweredAt">When.</param>
/// <param name="From">Where.</param>
internal sealed record QuestionSaved(
    int Number,
    string Team,
    string Text,
    string? Field,
    string Answer,
    string? AnsweredBy,
    DateTime? AnsweredAt,
    AnswerSource From
) : HandoffChange
{
    internal const string EventName = "question.saved";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        handoff.Questions =
        [
            .. handoff.Questions,
            new Question
            {
                Number = Number,
                Text = Text,
                Field = Field,
                AskedTeam = Team,
                AskedBy = happened.Actor,
                AskedAt = happened.At,
                Answer = Answer,
                AnsweredBy = AnsweredBy,
                AnsweredAt = AnsweredAt,
                SavedFrom = From,
            },
        ];
        handoff.QuestionsSaved++;
    }
}

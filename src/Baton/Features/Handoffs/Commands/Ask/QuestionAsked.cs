using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Commands.Ask;

/// <param name="Number">1, 2, 3, … within the handoff.</param>
/// <param name="Team">The team that asks.</param>
/// <param name="Text">The question.</param>
/// <param name="Field">The field that it is about.</param>
/// <param name="Blocking">Whether the handoff cannot be completed until it is answered.</param>
/// <param name="AnswerBy">When a blocking question that moves the clock should be answered.</param>
internal sealed record QuestionAsked(
    int Number,
    string Team,
    string Text,
    string? Field,
    bool Blocking,
    DateTime? AnswerBy = null
) : HandoffChange
{
    internal const string EventName = "question.asked";

    internal override string Kind => EventName;

    internal override void ApplyTo(Handoff handoff, HandoffEvent happened)
    {
        handoff.Questions = [.. handoff.Questions, ToQuestion(happened)];
        handoff.QuestionsAsked += Team == handoff.FromTeam ? 0 : 1;
    }

    private Question ToQuestion(HandoffEvent happened) =>
        new()
        {
            Number = Number,
            Text = Text,
            Field = Field,
            Blocking = Blocking,
            AskedTeam = Team,
            AskedBy = happened.Actor,
            AskedAt = happened.At,
            AnswerBy = AnswerBy,
        };
}

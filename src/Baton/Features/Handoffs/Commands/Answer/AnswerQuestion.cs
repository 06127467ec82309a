using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;

namespace Baton.Features.Handoffs.Commands.Answer;

/// <summary>Answers a question of the other team.</summary>
internal sealed class AnswerQuestion : HandoffCommand<AnswerRequest>
{
    internal static readonly AnswerQuestion Command = new();

    private AnswerQuestion()
        : base(
            "answer",
            Side.EitherOrAssisting,
            HandoffStatus.Initiated,
            HandoffStatus.Returned,
            HandoffStatus.Accepted
        ) { }

    internal override bool IsForGuests => true;

    internal override ApiRoute Api { get; } = new("POST", "/questions/{n:int}/answer", "Answer a question");

    internal override IReadOnlyList<PageDoor> Pages =>
        [Page("/questions/{n:int}/answer", form => new AnswerRequest(form.Text("text")))];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<QuestionAnswered>(QuestionAnswered.EventName)
        {
            Timeline = (answered, told) =>
                new(T("{0} answered question {1}", told.Who, answered.Number), answered.Text),
            Hears = (_, hearing) => hearing.OtherSide,
            Facts = (answered, about) =>
                [
                    new Fact(FactLabels.Question, QuestionOf(about.Then, answered.Number)!.Text),
                    new Fact(FactLabels.Answer, answered.Text),
                ],
            Name = () => T("Question answered"),
            Notice = about =>
                new(T("Question answered"), T("{0} answered a question about {1}.", about.Who, about.About)),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var number = new Argument<int>("NUMBER") { Description = "The number of the question." };
            var text = new Argument<string>("TEXT") { Description = "The answer." };
            return
            [
                new CliVerb(
                    "answer",
                    "Answer a question from the other team.\n\n"
                        + "Example: baton handoff answer 12 1 \"The one in Dublin\"",
                    [number, text],
                    (parsed, api, id, _, token) =>
                        api.AnswerAsync(
                            id,
                            parsed.GetRequiredValue(number),
                            new AnswerRequest(parsed.GetRequiredValue(text)),
                            token
                        )
                )
                {
                    Say = (parsed, _) => $"answered question {parsed.GetValue(number)}.",
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Answer");

    /// <summary>A question of the other side that is still open.</summary>
    internal override bool HasObject(Handoff handoff, Caller caller) =>
        handoff.Questions.Any(question => question.Answer is null && MayAnswer(handoff, question, caller));

    private protected override Refusal? Faults(Handoff handoff, AnswerRequest request, RequestContext context) =>
        Texts.Refusal(Texts.Required("text", request.Text));

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        AnswerRequest request,
        RequestContext context
    )
    {
        var holder = handoff.Status == HandoffStatus.Returned ? handoff.FromTeam : handoff.ToTeam;
        var dueAt = StoppedUntil(handoff, target.Number) is { } stopped
            ? context.Catalog.Teams.GetValueOrDefault(holder)?.Resume(stopped.Since, stopped.Due, context.Now)
            : null;
        var answered = new QuestionAnswered(target.Number, request.Text, dueAt);
        return Decide(handoff, answered, context.Caller, context.Now);
    }

    internal static Outcome<HandoffEvent> Decide(Handoff handoff, QuestionAnswered answered, Caller caller, DateTime at)
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        if (QuestionOf(handoff, answered.Number) is not { } asked)
            return Refusal.NotFound(T("question {0}", answered.Number));
        var other = AnsweringTeam(handoff, asked);
        if (!MayAnswer(handoff, asked, caller))
            return Refusal.Forbidden(T("{0} asked; only people of {1} may answer.", asked.AskedTeam, other));
        return asked.Answer is not null
            ? handoff.Conflict(
                caller,
                "answered",
                T("Answered already"),
                T("Question {0} was answered by {1}.", asked.Number, asked.AnsweredBy)
            )
            : handoff.Record(answered, at, caller, handoff.ActingTeam(caller, other, other));
    }

    /// <summary>
    /// Since when the clock of the state stands still and when it should have ended, where this answer lets it go on;
    /// else null.
    /// </summary>
    internal static (DateTime Since, DateTime Due)? StoppedUntil(Handoff handoff, int number) =>
        handoff.MovedBy(handoff.Questions) is not null
        && handoff.MovedBy(handoff.Questions.Where(question => question.Number != number)) is null
        && handoff.ClockSince is { } since
        && handoff.DueOf(handoff.Status) is { } due
            ? (
                handoff.Status == HandoffStatus.Accepted && handoff.AcceptedAt > since
                    ? handoff.AcceptedAt.Value
                    : since,
                due
            )
            : null;

    private static Question? QuestionOf(Handoff handoff, int number) =>
        handoff.Questions.SingleOrDefault(question => question.Number == number);

    /// <summary>The team that was asked may, and one that helps; not the side that asked.</summary>
    private static bool MayAnswer(Handoff handoff, Question question, Caller caller) =>
        caller.Is(AnsweringTeam(handoff, question))
        || (!caller.Is(question.AskedTeam) && handoff.AssistingTeams.Any(caller.Is));

    private static string AnsweringTeam(Handoff handoff, Question question) =>
        question.AskedTeam == handoff.FromTeam ? handoff.ToTeam : handoff.FromTeam;
}

using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands.Ask;

/// <summary>Asks the other team.</summary>
internal sealed class AskQuestion : HandoffCommand<AskRequest>
{
    internal static readonly AskQuestion Command = new();

    private AskQuestion()
        : base("ask", Side.Either, HandoffStatus.Initiated, HandoffStatus.Returned, HandoffStatus.Accepted) { }

    internal override bool IsForGuests => true;

    internal override ApiRoute Api { get; } = new("POST", "/questions", "Ask the other team a question");

    internal override IReadOnlyList<PageDoor> Pages =>
        [
            Page("/questions", form => new AskRequest(form.Text("text"), form.Optional("field"), form.Has("blocking"))),
            Page("/questions/save", AskInputs.OfAnswer) with
            {
                IsForGuests = false,
            },
        ];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<QuestionAsked>(QuestionAsked.EventName)
        {
            Timeline = (asked, told) =>
                new(
                    asked.Blocking ? T("{0} asked a blocking question", told.Who) : T("{0} asked", told.Who),
                    asked.Text
                ),
            Hears = (_, hearing) => hearing.OtherSide,
            Asks = Asks.OtherSide,
            Facts = (asked, about) =>
                asked.Field is { } field
                    ? [new Fact(FactLabels.Question, asked.Text), new Fact(FactLabels.Field, about.LabelOf(field))]
                    : [new Fact(FactLabels.Question, asked.Text)],
            Name = () => T("Question asked"),
            Notice = about => new(T("Question|noun"), T("{0} asked a question about {1}.", about.Who, about.About)),
        },
        new EventDescriptor<QuestionSaved>(QuestionSaved.EventName)
        {
            Timeline = (saved, told) =>
                new(
                    T("{0} found the answer on #{1}", told.Who, $"{saved.From.HandoffId}"),
                    Telling.Lines([saved.Text, saved.Answer])
                ),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var text = new Argument<string>("TEXT") { Description = "The question." };
            var about = CliOptions.Text("--field", "The field that the question is about.");
            var blocking = new Option<bool>("--blocking")
            {
                Description = "The handoff cannot be completed until the question is answered.",
            };
            var use = AskInputs.UseOption();
            return
            [
                new CliVerb(
                    "ask",
                    "Ask the other team a question.\n\nExample: baton handoff ask 12 \"Which portal do they use?\" "
                        + "--field special_requirements --blocking",
                    [text, about, blocking, use],
                    (parsed, api, id, _, token) =>
                        api.AskAsync(
                            id,
                            new AskRequest(
                                parsed.GetRequiredValue(text),
                                parsed.GetValue(about),
                                parsed.GetValue(blocking),
                                AskInputs.SourceOf(parsed.GetValue(use))
                            ),
                            token
                        )
                )
                {
                    Say = (parsed, handoff) =>
                        parsed.GetValue(use) is null
                            ? $"asked question {handoff.Questions.Max(question => question.Number)}."
                            : $"noted the answer: {handoff.Questions.MaxBy(question => question.Number)!.Answer}",
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Ask a question");

    private protected override Refusal? Faults(Handoff handoff, AskRequest request, RequestContext context) =>
        Texts.Refusal(
            Texts.Required("text", request.Text),
            request.Field is { } named ? Texts.KnownField("field", named, context.TemplateOf(handoff), handoff) : []
        );

    /// <summary>An earlier answer is used only by somebody who may see it where it was given.</summary>
    private protected override async Task<Outcome<Handoff>> KeepAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        HandoffTarget target,
        AskRequest request,
        CancellationToken cancellationToken
    )
    {
        if (request.AnswerFrom is not { } from)
            return await db.KeepAsync(context, handoff, Decide(handoff, target, request, context), cancellationToken);
        var earlier = await AskInputs.EarlierAsync(db, context, from, cancellationToken);
        return earlier.Refused(out var refusal, out var question)
            ? refusal
            : await db.KeepAsync(context, handoff, Save(handoff, request, question, context), cancellationToken);
    }

    private static Outcome<HandoffEvent> Save(
        Handoff handoff,
        AskRequest request,
        Question earlier,
        RequestContext context
    )
    {
        var team = AskingTeam(handoff, context.Caller);
        var saved = new QuestionSaved(
            handoff.Questions.Count + 1,
            team,
            request.Text,
            request.Field,
            earlier.Answer!,
            earlier.AnsweredBy,
            earlier.AnsweredAt,
            request.AnswerFrom!
        );
        return handoff.Record(saved, context.Now, context.Caller, team);
    }

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        AskRequest request,
        RequestContext context
    ) => Decide(handoff, request, AnswerBy(context, handoff), context.Caller, context.Now);

    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        AskRequest request,
        DateTime? answerBy,
        Caller caller,
        DateTime at
    )
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        var team = AskingTeam(handoff, caller);
        var asked = new QuestionAsked(
            handoff.Questions.Count + 1,
            team,
            request.Text,
            request.Field,
            request.Blocking,
            request.Blocking && handoff.MovesClock(team) ? answerBy : null
        );
        return handoff.Record(asked, at, caller, team);
    }

    /// <summary>The team that the caller belongs to; the receiving one where it is both.</summary>
    private static string AskingTeam(Handoff handoff, Caller caller) =>
        Handoff.ActingFor(caller, handoff.ToTeam, handoff.FromTeam);

    /// <summary>The other team has as long to answer as the template gives it for its own part.</summary>
    private static DateTime? AnswerBy(RequestContext context, Handoff handoff)
    {
        var template = context.TemplateOf(handoff);
        var bySender = AskingTeam(handoff, context.Caller) != handoff.FromTeam;
        return context
            .Catalog.Teams.GetValueOrDefault(bySender ? handoff.FromTeam : handoff.ToTeam)
            ?.After(context.Now, bySender ? template.ResubmitWithin : template.AcceptWithin);
    }
}

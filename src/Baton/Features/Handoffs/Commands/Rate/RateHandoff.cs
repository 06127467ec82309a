using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;

namespace Baton.Features.Handoffs.Commands.Rate;

/// <summary>
/// A person of the receiving team rates how it was handed over; rated again, it replaces what they said.
/// </summary>
internal sealed class RateHandoff : HandoffCommand<FeedbackRequest>
{
    internal static readonly RateHandoff Command = new();

    private RateHandoff()
        : base("feedback", Side.Receiver, HandoffStatus.Accepted, HandoffStatus.Completed) { }

    internal override ApiRoute Api { get; } = new("PUT", "/feedback", "Rate how it was handed over");

    internal override IReadOnlyList<PageDoor> Pages =>
        [
            Page(
                "/feedback",
                form => new FeedbackRequest(form.Number("rating") ?? 0, form.Texts("missing"), form.Optional("comment"))
            ),
        ];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<FeedbackGiven>(FeedbackGiven.EventName)
        {
            Timeline = (given, told) =>
                new(T("{0} rated this handoff {1} of 5", told.Who, given.Rating), given.Comment),
            Hears = (_, _) => Hearing.Sender,
            Facts = Facts,
            Name = () => T("Rated"),
            Notice = about => new(T("Rated"), T("{0} rated {1}.", about.Who, about.About)),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var rating = new Option<int>("--rating")
            {
                Description = "Your rating, from 1 (poor) to 5 (nothing was missing).",
                Required = true,
            };
            var missing = new Option<string[]>("--missing")
            {
                Description = "A field that was missing. Can be repeated.",
            };
            var comment = CliOptions.Text("--comment", "A comment.");
            return
            [
                new CliVerb(
                    "feedback",
                    "Rate a handoff.\n\nExample: baton handoff feedback 12 --rating 3 "
                        + "--missing goals --comment \"We had to ask twice\"",
                    [rating, missing, comment],
                    (parsed, api, id, _, token) =>
                        api.GiveFeedbackAsync(
                            id,
                            new FeedbackRequest(
                                parsed.GetRequiredValue(rating),
                                parsed.GetValue(missing) ?? [],
                                parsed.GetValue(comment)
                            ),
                            token
                        )
                )
                {
                    Say = (parsed, _) => $"rated {parsed.GetValue(rating)} of 5.",
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Rate this handoff");

    private protected override Refusal? Faults(Handoff handoff, FeedbackRequest request, RequestContext context)
    {
        var template = context.TemplateOf(handoff);
        return Texts.Refusal(
            request.Rating is >= 1 and <= 5 ? [] : [new FieldError("rating", "rule", T("rating must be from 1 to 5."))],
            (request.Missing ?? []).SelectMany(
                (field, i) => Texts.KnownField($"missing[{i}]", field, template, handoff)
            ),
            Texts.Optional("comment", request.Comment)
        );
    }

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        FeedbackRequest request,
        RequestContext context
    )
    {
        var missing = (request.Missing ?? []).Distinct().ToList();
        var given = new FeedbackGiven(request.Rating, missing, request.Comment);
        return Decide(handoff, given, context.Caller, context.Now);
    }

    internal static Outcome<HandoffEvent> Decide(Handoff handoff, FeedbackGiven given, Caller caller, DateTime at) =>
        handoff.Refuse(Command, caller) is { } refusal ? refusal : handoff.Record(given, at, caller, handoff.ToTeam);

    private static IEnumerable<Fact> Facts(FeedbackGiven given, NoticeFacts about)
    {
        yield return Fact.Of(FactLabels.Rating, Key("{0} of 5"), $"{given.Rating}");
        if (given.Missing.Count > 0)
            yield return new Fact(FactLabels.WasMissing, about.LabelsOf(given.Missing));
        if (!Blank.Is(given.Comment))
            yield return new Fact(FactLabels.Comment, given.Comment);
    }
}

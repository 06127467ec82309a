using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.Gap;

/// <summary>Reports a defect of the context that was found after accepting.</summary>
internal sealed class FlagGap : HandoffCommand<GapRequest>
{
    internal static readonly FlagGap Command = new();

    private FlagGap()
        : base("flag_gap", Side.Receiver, HandoffStatus.Accepted, HandoffStatus.Completed) { }

    internal override ApiRoute Api { get; } = new("POST", "/gaps", "Report a gap that was found after accepting");

    internal override string Icon => "flag";

    internal override IReadOnlyList<PageDoor> Pages =>
        [
            Page("/flag_gap", Read) with
            {
                Form = typeof(GapForm),
                Meaning = handoff =>
                    T("Say what was missing or wrong. It counts as a defect, and {0} gets a notice.", handoff.From),
            },
        ];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<GapFlagged>(GapFlagged.EventName)
        {
            Timeline = (gap, told) =>
                new(
                    T("{0} reported a gap: {1} is {2}", told.Who, told.LabelOf(gap.Field), FindingWords.Of(gap.Code)),
                    gap.Note
                ),
            Hears = (_, _) => Hearing.Sender,
            Facts = Facts,
            Name = () => T("Gap reported"),
            Notice = about => new(T("Gap reported"), T("{0} reported a gap in {1}.", about.Who, about.About)),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var about = CliOptions.RequiredText("--field", "The field that has the gap.");
            var code = CliOptions.Code<FindingCode>("--code", "What is wrong: missing, wrong, outdated or unclear.");
            var minutes = CliOptions.Number("--minutes-lost", "How many minutes it cost you.");
            var note = CliOptions.Text("--note", "A note.");
            return
            [
                new CliVerb(
                    "gap",
                    "Report a gap that you found after accepting.\n\nExample: baton handoff gap 12 --field "
                        + "key_contacts --code outdated --minutes-lost 45",
                    [about, code, minutes, note],
                    (parsed, api, id, _, token) =>
                        api.FlagGapAsync(
                            id,
                            new GapRequest(
                                parsed.GetRequiredValue(about),
                                CliOptions.Find<FindingCode>(parsed.GetRequiredValue(code))!.Value,
                                parsed.GetValue(minutes),
                                parsed.GetValue(note)
                            ),
                            token
                        )
                )
                {
                    Say = (parsed, _) => $"reported a gap in {parsed.GetValue(about)}.",
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Report a gap");

    private static Outcome<GapRequest> Read(Form form) =>
        FormCodes.Make(
            form,
            "code",
            (FindingCode code) =>
                new GapRequest(form.Text("field"), code, form.Number("minutes_lost"), form.Optional("note"))
        );

    private protected override Refusal? Faults(Handoff handoff, GapRequest request, RequestContext context) =>
        Texts.Refusal(
            Texts.KnownField("field", request.Field, context.TemplateOf(handoff), handoff),
            request.MinutesLost is < 0 or > 1_000_000
                ? [new FieldError("minutes_lost", "rule", T("minutes_lost must be between 0 and 1,000,000."))]
                : [],
            Texts.Optional("note", request.Note)
        );

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        GapRequest request,
        RequestContext context
    )
    {
        var gap = new GapFlagged(request.Field, request.Code, request.MinutesLost, request.Note);
        return Decide(handoff, gap, context.Caller, context.Now);
    }

    internal static Outcome<HandoffEvent> Decide(Handoff handoff, GapFlagged gap, Caller caller, DateTime at) =>
        handoff.Refuse(Command, caller) is { } refusal ? refusal : handoff.Record(gap, at, caller, handoff.ToTeam);

    private static IEnumerable<Fact> Facts(GapFlagged gap, NoticeFacts about)
    {
        yield return about.Saying(FactLabels.Gap, gap.Field, gap.Code, gap.Note);
        if (gap.MinutesLost is { } minutes)
            yield return new Fact(FactLabels.MinutesLost, $"{minutes}");
    }
}

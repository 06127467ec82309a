using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.Return;

/// <summary>The receiving team returns it and says of each field what is wrong.</summary>
internal sealed class ReturnHandoff : HandoffCommand<ReturnRequest>
{
    internal static readonly ReturnHandoff Command = new();

    private ReturnHandoff()
        : base("return", Side.Receiver, HandoffStatus.Initiated, HandoffStatus.Accepted) { }

    internal override HandoffStatus? LeadsTo => HandoffStatus.Returned;

    internal override bool IsForGuests => true;

    internal override ApiRoute Api { get; } = new("POST", "/return", "Return it, with findings");

    internal override SlackDoor Slack { get; } = new("return_handoff", Key("Return…"));

    internal override string Icon => "back";

    internal override bool IsLikely => true;

    internal override IReadOnlyList<PageDoor> Pages =>
        [
            Page("/return", Read) with
            {
                Form = typeof(ReturnForm),
                Meaning = handoff =>
                    T("Tick every field that is missing or wrong. {0} fixes these fields and resubmits.", handoff.From),
            },
        ];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<HandoffReturned>(HandoffReturned.EventName)
        {
            Timeline = (returned, told) =>
                new(
                    T("{0} returned it", told.Who),
                    Telling.Lines(returned.Findings.Select(finding => Line(finding, told)))
                ),
            Hears = (_, _) => Hearing.Sender,
            Asks = Asks.Sender,
            Tone = "warn",
            Settles = [],
            Facts = (returned, about) => FactsOf(returned.Findings, about).Concat(about.Due),
            Name = () => T("Returned"),
            Notice = about =>
                new(
                    T("Returned{0, plural, =0 {} one { with # finding} other { with # findings}}", about.FindingCount),
                    T(
                        "{0} returned {1} from {2} to {3}{4, plural, =0 {} one { with # finding} "
                            + "other { with # findings}}.",
                        about.Who,
                        about.What,
                        about.To,
                        about.From,
                        about.FindingCount
                    )
                ),
            Overtakes = (who, when) => T("{0} returned this handoff on {1}.", who, when),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var finding = CliFindings.Option();
            var revision = CliOptions.Number(
                "--revision",
                "The context revision that you read. Returning stops if the context has changed since."
            );
            return
            [
                new CliVerb(
                    "return",
                    "Return a handoff and say what is wrong with each field.\n\nExample: baton handoff return 12 "
                        + "--finding contract_value=\"wrong: it says 60000 in the contract\" --finding goals=missing",
                    [finding, revision],
                    (parsed, api, id, version, token) =>
                        api.ReturnAsync(
                            id,
                            new ReturnRequest(CliFindings.Of(parsed, finding), parsed.GetValue(revision)),
                            version,
                            token
                        )
                )
                {
                    TakesVersion = true,
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Return");

    /// <summary>The fields that a form names: those that are ticked, and those that have a note.</summary>
    internal static IReadOnlyList<string> FieldsOf(Form form) =>
        [
            .. form.Texts("field")
                .Concat(form.Under("note.").Where(note => !Blank.Is(note.Text)).Select(note => note.Name))
                .Distinct(),
        ];

    private static Outcome<ReturnRequest> Read(Form form)
    {
        var read = FieldsOf(form)
            .Select(
                (field, i) =>
                    (Field: field, Code: FormCodes.Of<FindingCode>(form, $"code.{field}", $"findings[{i}].code"))
            )
            .ToList();
        return Texts.Refusal(read.SelectMany(found => found.Code.Refusal?.Errors ?? [])) is { } refusal
            ? refusal
            : new ReturnRequest(
                [
                    .. read.Select(found => new FindingRequest(
                        found.Field,
                        found.Code.Value,
                        form.Optional($"note.{found.Field}")
                    )),
                ],
                form.Number("context_revision")
            );
    }

    private protected override Refusal? Faults(Handoff handoff, ReturnRequest request, RequestContext context)
    {
        var template = context.TemplateOf(handoff);
        return Texts.Refusal(
            request.Findings.Count == 0
                ? [new FieldError("findings", "missing", T("A return needs at least one finding."))]
                : [],
            request.Findings.SelectMany(
                (finding, i) => Texts.KnownField($"findings[{i}].field", finding.Field, template, handoff)
            ),
            request.Findings.SelectMany((finding, i) => Texts.Optional($"findings[{i}].note", finding.Note))
        );
    }

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        ReturnRequest request,
        RequestContext context
    )
    {
        if (request.ContextRevision is { } seen && SeenRevision.Refuse(handoff, seen, context.Caller) is { } changed)
            return changed;
        var findings = request.Findings.Select(finding => new Finding(finding.Field, finding.Code, finding.Note));
        var resubmitBy = context
            .Catalog.Teams.GetValueOrDefault(handoff.FromTeam)
            ?.After(context.Now, context.TemplateOf(handoff).ResubmitWithin);
        return Decide(handoff, new HandoffReturned([.. findings], resubmitBy), context.Caller, context.Now);
    }

    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffReturned returned,
        Caller caller,
        DateTime at
    ) =>
        handoff.Refuse(Command, caller) is { } refusal ? refusal : handoff.Record(returned, at, caller, handoff.ToTeam);

    private static string Line(Finding finding, Telling told)
    {
        var what = $"{told.LabelOf(finding.Field)}, {FindingWords.Of(finding.Code)}";
        return finding.Note is null ? what : T("{0}: {1}", what, finding.Note);
    }

    private static IEnumerable<Fact> FactsOf(IReadOnlyList<Finding> findings, NoticeFacts about) =>
        findings.Select(finding => about.Saying(FactLabels.Finding, finding.Field, finding.Code, finding.Note));
}

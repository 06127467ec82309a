using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.ReadBack;

/// <summary>The sending team says whether the receiving team understood what it accepted.</summary>
internal sealed class AnswerReadBack : HandoffCommand<ReadBackRequest>
{
    internal static readonly AnswerReadBack Command = new();

    private AnswerReadBack()
        : base("read_back", Side.Sender, HandoffStatus.Accepted, HandoffStatus.Completed) { }

    internal override ApiRoute Api { get; } =
        new("POST", "/read-back", "Confirm or correct what the receiving team said it accepted");

    /// <summary>To confirm takes a click; to correct takes words, which the page asks for.</summary>
    internal override SlackDoor Slack =>
        new("confirm_read_back", Key("That is right"), ConfirmAsync)
        {
            IsUnder = message =>
                message.Kind == HandoffAccepted.EventName
                && message.Told == message.FromTeam
                && message.Facts.Any(fact => fact.Label == FactLabels.ReadBack),
        };

    internal override IReadOnlyList<PageDoor> Pages =>
        [
            Page(
                "/read-back",
                form =>
                    FormCodes.Decide(
                        form,
                        "confirmed",
                        confirmed => new ReadBackRequest(confirmed, form.Optional("correction"))
                    )
            ),
        ];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<ReadBackAnswered>(ReadBackAnswered.EventName)
        {
            Timeline = (answered, told) =>
                answered.Confirmed
                    ? new(T("{0} confirmed the read-back", told.Who))
                    : new(T("{0} corrected the read-back", told.Who), answered.Correction),
            Hears = (_, _) => Hearing.Receiver,
            Facts = (answered, about) =>
                answered.Confirmed
                    ? [new Fact(FactLabels.ReadBack, about.Then.ReadBack ?? "")]
                    :
                    [
                        new Fact(FactLabels.ReadBack, about.Then.ReadBack ?? ""),
                        new Fact(FactLabels.Correction, answered.Correction ?? ""),
                    ],
            Name = () => T("Read-back answered"),
            Notice = about =>
                about.Fact(FactLabels.Correction) is not null
                    ? new(T("Read-back corrected"), T("{0} corrected your read-back of {1}.", about.Who, about.About))
                    : new(T("Read-back confirmed"), T("{0} confirmed your read-back of {1}.", about.Who, about.About)),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var correction = CliOptions.Text(
                "--correct",
                "What the receiving team got wrong. Left out: you confirm it."
            );
            return
            [
                new CliVerb(
                    "read-back",
                    "Confirm what the receiving team said it accepted, or correct it.\n\n"
                        + "Example: baton handoff read-back 12 --correct \"40 branches, not 14\"",
                    [correction],
                    (parsed, api, id, _, token) =>
                        api.AnswerReadBackAsync(
                            id,
                            parsed.GetValue(correction) is { } text
                                ? new ReadBackRequest(false, text)
                                : new ReadBackRequest(true),
                            token
                        )
                )
                {
                    Say = (_, handoff) =>
                        handoff.ReadBackAnswer is { Confirmed: true }
                            ? "confirmed the read-back."
                            : "corrected the read-back.",
                },
            ];
        }
    }

    internal override string Button(HandoffRecord handoff) => T("Confirm the read-back");

    /// <summary>A read-back that nobody has answered.</summary>
    internal override bool HasObject(Handoff handoff, Caller caller) => handoff.AwaitsReadBack;

    private protected override Refusal? Faults(Handoff handoff, ReadBackRequest request, RequestContext context) =>
        request.Confirmed ? Surplus(request) : Texts.Refusal(Texts.Required("correction", request.Correction));

    private async Task<Outcome<Handoff>> ConfirmAsync(
        BatonDb db,
        RequestContext context,
        long id,
        int revision,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var hidden, out var handoff))
            return hidden;
        return SeenRevision.Refuse(handoff, revision, context.Caller) is { } changed
            ? changed
            : await RunAsync(db, context, id, new ReadBackRequest(true), cancellationToken);
    }

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        ReadBackRequest request,
        RequestContext context
    ) => Decide(handoff, new ReadBackAnswered(request.Confirmed, request.Correction), context.Caller, context.Now);

    internal static Outcome<HandoffEvent> Decide(Handoff handoff, ReadBackAnswered answered, Caller caller, DateTime at)
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        if (handoff.AwaitsReadBack)
            return handoff.Record(answered, at, caller, handoff.FromTeam);
        return handoff.ReadBackAnswer is { } before
            ? handoff.Conflict(caller, "answered", T("Answered already"), T("{0} answered this read-back.", before.By))
            : handoff.Conflict(
                caller,
                "no-read-back",
                T("There is no read-back"),
                T("{0} accepted it without saying in their own words what they accepted.", handoff.ToTeam)
            );
    }

    private static Refusal? Surplus(ReadBackRequest request) =>
        Blank.Is(request.Correction)
            ? null
            : Refusal.Invalid(
                "correction",
                "rule",
                T("Send a correction with confirmed: false, or confirm without one.")
            );
}

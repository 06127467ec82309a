using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands.Initiate;

/// <summary>
/// Hands over a draft, or resubmits what was returned, through the gate. What the gate judges is judged outside of the
/// transaction: see <see cref="JudgeInitiate"/>.
/// </summary>
internal sealed class InitiateHandoff : RoutedCommand<InitiateRequest>
{
    internal static readonly InitiateHandoff Command = new();

    private InitiateHandoff()
        : base("initiate", Side.Sender, HandoffStatus.Draft, HandoffStatus.Returned) { }

    internal override HandoffStatus? LeadsTo => HandoffStatus.Initiated;

    internal override ApiRoute Api { get; } = new("POST", "/initiate", "Hand over a draft, or resubmit");

    internal override Type ButtonComponent => typeof(InitiateButton);

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<HandoffInitiated>(HandoffInitiated.EventName)
        {
            Timeline = (initiated, told) =>
            {
                var waived = told.LabelsOf(initiated.Waivers.Select(waiver => waiver.Field));
                return new(
                    waived.Length == 0
                        ? T("{0} handed it over", told.Who)
                        : T("{0} handed it over and waived {1}", told.Who, waived)
                );
            },
            Hears = (_, _) => Hearing.Receiver,
            Asks = Asks.Receiver,
            Settles = [],
            Facts = (_, about) => [.. about.Due, .. about.Follows, .. about.Waivers],
            Name = () => T("Handed over"),
            Notice = about => new(T("Handed over"), T("{0} handed over {1}.", about.Who, about.About)),
            Overtakes = (who, when) => T("{0} handed this over on {1}.", who, when),
        },
        new EventDescriptor<HandoffResubmitted>(HandoffResubmitted.EventName)
        {
            Timeline = (again, told) =>
                new(
                    T("{0} resubmitted it", told.Who),
                    Telling.Lines(again.Replies.Select(reply => T("{0}: {1}", told.LabelOf(reply.Key), reply.Value)))
                ),
            Hears = (_, _) => Hearing.Receiver,
            Asks = Asks.Receiver,
            Settles = [Asks.Sender],
            Facts = (_, about) => [.. about.Due, .. about.AnsweredFindings, .. about.Waivers],
            Name = () => T("Resubmitted"),
            Notice = about =>
                new(T("Resubmitted"), T("{0} answered the findings and resubmitted {1}.", about.Who, about.About)),
            Overtakes = (who, when) => T("{0} resubmitted this handoff on {1}.", who, when),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var reply = Pairs.Option(
                "--reply",
                "Answer a finding without changing the value, as field=text. Can be repeated."
            );
            return
            [
                new CliVerb(
                    "resubmit",
                    "Resubmit a returned handoff. Answer every finding: change the value with `baton handoff edit`, "
                        + "or use --reply."
                        + "\n\nExample: baton handoff resubmit 12 --reply start_date=\"The client insists\"",
                    [reply, CliOptions.Waive],
                    (parsed, api, id, version, token) =>
                        api.InitiateAsync(
                            id,
                            new InitiateRequest(
                                CliOptions.Waivers(parsed),
                                Pairs
                                    .Of(parsed, reply)
                                    .GroupBy(pair => pair.Name)
                                    .ToDictionary(group => group.Key, group => group.Last().Value)
                            ),
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

    internal override string Button(HandoffRecord handoff) =>
        handoff.Status == HandoffStatus.Returned ? T("Resubmit") : T("Hand over");

    internal override async Task<HandoffWork> PrepareAsync(
        IDbContextFactory<BatonDb> factory,
        RequestContext context,
        HandoffTarget target,
        InitiateRequest request,
        CancellationToken cancellationToken
    ) => new(await JudgeInitiate.JudgeAsync(factory, context, target.Id, request, null, cancellationToken));

    /// <summary>Begins one and hands it over at once.</summary>
    internal static Outcome<Handoff> Begin(
        HandoffCreated created,
        GateResult gate,
        DateTime? acceptBy,
        Caller caller,
        DateTime at,
        DateTime? nextDueAt = null
    )
    {
        if (!gate.Complete)
            return Incomplete(gate);
        var handoff = new Handoff();
        handoff.Record(new HandoffInitiated(created, gate.Waivers, acceptBy, nextDueAt), at, caller, created.FromTeam);
        return handoff;
    }

    internal static Outcome<HandoffEvent> Decide(
        Handoff handoff,
        GateResult gate,
        IReadOnlyDictionary<string, string> replies,
        DateTime? acceptBy,
        Caller caller,
        DateTime at,
        DateTime? nextDueAt = null
    )
    {
        if (handoff.Refuse(Command, caller) is { } refusal)
            return refusal;
        if (!gate.Complete)
            return Incomplete(gate);
        if (handoff.Status == HandoffStatus.Draft)
            return handoff.Record(
                new HandoffInitiated(null, gate.Waivers, acceptBy, nextDueAt),
                at,
                caller,
                handoff.FromTeam
            );
        return Unanswered(handoff, replies) is { Count: > 0 } errors
            ? new Refusal(
                422,
                "unanswered-findings",
                T("Findings are not answered"),
                string.Join(" ", errors.Select(error => error.Message))
            )
            {
                Errors = errors,
            }
            : handoff.Record(new HandoffResubmitted(replies, gate.Waivers, acceptBy), at, caller, handoff.FromTeam);
    }

    internal static Refusal Incomplete(GateResult gate) =>
        new(422, "incomplete-context", T("The context is incomplete"), gate.Detail) { Errors = gate.Errors };

    private static List<FieldError> Unanswered(Handoff handoff, IReadOnlyDictionary<string, string> replies)
    {
        var open = handoff
            .Findings.Where(finding => !finding.Changed && Blank.Is(replies.GetValueOrDefault(finding.Field)))
            .Select(finding => finding.Field)
            .Distinct()
            .Select(field => new FieldError(
                field,
                "unanswered",
                T("The finding on {0} is not answered: change the value, or reply.", field)
            ));
        var strange = replies
            .Keys.Where(field => handoff.Findings.All(finding => finding.Field != field))
            .Select(field => new FieldError(
                $"replies.{field}",
                "unknown",
                T("There is no finding on {0} to reply to.", field)
            ));
        return [.. open, .. strange];
    }
}

using System.CommandLine;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Commands.FanningOut;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Storage;

namespace Baton.Features.Handoffs.Commands.Withdraw;

/// <summary>The sending team withdraws it before it is accepted, or discards a draft.</summary>
internal sealed class WithdrawHandoff : HandoffCommand<WithdrawRequest>
{
    internal static readonly WithdrawHandoff Command = new();

    private WithdrawHandoff()
        : base("withdraw", Side.Sender, HandoffStatus.Draft, HandoffStatus.Initiated, HandoffStatus.Returned) { }

    internal override HandoffStatus? LeadsTo => HandoffStatus.Withdrawn;

    internal override ApiRoute Api { get; } = new("POST", "/withdraw", "Withdraw it, or discard a draft");

    internal override string Icon => "close";

    internal override bool EndsIt => true;

    internal override IReadOnlyList<PageDoor> Pages =>
        [
            Page("/withdraw", form => new WithdrawRequest(form.Text("reason"), form.Has("all"))) with
            {
                Form = typeof(WithdrawForm),
                Meaning = WhatFollows,
            },
        ];

    internal override IReadOnlyList<EventDescriptor> Events { get; } =
    [
        new EventDescriptor<HandoffWithdrawn>(HandoffWithdrawn.EventName)
        {
            Timeline = (withdrawn, told) =>
                new(
                    told.EverInitiated ? T("{0} withdrew it", told.Who) : T("{0} discarded the draft", told.Who),
                    withdrawn.Reason
                ),

            // A draft concerns nobody else.
            Hears = (_, hearing) => hearing.EverInitiated ? Hearing.Receiver : [],
            Settles = Enum.GetValues<Asks>(),
            Facts = (withdrawn, _) => [new Fact(FactLabels.Reason, withdrawn.Reason)],
            Name = () => T("Withdrawn"),
            Notice = about => new(T("Withdrawn"), T("{0} withdrew {1}.", about.Who, about.About)),
            Overtakes = (who, when) => T("{0} withdrew this handoff on {1}.", who, when),
        },
    ];

    internal override IReadOnlyList<CliVerb> Verbs
    {
        get
        {
            var reason = CliOptions.RequiredText("--reason", "Why you withdraw it.");
            var all = new Option<bool>("--all")
            {
                Description = "Also from the other teams that it was handed over to at once.",
            };
            return
            [
                new CliVerb(
                    "withdraw",
                    "Withdraw a handoff that is not accepted yet, or discard a draft.\n\n"
                        + "Example: baton handoff withdraw 12 --reason \"The client canceled\"",
                    [reason, all],
                    (parsed, api, id, version, token) =>
                        api.WithdrawAsync(
                            id,
                            new WithdrawRequest(parsed.GetRequiredValue(reason), parsed.GetValue(all)),
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
        handoff.Status == HandoffStatus.Draft ? T("Discard draft") : T("Withdraw");

    private static string WhatFollows(CommandSubject handoff) =>
        handoff.Handoff.Status == HandoffStatus.Draft
            ? T("Discard this draft? It can no longer be handed over.")
            : T("Withdraw this handoff? {0} will no longer see it among its work and cannot accept it.", handoff.To);

    private protected override Refusal? Faults(Handoff handoff, WithdrawRequest request, RequestContext context) =>
        request.All && handoff.FanOut is null
            ? Refusal.Invalid("all", "rule", T("It was handed over to one team alone. Leave all out."))
            : Texts.Refusal(Texts.Required("reason", request.Reason));

    /// <summary>What a team has accepted stays with it.</summary>
    private protected override async Task<Outcome<Handoff>> KeepAsync(
        BatonDb db,
        RequestContext context,
        Handoff handoff,
        HandoffTarget target,
        WithdrawRequest request,
        CancellationToken cancellationToken
    )
    {
        var kept = await base.KeepAsync(db, context, handoff, target, request, cancellationToken);
        if (!request.All || kept.Value is null)
            return kept;
        foreach (var sibling in await FanOuts.SiblingsAsync(db, handoff, cancellationToken))
        {
            if (sibling.Refuse(Command, context.Caller) is null)
                await db.KeepAsync(
                    context,
                    sibling,
                    Decide(sibling, request.Reason, context.Caller, context.Now),
                    cancellationToken
                );
        }

        return kept;
    }

    private protected override Outcome<HandoffEvent> Decide(
        Handoff handoff,
        HandoffTarget target,
        WithdrawRequest request,
        RequestContext context
    ) => Decide(handoff, request.Reason, context.Caller, context.Now);

    internal static Outcome<HandoffEvent> Decide(Handoff handoff, string reason, Caller caller, DateTime at) =>
        handoff.Refuse(Command, caller) is { } refusal
            ? refusal
            : handoff.Record(new HandoffWithdrawn(reason), at, caller, handoff.FromTeam);
}

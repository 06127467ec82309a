using System.Collections.Frozen;
using Baton.Client;
using Baton.Features.Guests;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using static Baton.Client.HandoffStatus;

namespace Baton.Features.Handoffs.State;

/// <summary>The side of a handoff that may give a command.</summary>
internal enum Side
{
    Sender,
    Receiver,
    Either,
    LeadOfEither,
    LeadOfReceiver,
}

/// <summary>The table of the contract: which command in which states by whom. What is not in it is refused.</summary>
internal sealed record Command(string Name, Side Side, bool Listed, FrozenSet<HandoffStatus> From)
{
    internal static readonly Command Edit = Of("edit", Side.Sender, Draft, HandoffStatus.Returned);
    internal static readonly Command Initiate = Of("initiate", Side.Sender, Draft, HandoffStatus.Returned);
    internal static readonly Command Open = Of("open", Side.Receiver, HandoffStatus.Initiated) with { Listed = false };
    internal static readonly Command Accept = Of("accept", Side.Receiver, HandoffStatus.Initiated);
    internal static readonly Command Return = Of(
        "return",
        Side.Receiver,
        HandoffStatus.Initiated,
        HandoffStatus.Accepted
    );
    internal static readonly Command Decline = Of("decline", Side.Receiver, HandoffStatus.Initiated);
    internal static readonly Command Reroute = Of("reroute", Side.LeadOfEither, HandoffStatus.Initiated);
    internal static readonly Command Withdraw = Of(
        "withdraw",
        Side.Sender,
        Draft,
        HandoffStatus.Initiated,
        HandoffStatus.Returned
    );
    internal static readonly Command Assign = Of("assign", Side.Receiver, HandoffStatus.Accepted);
    internal static readonly Command Tick = Of("tick", Side.Receiver, HandoffStatus.Accepted);
    internal static readonly Command Ask = Of(
        "ask",
        Side.Either,
        HandoffStatus.Initiated,
        HandoffStatus.Returned,
        HandoffStatus.Accepted
    ) with
    {
        Listed = false,
    };
    internal static readonly Command Answer = Of(
        "answer",
        Side.Either,
        HandoffStatus.Initiated,
        HandoffStatus.Returned,
        HandoffStatus.Accepted
    ) with
    {
        Listed = false,
    };
    internal static readonly Command FlagGap = Of(
        "flag_gap",
        Side.Receiver,
        HandoffStatus.Accepted,
        HandoffStatus.Completed
    );
    internal static readonly Command Complete = Of("complete", Side.Receiver, HandoffStatus.Accepted);
    internal static readonly Command Feedback = Of(
        "feedback",
        Side.Receiver,
        HandoffStatus.Accepted,
        HandoffStatus.Completed
    );

    internal static readonly Command Attach = Of(
        "attach",
        Side.Either,
        Draft,
        HandoffStatus.Initiated,
        HandoffStatus.Returned,
        HandoffStatus.Accepted
    ) with
    {
        Listed = false,
    };
    internal static readonly Command Detach = Of(
        "detach",
        Side.Either,
        Draft,
        HandoffStatus.Initiated,
        HandoffStatus.Returned,
        HandoffStatus.Accepted
    ) with
    {
        Listed = false,
    };

    /// <summary>
    /// Not a command on the handoff itself: no event tells it, and <see cref="All"/> does not hold it.
    /// </summary>
    internal static readonly Command InviteGuest = Of(
        "let in guests",
        Side.LeadOfEither,
        HandoffStatus.Initiated,
        HandoffStatus.Returned,
        HandoffStatus.Accepted
    ) with
    {
        Listed = false,
    };

    internal static readonly Command Dispute = Of("dispute", Side.Sender, HandedOver) with { Listed = false };
    internal static readonly Command DecideDispute = Of("decide_disputes", Side.LeadOfReceiver, HandedOver) with
    {
        Listed = false,
    };

    internal static readonly IReadOnlyList<Command> All =
    [
        Edit,
        Initiate,
        Open,
        Accept,
        Return,
        Decline,
        Reroute,
        Withdraw,
        Assign,
        Tick,
        Ask,
        Answer,
        FlagGap,
        Complete,
        Feedback,
        Dispute,
        DecideDispute,
        Attach,
        Detach,
    ];

    private static HandoffStatus[] HandedOver => [.. Enum.GetValues<HandoffStatus>().Where(status => status != Draft)];

    private static Command Of(string name, Side side, params HandoffStatus[] from) =>
        new(name, side, Listed: true, from.ToFrozenSet());

    internal bool MayBeGivenBy(Caller caller, string fromTeam, string toTeam) =>
        Side switch
        {
            Side.Sender => caller.Is(fromTeam),
            Side.Receiver => caller.Is(toTeam),
            Side.Either => caller.Is(fromTeam) || caller.Is(toTeam),
            Side.LeadOfReceiver => caller.Leads(toTeam),
            _ => caller.Leads(fromTeam) || caller.Leads(toTeam),
        };

    internal string WhoMay(string fromTeam, string toTeam) =>
        Side switch
        {
            Side.Sender => $"Only people of the sending team, {fromTeam}, may {Words}.",
            Side.Receiver => $"Only people of the receiving team, {toTeam}, may {Words}.",
            Side.Either => $"Only people of {fromTeam} or {toTeam} may {Words}.",
            Side.LeadOfReceiver => $"Only leads of the receiving team, {toTeam}, may {Words}.",
            _ => $"Only leads of {fromTeam} or {toTeam} may {Words}.",
        };

    private string Words => Name.Replace('_', ' ');
}

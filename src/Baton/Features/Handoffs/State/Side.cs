using System.Diagnostics;
using Baton.Features.Organization;
using Baton.Features.People;

namespace Baton.Features.Handoffs.State;

/// <summary>The side of a handoff that may give a command.</summary>
internal enum Side
{
    Sender,
    Receiver,
    Either,
    LeadOfEither,
    LeadOfReceiver,

    /// <summary>The team that is responsible now.</summary>
    Responsible,

    /// <summary>A team that helps.</summary>
    Assisting,
    ResponsibleOrAssisting,
    ReceiverOrAssisting,
    EitherOrAssisting,
}

internal static class Sides
{
    internal static bool Holds(this Side side, Caller caller, Handoff handoff) =>
        side switch
        {
            Side.Responsible => caller.Is(handoff.ResponsibleTeam),
            Side.Assisting => Assists(caller, handoff),
            Side.ResponsibleOrAssisting => caller.Is(handoff.ResponsibleTeam) || Assists(caller, handoff),
            Side.ReceiverOrAssisting => caller.Is(handoff.ToTeam) || Assists(caller, handoff),
            Side.EitherOrAssisting => Side.Either.Holds(caller, handoff.FromTeam, handoff.ToTeam)
                || Assists(caller, handoff),
            _ => side.Holds(caller, handoff.FromTeam, handoff.ToTeam),
        };

    internal static bool Holds(this Side side, Caller caller, string fromTeam, string toTeam) =>
        side switch
        {
            Side.Sender => caller.Is(fromTeam),
            Side.Receiver => caller.Is(toTeam),
            Side.Either => caller.Is(fromTeam) || caller.Is(toTeam),
            Side.LeadOfReceiver => caller.Leads(toTeam),
            Side.LeadOfEither => caller.Leads(fromTeam) || caller.Leads(toTeam),
            _ => throw new UnreachableException($"The two teams do not tell whether {side} holds."),
        };

    /// <summary>Whose business it is, for whoever it is not.</summary>
    internal static string WhoMay(this Side side, string does, Handoff handoff) =>
        side switch
        {
            Side.Responsible => T(
                "Only people of {0}, which is responsible now, may {1}.",
                handoff.ResponsibleTeam,
                does
            ),
            Side.Assisting => T("Only people of a team that assists may {0}.", does),
            Side.ResponsibleOrAssisting => T(
                "Only people of {0}, which is responsible now, or of a team that assists may {1}.",
                handoff.ResponsibleTeam,
                does
            ),
            Side.ReceiverOrAssisting => Side.Receiver.WhoMay(does, handoff.FromTeam, handoff.ToTeam),
            Side.EitherOrAssisting => Side.Either.WhoMay(does, handoff.FromTeam, handoff.ToTeam),
            _ => side.WhoMay(does, handoff.FromTeam, handoff.ToTeam),
        };

    internal static string WhoMay(this Side side, string does, string fromTeam, string toTeam) =>
        side switch
        {
            Side.Sender => T("Only people of the sending team, {0}, may {1}.", fromTeam, does),
            Side.Receiver => T("Only people of the receiving team, {0}, may {1}.", toTeam, does),
            Side.Either => T("Only people of {0} or {1} may {2}.", fromTeam, toTeam, does),
            Side.LeadOfReceiver => T("Only leads of the receiving team, {0}, may {1}.", toTeam, does),
            _ => T("Only leads of {0} or {1} may {2}.", fromTeam, toTeam, does),
        };

    private static bool Assists(Caller caller, Handoff handoff) => handoff.AssistingTeams.Any(caller.Is);
}

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
}

internal static class Sides
{
    internal static bool Holds(this Side side, Caller caller, string fromTeam, string toTeam) =>
        side switch
        {
            Side.Sender => caller.Is(fromTeam),
            Side.Receiver => caller.Is(toTeam),
            Side.Either => caller.Is(fromTeam) || caller.Is(toTeam),
            Side.LeadOfReceiver => caller.Leads(toTeam),
            _ => caller.Leads(fromTeam) || caller.Leads(toTeam),
        };

    /// <summary>Whose business it is, for whoever it is not.</summary>
    internal static string WhoMay(this Side side, string does, string fromTeam, string toTeam) =>
        side switch
        {
            Side.Sender => T("Only people of the sending team, {0}, may {1}.", fromTeam, does),
            Side.Receiver => T("Only people of the receiving team, {0}, may {1}.", toTeam, does),
            Side.Either => T("Only people of {0} or {1} may {2}.", fromTeam, toTeam, does),
            Side.LeadOfReceiver => T("Only leads of the receiving team, {0}, may {1}.", toTeam, does),
            _ => T("Only leads of {0} or {1} may {2}.", fromTeam, toTeam, does),
        };
}

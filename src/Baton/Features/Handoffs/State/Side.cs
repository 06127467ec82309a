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
            Side.Sender => $"Only people of the sending team, {fromTeam}, may {does}.",
            Side.Receiver => $"Only people of the receiving team, {toTeam}, may {does}.",
            Side.Either => $"Only people of {fromTeam} or {toTeam} may {does}.",
            Side.LeadOfReceiver => $"Only leads of the receiving team, {toTeam}, may {does}.",
            _ => $"Only leads of {fromTeam} or {toTeam} may {does}.",
        };
}

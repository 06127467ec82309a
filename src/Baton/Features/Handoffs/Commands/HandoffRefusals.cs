using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Commands;

/// <summary>What may be done with a handoff now, and why something may not. Pure.</summary>
internal static class HandoffRefusals
{
    /// <summary>Every command that the caller may give now, in the order of the registry.</summary>
    internal static IReadOnlyList<string> AllowedCommands(this Handoff handoff, Caller caller) =>
        [.. HandoffCommands.All.Where(command => command.IsOffered(handoff, caller)).Select(command => command.Name)];

    /// <summary>
    /// Why the caller may not give the command now, before its content is looked at. Who may is asked first, the
    /// state after it.
    /// </summary>
    internal static Refusal? Refuse(this Handoff handoff, HandoffCommand command, Caller caller) =>
        handoff.Refuse(command.Words, command.Side, command.From, caller);

    internal static Refusal? Refuse(
        this Handoff handoff,
        string does,
        Side side,
        IReadOnlyCollection<HandoffStatus> from,
        Caller caller
    )
    {
        if (!side.Holds(caller, handoff.FromTeam, handoff.ToTeam))
            return Refusal.Forbidden(side.WhoMay(does, handoff.FromTeam, handoff.ToTeam));
        return from.Contains(handoff.Status) ? null : handoff.WrongState(caller, does, from);
    }

    internal static Refusal Conflict(this Handoff handoff, Caller caller, string type, string title, string detail) =>
        new(409, type, title, detail)
        {
            State = Handoff.Wire(handoff.Status),
            Allowed = handoff.AllowedCommands(caller),
        };

    private static Refusal WrongState(this Handoff handoff, Caller caller, string does, IEnumerable<HandoffStatus> from)
    {
        var by = handoff.Status switch
        {
            HandoffStatus.Accepted when handoff.AcceptedBy is not null => $" by {handoff.AcceptedBy}",
            HandoffStatus.Completed when handoff.CompletedBy is not null => $" by {handoff.CompletedBy}",
            _ => "",
        };
        var needed = string.Join(" or ", from.Order().Select(Handoff.Wire));
        return handoff.Conflict(
            caller,
            "wrong-state",
            "Wrong state",
            $"Handoff {handoff.Id} is {Handoff.Wire(handoff.Status)}{by}; to {does} it must be {needed}."
        );
    }
}

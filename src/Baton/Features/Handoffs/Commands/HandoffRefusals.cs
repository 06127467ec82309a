using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Commands;

/// <summary>What may be done with a handoff now, and why something may not. Pure.</summary>
internal static class HandoffRefusals
{
    /// <summary>Every command that the caller may give now, in the order of the registry.</summary>
    internal static IReadOnlyList<string> AllowedCommands(this Handoff handoff, Caller caller) =>
        [
            .. HandoffCommands
                .All.Where(command => command.IsListed && command.IsOffered(handoff, caller))
                .Select(command => command.Name),
        ];

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
        if (!side.Holds(caller, handoff))
            return Refusal.Forbidden(side.WhoMay(does, handoff));
        if (handoff.ArchivedMonth is { } month)
            return handoff.Conflict(caller, "archived", T("In the archive"), SayArchived(handoff.Id, month));
        return from.Contains(handoff.Status) ? null : handoff.WrongState(caller, does, from);
    }

    internal static Refusal Conflict(this Handoff handoff, Caller caller, string type, string title, string detail) =>
        new(409, type, title, detail)
        {
            State = Handoff.Wire(handoff.Status),
            Allowed = handoff.AllowedCommands(caller),
        };

    private static string SayArchived(long id, string month) =>
        T(
            "The history of handoff {0} is in the archive, so the handoff can only be read. To change it, ask an "
                + "administrator to bring its month back: {1}.",
            id,
            $"baton archive --back {month}"
        );

    private static Refusal WrongState(this Handoff handoff, Caller caller, string does, IEnumerable<HandoffStatus> from)
    {
        var by = handoff.Status switch
        {
            HandoffStatus.Accepted when handoff.AcceptedBy is not null => T(" by {0}", handoff.AcceptedBy),
            HandoffStatus.Completed when handoff.CompletedBy is not null => T(" by {0}", handoff.CompletedBy),
            _ => "",
        };
        var needed = string.Join(T(" or "), from.Order().Select(Said));
        return handoff.Conflict(
            caller,
            "wrong-state",
            T("Wrong state"),
            T("Handoff {0} is {1}{2}; to {3} it must be {4}.", handoff.Id, Said(handoff.Status), by, does, needed)
        );
    }

    private static string Said(HandoffStatus status) =>
        status switch
        {
            HandoffStatus.Draft => T("draft"),
            HandoffStatus.Initiated => T("initiated"),
            HandoffStatus.Returned => T("returned"),
            HandoffStatus.Accepted => T("accepted"),
            HandoffStatus.Completed => T("completed"),
            HandoffStatus.Declined => T("declined"),
            _ => T("withdrawn"),
        };
}

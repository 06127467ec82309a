using Baton.Client;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.Commands.Assign;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// The one thing that the reader is likely to do with a handoff, right from a list. Public because Razor makes
/// components public.
/// </summary>
/// <param name="Words">What its button says.</param>
/// <param name="Path">Where it leads, or what a POST goes to.</param>
/// <param name="IsPrimary">Whether somebody waits for just this.</param>
public sealed record RowStep(string Words, string Path, bool IsPrimary = false)
{
    /// <summary>What is posted; null for a link to where it needs words.</summary>
    public (string Name, string Value)? Field { get; init; }

    internal static RowStep? Of(Handoff handoff, RequestContext context)
    {
        var page = $"/handoffs/{handoff.Id}";
        var caller = context.Caller;
        return handoff.Status switch
        {
            _ when HandoffRow.AsksMe(handoff, context) => new RowStep(T("Answer"), $"{page}#questions"),
            HandoffStatus.Initiated when AcceptHandoff.Command.IsOffered(handoff, caller) => Accept(handoff, context),
            HandoffStatus.Returned when caller.Is(handoff.FromTeam) => new RowStep(
                T("Fix {0, plural, one {# field} other {# fields}}", handoff.Findings.Count),
                $"{page}/edit"
            ),
            HandoffStatus.Draft when caller.Is(handoff.FromTeam) => new RowStep(T("Continue"), $"{page}/edit"),
            HandoffStatus.Accepted when handoff.Owner is null && IsMember(handoff, context) => new RowStep(
                T("Assign to me"),
                $"{page}/assign"
            )
            {
                Field = ("person", caller.Person),
            },
            _ => null,
        };
    }

    private static RowStep Accept(Handoff handoff, RequestContext context) =>
        context.TemplateOf(handoff).ReadBack
            ? new RowStep(T("Accept…"), $"/handoffs/{handoff.Id}#accept", IsPrimary: true)
            : new RowStep(T("Accept"), $"/handoffs/{handoff.Id}/accept", IsPrimary: true)
            {
                Field = ("context_revision", FormattableString.Invariant($"{handoff.ContextRevision}")),
            };

    private static bool IsMember(Handoff handoff, RequestContext context) =>
        context.Caller.Teams.ContainsKey(handoff.ToTeam) && AssignHandoff.Command.IsOffered(handoff, context.Caller);
}

using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Web.Pages;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// A handoff as a line of a list, as this reader should see it. Public because Razor makes components public.
/// </summary>
/// <param name="At">
/// Where the baton is: <c>sender</c>, <c>middle</c>, <c>back</c>, <c>receiver</c>, <c>done</c>.
/// </param>
/// <param name="Kind">
/// What the tag's colour means: <c>mine</c>, <c>warn</c>, <c>bad</c>, <c>good</c>, or nothing.
/// </param>
public sealed record HandoffRow(
    long Id,
    string Title,
    string Sub,
    string From,
    string To,
    string At,
    bool WithReceiver,
    string DueWord,
    DateTime? Due,
    bool Late,
    string Tag,
    string? Kind
)
{
    internal static HandoffRow Of(Handoff handoff, RequestContext context)
    {
        var (tag, kind) = TagOf(handoff, context);
        return new HandoffRow(
            handoff.Id,
            handoff.Title,
            SubOf(handoff, context),
            context.Catalog.NameOfTeam(handoff.FromTeam),
            context.Catalog.NameOfTeam(handoff.ToTeam),
            PlaceOf(handoff.Status),
            handoff.ResponsibleTeam == handoff.ToTeam,
            DueWordOf(handoff),
            handoff.DueAt ?? (handoff.IsLive ? null : handoff.UpdatedAt),
            handoff.IsOverdue(context.Now),
            tag,
            kind
        );
    }

    internal static string PlaceOf(HandoffStatus status) =>
        status switch
        {
            HandoffStatus.Initiated => "middle",
            HandoffStatus.Returned or HandoffStatus.Declined => "back",
            HandoffStatus.Accepted => "receiver",
            HandoffStatus.Completed => "done",
            _ => "sender",
        };

    /// <summary>A question of the other side that waits for this reader.</summary>
    internal static bool AsksMe(Handoff handoff, RequestContext context) =>
        handoff.IsLive
        && handoff.Questions.Any(question =>
            question.Answer is null
            && context.Caller.Teams.ContainsKey(
                question.AskedTeam == handoff.FromTeam ? handoff.ToTeam : handoff.FromTeam
            )
        );

    private static string SubOf(Handoff handoff, RequestContext context)
    {
        var way = context.Catalog.NameOfTemplate(handoff.Template);
        return handoff.Status switch
        {
            HandoffStatus.Draft => T("{0} · not handed over yet", way),
            HandoffStatus.Returned => T(
                "{0} · changes needed: {1, plural, one {# field} other {# fields}}",
                way,
                handoff.Findings.Count
            ),
            HandoffStatus.Accepted => StepsOf(handoff, way, context.Catalog.NameOfPerson(handoff.Owner)),
            _ => T("{0} · from {1}", way, context.Catalog.NameOfPerson(handoff.InitiatedBy ?? handoff.CreatedBy)),
        };
    }

    private static string StepsOf(Handoff handoff, string way, string owner)
    {
        var over = handoff.Checklist.Count(step => step.Done || step.Skipped);
        var steps = handoff.Checklist.Count;
        return T("{0} · {1, number} of {2, plural, one {# step} other {# steps}} · {3}", way, over, steps, owner);
    }

    private static string DueWordOf(Handoff handoff) =>
        handoff.Clock switch
        {
            Clock.Receiver when handoff.Status == HandoffStatus.Initiated => T("accept"),
            Clock.Sender when handoff.Status == HandoffStatus.Returned => T("resubmit"),
            Clock.Receiver or Clock.Sender => T("answer"),
            Clock.Work => T("due"),
            _ => "",
        };

    private static (string Tag, string? Kind) TagOf(Handoff handoff, RequestContext context)
    {
        var late = handoff.IsOverdue(context.Now);
        var receiver = context.Caller.Teams.ContainsKey(handoff.ToTeam);
        var fromName = context.Catalog.NameOfTeam(handoff.FromTeam);
        var toName = context.Catalog.NameOfTeam(handoff.ToTeam);
        return handoff.Status switch
        {
            _ when AsksMe(handoff, context) => (T("Answer"), "mine"),
            HandoffStatus.Draft => (T("Draft"), null),
            HandoffStatus.Returned when context.Caller.Teams.ContainsKey(handoff.FromTeam) => (
                late ? T("Resubmit, overdue") : T("Resubmit"),
                late ? "bad" : "warn"
            ),
            HandoffStatus.Returned => (T("Back with {0}", fromName), "warn"),
            HandoffStatus.Completed => (T("Completed"), "good"),
            HandoffStatus.Declined => (T("Declined"), "bad"),
            HandoffStatus.Withdrawn => (T("Withdrawn"), null),
            _ when handoff.Clock == Clock.Sender => (T("Waits for {0}", fromName), null),
            HandoffStatus.Initiated when receiver => (late ? T("Accept, late") : T("Accept"), late ? "bad" : "mine"),
            HandoffStatus.Accepted when receiver => (late ? T("Late") : T("Working"), late ? "bad" : null),
            _ => (late ? T("Late at {0}", toName) : T("With {0}", toName), late ? "bad" : null),
        };
    }
}

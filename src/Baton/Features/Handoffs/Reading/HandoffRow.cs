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
/// <param name="DueText">When it is due; of what is not under way, when it last changed.</param>
/// <param name="Due">The moment that these words say.</param>
/// <param name="Kind">
/// What the tag's color means: <c>mine</c>, <c>warn</c>, <c>bad</c>, <c>good</c>, or nothing.
/// </param>
public sealed record HandoffRow(
    long Id,
    string Title,
    string Sub,
    string From,
    string To,
    string At,
    bool WithReceiver,
    string DueText,
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
            DueTextOf(handoff, context),
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
        var template = context.Catalog.NameOfTemplate(handoff.Template);
        return handoff.Status switch
        {
            HandoffStatus.Draft => T("{0} · not handed over yet", template),
            HandoffStatus.Returned => T(
                "{0} · changes needed: {1, plural, one {# field} other {# fields}}",
                template,
                handoff.Findings.Count
            ),
            HandoffStatus.Accepted => StepsOf(handoff, template, OwnerOf(handoff, context)),
            _ => T("{0} · from {1}", template, context.Catalog.NameOfPerson(handoff.InitiatedBy ?? handoff.CreatedBy)),
        };
    }

    private static string StepsOf(Handoff handoff, string template, string owner)
    {
        var over = handoff.Checklist.Count(step => step.Done || step.Skipped);
        var steps = handoff.Checklist.Count;
        return T("{0} · {1, number} of {2, plural, one {# step} other {# steps}} · {3}", template, over, steps, owner);
    }

    private static string OwnerOf(Handoff handoff, RequestContext context) =>
        handoff.Owner is { } owner ? context.Catalog.NameOfPerson(owner) : T("nobody assigned yet");

    private static string DueTextOf(Handoff handoff, RequestContext context) =>
        (handoff.DueAt, handoff.OpenQuestion) switch
        {
            ({ } due, null) => DueWords.Of(due, context),
            ({ } due, _) => DueWords.OfAnswer(due, context),
            _ when handoff.IsLive => "",
            _ => Names.Relative(handoff.UpdatedAt, context.Now),
        };

    private static (string Tag, string? Kind) TagOf(Handoff handoff, RequestContext context)
    {
        var late = handoff.IsOverdue(context.Now);
        var receiver = context.Caller.Teams.ContainsKey(handoff.ToTeam);
        return handoff.Status switch
        {
            _ when AsksMe(handoff, context) => (T("Answer"), "mine"),
            HandoffStatus.Draft => (T("Draft"), null),
            HandoffStatus.Returned when context.Caller.Teams.ContainsKey(handoff.FromTeam) => (
                T("Resubmit"),
                late ? "bad" : "warn"
            ),
            HandoffStatus.Returned => (T("Changes needed"), "warn"),
            HandoffStatus.Completed => (T("Completed"), "good"),
            HandoffStatus.Declined => (T("Declined"), "bad"),
            HandoffStatus.Withdrawn => (T("Withdrawn"), null),
            _ when handoff.Clock == Clock.Sender => (
                T("Waiting for {0}", context.Catalog.NameOfTeam(handoff.FromTeam)),
                null
            ),
            HandoffStatus.Initiated when receiver => (T("Accept"), late ? "bad" : "mine"),
            HandoffStatus.Accepted when receiver => (T("Working"), late ? "bad" : null),
            _ => (T("With {0}", context.Catalog.NameOfTeam(handoff.ToTeam)), late ? "bad" : null),
        };
    }
}

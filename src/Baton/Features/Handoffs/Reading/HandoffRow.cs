using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// A handoff as a line of a list, as this reader should see it. Public because Razor makes components public.
/// </summary>
public sealed record HandoffRow
{
    /// <summary>What is due within this time is due soon.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(1);

    private const int LongestQuestion = 80;

    public required long Id { get; init; }

    public required string Title { get; init; }

    public required string Sub { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    /// <summary>Where the baton is: <c>draft</c>, <c>middle</c>, <c>back</c>, <c>end</c>.</summary>
    public required string At { get; init; }

    /// <summary>What its color means: <c>mine</c>, <c>warn</c>, <c>late</c>, <c>done</c>, <c>wait</c>.</summary>
    public required string Tone { get; init; }

    public required bool WithReceiver { get; init; }

    /// <summary>Who holds it, for whoever does not see the line.</summary>
    public required string HeldBy { get; init; }

    /// <summary>When it is due; of what is not under way, when it last changed.</summary>
    public required string DueText { get; init; }

    /// <summary>The moment that these words say.</summary>
    public DateTime? Due { get; init; }

    /// <summary>How the words stand out: <c>late</c>, <c>soon</c>, <c>ok</c>, or not.</summary>
    public string? DueTone { get; init; }

    /// <summary>That what it carries is no longer what its sources have; null where all of it is.</summary>
    public string? Drifted { get; init; }

    public required string Tag { get; init; }

    public required string Priority { get; init; }

    public string? Owner { get; init; }

    /// <summary>What the reader can do from the list; null where there is nothing.</summary>
    public RowStep? Step { get; init; }

    /// <summary>Whether its sender can still withdraw it.</summary>
    internal bool IsWithdrawable { get; init; }

    internal bool Late => DueTone == "late";

    internal static HandoffRow Of(Handoff handoff, RequestContext context)
    {
        var catalog = context.Catalog;
        return new HandoffRow
        {
            Id = handoff.Id,
            Title = handoff.Title,
            Sub = SubOf(handoff, context),
            From = catalog.NameOfTeam(handoff.FromTeam),
            To = catalog.NameOfTeam(handoff.ToTeam),
            At = PlaceOf(handoff.Status),
            Tone = ToneOf(handoff, context),
            WithReceiver = handoff.ResponsibleTeam == handoff.ToTeam,
            HeldBy = HeldByOf(handoff, catalog),
            DueText = DueTextOf(handoff, context),
            Due = handoff.DueAt ?? (handoff.IsLive ? null : handoff.UpdatedAt),
            DueTone = DueToneOf(handoff, context),
            Drifted = DriftedOf(handoff),
            Tag = TagOf(handoff, context),
            Priority = handoff.Priority,
            Owner = handoff.Owner,
            Step = RowStep.Of(handoff, context),
            IsWithdrawable = handoff.Status is HandoffStatus.Initiated or HandoffStatus.Returned,
        };
    }

    internal static string PlaceOf(HandoffStatus status) =>
        status switch
        {
            HandoffStatus.Initiated => "middle",
            HandoffStatus.Returned or HandoffStatus.Declined => "back",
            HandoffStatus.Accepted or HandoffStatus.Completed => "end",
            _ => "draft",
        };

    private static string ToneOf(Handoff handoff, RequestContext context) =>
        handoff.Status switch
        {
            HandoffStatus.Completed => "done",
            HandoffStatus.Draft or HandoffStatus.Withdrawn => "wait",
            HandoffStatus.Declined => "late",
            _ when handoff.IsOverdue(context.Now) => "late",
            HandoffStatus.Returned => "warn",
            _ when AsksMe(handoff, context) => "mine",
            HandoffStatus.Initiated when context.Caller.Teams.ContainsKey(handoff.ToTeam) => "mine",
            HandoffStatus.Accepted when handoff.Owner == context.Caller.Person && handoff.Clock != Clock.Sender =>
                "mine",
            _ => "wait",
        };

    private static string? DueToneOf(Handoff handoff, RequestContext context) =>
        handoff switch
        {
            { Status: HandoffStatus.Completed } => "ok",
            { IsLive: false } => null,
            _ when handoff.IsOverdue(context.Now) => "late",
            { DueAt: { } due } when due - context.Now < Soon => "soon",
            _ => null,
        };

    private static string HeldByOf(Handoff handoff, Catalog catalog)
    {
        var (from, to) = (catalog.NameOfTeam(handoff.FromTeam), catalog.NameOfTeam(handoff.ToTeam));
        return handoff.Status switch
        {
            HandoffStatus.Initiated => T("handed over to {0}, {1} holds it until it is accepted", to, from),
            HandoffStatus.Returned => T("returned, {0} holds it", from),
            HandoffStatus.Accepted => T("{0} holds it", to),
            HandoffStatus.Completed => T("completed by {0}", to),
            HandoffStatus.Declined => T("declined, it stays with {0}", from),
            _ => T("with {0}", from),
        };
    }

    /// <summary>A question of the other side that waits for this reader.</summary>
    internal static bool AsksMe(Handoff handoff, RequestContext context) => AskedOf(handoff, context) is not null;

    private static Question? AskedOf(Handoff handoff, RequestContext context) =>
        handoff.IsLive
            ? handoff.Questions.FirstOrDefault(question =>
                question.Answer is null
                && context.Caller.Teams.ContainsKey(
                    question.AskedTeam == handoff.FromTeam ? handoff.ToTeam : handoff.FromTeam
                )
            )
            : null;

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
            _ when AskedOf(handoff, context) is { } question => T(
                "{0} · {1} asks: “{2}”",
                template,
                context.Catalog.NameOfPerson(question.AskedBy),
                Line.Of(question.Text, LongestQuestion)
            ),
            HandoffStatus.Accepted => StepsOf(handoff, template, OwnerOf(handoff, context)),
            HandoffStatus.Initiated when handoff.OpenedAt is { } opened && !context.Caller.Is(handoff.ToTeam) => T(
                "{0} · opened {1}",
                template,
                Names.Relative(opened, context.Now)
            ),
            HandoffStatus.Initiated when handoff.Findings.Count > 0 => T(
                "{0} · resubmitted, {1, plural, one {# finding} other {# findings}} answered",
                template,
                handoff.Findings.Count
            ),
            _ => T("{0} · from {1}", template, context.Catalog.NameOfPerson(handoff.InitiatedBy ?? handoff.CreatedBy)),
        };
    }

    private static string? DriftedOf(Handoff handoff) =>
        handoff is { IsLive: true, Drift.Count: > 0 }
            ? T(
                "{0, plural, one {# value changed at its source} other {# values changed at their sources}}",
                handoff.Drift.Count
            )
            : null;

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

    private static string TagOf(Handoff handoff, RequestContext context)
    {
        var receiver = context.Caller.Teams.ContainsKey(handoff.ToTeam);
        return handoff.Status switch
        {
            _ when AsksMe(handoff, context) => T("Answer"),
            HandoffStatus.Draft => T("Draft"),
            HandoffStatus.Returned when context.Caller.Teams.ContainsKey(handoff.FromTeam) => T("Resubmit"),
            HandoffStatus.Returned => T("Changes needed"),
            HandoffStatus.Completed => T("Completed"),
            HandoffStatus.Declined => T("Declined"),
            HandoffStatus.Withdrawn => T("Withdrawn"),
            _ when handoff.Clock == Clock.Sender => T("Waiting for {0}", context.Catalog.NameOfTeam(handoff.FromTeam)),
            HandoffStatus.Initiated when receiver => T("Accept"),
            HandoffStatus.Accepted when receiver => T("Working"),
            _ => T("With {0}", context.Catalog.NameOfTeam(handoff.ToTeam)),
        };
    }
}

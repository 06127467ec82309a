using Baton.Client;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs;

/// <summary>A handoff as a line of a list, as this reader should see it. Public because Razor makes components public.</summary>
/// <param name="At">Where the baton is: <c>sender</c>, <c>middle</c>, <c>back</c>, <c>receiver</c>, <c>done</c>.</param>
/// <param name="Kind">What the tag's colour means: <c>mine</c>, <c>warn</c>, <c>bad</c>, <c>good</c>, or nothing.</param>
public sealed record HandoffRow(
    long Id, string Title, string Sub, string From, string To, string At, bool WithReceiver, string DueWord, DateTime? Due, bool Late, string Tag, string? Kind)
{
    internal static HandoffRow Of(Handoff handoff, Act act)
    {
        var (tag, kind) = TagOf(handoff, act);
        return new HandoffRow(
            handoff.Id, handoff.Title, SubOf(handoff, act), act.Catalog.NameOfTeam(handoff.FromTeam), act.Catalog.NameOfTeam(handoff.ToTeam), PlaceOf(handoff.Status),
            handoff.ResponsibleTeam == handoff.ToTeam, DueWordOf(handoff), handoff.DueAt ?? (handoff.IsLive ? null : handoff.UpdatedAt), handoff.IsOverdue(act.Now), tag, kind);
    }

    internal static string PlaceOf(HandoffStatus status) => status switch
    {
        HandoffStatus.Initiated => "middle",
        HandoffStatus.Returned or HandoffStatus.Declined => "back",
        HandoffStatus.Accepted => "receiver",
        HandoffStatus.Completed => "done",
        _ => "sender",
    };

    /// <summary>A question of the other side that waits for this reader.</summary>
    internal static bool AsksMe(Handoff handoff, Act act) => handoff.IsLive && handoff.Questions.Any(question =>
        question.Answer is null && act.Caller.Teams.ContainsKey(question.AskedTeam == handoff.FromTeam ? handoff.ToTeam : handoff.FromTeam));

    private static string SubOf(Handoff handoff, Act act)
    {
        var way = act.Catalog.NameOfTemplate(handoff.Template);
        return handoff.Status switch
        {
            HandoffStatus.Draft => $"{way} · not handed over yet",
            HandoffStatus.Returned => $"{way} · sent back: {Names.Count(handoff.Findings.Count, "field")}",
            HandoffStatus.Accepted => $"{way} · {handoff.Checklist.Count(step => step.Done || step.Skipped)} of {Names.Count(handoff.Checklist.Count, "step")} · {act.Catalog.NameOfPerson(handoff.Owner)}",
            _ => $"{way} · from {act.Catalog.NameOfPerson(handoff.InitiatedBy ?? handoff.CreatedBy)}",
        };
    }

    private static string DueWordOf(Handoff handoff) => handoff.Clock switch
    {
        Clock.Receiver when handoff.Status == HandoffStatus.Initiated => "accept",
        Clock.Sender when handoff.Status == HandoffStatus.Returned => "resend",
        Clock.Receiver or Clock.Sender => "answer",
        Clock.Work => "due",
        _ => "",
    };

    private static (string Tag, string? Kind) TagOf(Handoff handoff, Act act)
    {
        var (late, receiver) = (handoff.IsOverdue(act.Now), act.Caller.Teams.ContainsKey(handoff.ToTeam));
        var (fromName, toName) = (act.Catalog.NameOfTeam(handoff.FromTeam), act.Catalog.NameOfTeam(handoff.ToTeam));
        return handoff.Status switch
        {
            _ when AsksMe(handoff, act) => ("Answer", "mine"),
            HandoffStatus.Draft => ("Draft", null),
            HandoffStatus.Returned when act.Caller.Teams.ContainsKey(handoff.FromTeam) => (late ? "Fix, late" : "Fix and resend", late ? "bad" : "warn"),
            HandoffStatus.Returned => ($"Back with {fromName}", "warn"),
            HandoffStatus.Completed => ("Completed", "good"),
            HandoffStatus.Declined => ("Declined", "bad"),
            HandoffStatus.Withdrawn => ("Withdrawn", null),
            _ when handoff.Clock == Clock.Sender => ($"Waits for {fromName}", null),
            HandoffStatus.Initiated when receiver => (late ? "Accept, late" : "Accept", late ? "bad" : "mine"),
            HandoffStatus.Accepted when receiver => (late ? "Late" : "Working", late ? "bad" : null),
            _ => (late ? $"Late at {toName}" : $"With {toName}", late ? "bad" : null),
        };
    }
}

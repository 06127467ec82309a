using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Web.Pages;
using static Baton.Web.Pages.Translations;

namespace Baton.Features.Handoffs.Reading;

/// <summary>An event as a sentence of the timeline.</summary>
public sealed record TimelineEntry(string What, string? Said, DateTime At, IReadOnlyList<Told> Told)
{
    internal static TimelineEntry Of(
        HandoffEvent happened,
        Template template,
        Catalog catalog,
        IReadOnlyList<Told> told
    )
    {
        var (what, said) = Words(happened.Change, catalog.NameOfPerson(happened.Actor), template, catalog);
        return new TimelineEntry(what, said, happened.At, told);
    }

    internal static string Word(FindingCode code) =>
        code switch
        {
            FindingCode.Missing => T("missing"),
            FindingCode.Wrong => T("wrong"),
            FindingCode.Outdated => T("outdated"),
            _ => T("unclear"),
        };

    private static (string What, string? Said) Words(
        HandoffChange change,
        string who,
        Template template,
        Catalog catalog
    ) =>
        change switch
        {
            Created => (T("{0} began it", who), null),
            Edited edited => (
                T(
                    "{0} changed {1}",
                    who,
                    Fields(edited.Values.EnumerateObject().Select(member => member.Name), template)
                ),
                null
            ),
            Initiated { Waivers.Count: 0 } => (T("{0} handed it over", who), null),
            Initiated initiated => (
                T(
                    "{0} handed it over without {1}",
                    who,
                    Fields(initiated.Waivers.Select(waiver => waiver.Field), template)
                ),
                null
            ),
            Resubmitted again => (
                T("{0} handed it over again", who),
                Lines(again.Replies.Select(reply => $"{Names.LabelOf(template, reply.Key)}: {reply.Value}"))
            ),
            Opened => (T("{0} opened it", who), null),
            Accepted accepted => (T("{0} accepted it", who), accepted.ReadBack),
            Returned returned => (
                T("{0} sent it back", who),
                Lines(
                    returned.Findings.Select(finding =>
                        $"{Names.LabelOf(template, finding.Field)}, "
                        + $"{Word(finding.Code)}{(finding.Note is null ? "" : ": " + finding.Note)}"
                    )
                )
            ),
            Declined declined => (
                T("{0} declined it: {1}", who, Word(declined)),
                declined.SuggestedTeam is { } team
                    ? $"{declined.Note}\n{T("Suggested: {0}", catalog.NameOfTeam(team))}"
                    : declined.Note
            ),
            Rerouted rerouted => (
                T(
                    "{0} sent it on from {1} to {2}",
                    who,
                    catalog.NameOfTeam(rerouted.From),
                    catalog.NameOfTeam(rerouted.To)
                ),
                rerouted.Note
            ),
            Withdrawn withdrawn => (T("{0} took it back", who), withdrawn.Reason),
            Assigned assigned => (T("{0} gave it to {1}", who, catalog.NameOfPerson(assigned.To)), null),
            Completed => (T("{0} completed it", who), null),
            _ => WorkWords(change, who, template),
        };

    private static (string What, string? Said) WorkWords(HandoffChange change, string who, Template template) =>
        change switch
        {
            StepTicked ticked => (T("{0} did “{1}”", who, StepText(ticked.Key, template)), ticked.Note),
            StepUnticked unticked => (
                T("{0} opened “{1}” again", who, StepText(unticked.Key, template)),
                unticked.Note
            ),
            StepSkipped skipped => (T("{0} skipped “{1}”", who, StepText(skipped.Key, template)), skipped.Note),
            Asked asked => (
                asked.Blocking ? T("{0} asked, and waits for the answer", who) : T("{0} asked", who),
                asked.Text
            ),
            Answered answered => (T("{0} answered question {1}", who, answered.Number), answered.Text),
            GapFlagged gap => (
                T("{0} found that {1} is {2}", who, Names.LabelOf(template, gap.Field), Word(gap.Code)),
                gap.Note
            ),
            FeedbackGiven given => (T("{0} rated the handover {1} of 5", who, given.Rating), given.Comment),
            Disputed disputed => (T("{0} disputes what was found", who), disputed.Note),
            DisputeDecided decided => (
                decided.Upheld ? T("{0} upheld what was found", who) : T("{0} dropped what was found", who),
                decided.Answer
            ),
            Attached attached => (T("{0} added the file {1}", who, attached.Name), null),
            Detached detached => (T("{0} removed the file {1}", who, detached.Name), null),
            _ => (T("{0} changed it", who), null),
        };

    private static string StepText(string key, Template template) =>
        template.Checklist.FirstOrDefault(step => step.Key == key)?.Text ?? key;

    private static string Fields(IEnumerable<string> keys, Template template) =>
        string.Join(", ", keys.Select(key => Names.LabelOf(template, key)));

    private static string Word(Declined declined) =>
        declined.Code switch
        {
            "wrong_team" => T("wrong team"),
            "out_of_scope" => T("out of scope"),
            "duplicate" => T("duplicate"),
            "no_capacity" => T("no capacity"),
            "other" => T("other"),
            var code => code.Replace('_', ' '),
        };

    private static string? Lines(IEnumerable<string> lines) =>
        string.Join('\n', lines) is { Length: > 0 } text ? text : null;
}

/// <summary>Who was told of an event, or why nobody was.</summary>
/// <param name="IsReason">Whether it is the reason that was kept, which is in English for everybody.</param>
public sealed record Told(string Text, bool IsReason = false);

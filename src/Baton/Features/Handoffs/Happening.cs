using Baton.Client;
using Baton.Storage;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs;

/// <summary>An event as a sentence of the timeline.</summary>
public sealed record Happening(string Who, string Did, string? Said, DateTime At, IReadOnlyList<string> Told)
{
    internal static Happening Of(HandoffEvent happened, Template template, Catalog catalog, IReadOnlyList<string> told)
    {
        var (did, said) = Words(happened.Change, template, catalog);
        return new Happening(catalog.NameOfPerson(happened.Actor), did, said, happened.At, told);
    }

    private static (string Did, string? Said) Words(HandoffChange change, Template template, Catalog catalog) => change switch
    {
        Created => ("began it", null),
        Edited edited => ($"changed {Fields(edited.Values.EnumerateObject().Select(member => member.Name), template)}", null),
        Initiated initiated => (initiated.Waivers.Count == 0 ? "handed it over" : $"handed it over without {Fields(initiated.Waivers.Select(waiver => waiver.Field), template)}", null),
        Resubmitted again => ("handed it over again", Lines(again.Replies.Select(reply => $"{Names.LabelOf(template, reply.Key)}: {reply.Value}"))),
        Opened => ("opened it", null),
        Accepted accepted => ("accepted it", accepted.ReadBack),
        Returned returned => ("sent it back", Lines(returned.Findings.Select(finding => $"{Names.LabelOf(template, finding.Field)}, {Word(finding.Code)}{(finding.Note is null ? "" : ": " + finding.Note)}"))),
        Declined declined => ($"declined it: {declined.Code.Replace('_', ' ')}", declined.SuggestedTeam is { } team ? $"{declined.Note}\nSuggested: {catalog.NameOfTeam(team)}" : declined.Note),
        Rerouted rerouted => ($"sent it on from {catalog.NameOfTeam(rerouted.From)} to {catalog.NameOfTeam(rerouted.To)}", rerouted.Note),
        Withdrawn withdrawn => ("took it back", withdrawn.Reason),
        Assigned assigned => ($"gave it to {catalog.NameOfPerson(assigned.To)}", null),
        Completed => ("completed it", null),
        _ => WorkWords(change, template),
    };

    private static (string Did, string? Said) WorkWords(HandoffChange change, Template template) => change switch
    {
        StepTicked ticked => ($"did “{StepText(ticked.Key, template)}”", ticked.Note),
        StepUnticked unticked => ($"opened “{StepText(unticked.Key, template)}” again", unticked.Note),
        StepSkipped skipped => ($"skipped “{StepText(skipped.Key, template)}”", skipped.Note),
        Asked asked => (asked.Blocking ? "asked, and waits for the answer" : "asked", asked.Text),
        Answered answered => ($"answered question {answered.Number}", answered.Text),
        GapFlagged gap => ($"found that {Names.LabelOf(template, gap.Field)} is {Word(gap.Code)}", gap.Note),
        FeedbackGiven given => ($"rated the handover {given.Rating} of 5", given.Comment),
        Disputed disputed => ("disputes what was found", disputed.Note),
        DisputeDecided decided => (decided.Upheld ? "upheld what was found" : "dropped what was found", decided.Answer),
        Attached attached => ($"added the file {attached.Name}", null),
        Detached detached => ($"removed the file {detached.Name}", null),
        _ => ("changed it", null),
    };

    private static string StepText(string key, Template template) => template.Checklist.FirstOrDefault(step => step.Key == key)?.Text ?? key;

    private static string Fields(IEnumerable<string> keys, Template template) => string.Join(", ", keys.Select(key => Names.LabelOf(template, key)));

    private static string Word(FindingCode code) => code.ToString().ToLowerInvariant();

    private static string? Lines(IEnumerable<string> lines) => string.Join('\n', lines) is { Length: > 0 } text ? text : null;
}

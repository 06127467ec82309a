using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands;

/// <summary>What the details of a notice are taken from: the handoff as it was then, and the names of people.</summary>
/// <param name="Then">The handoff as it was then.</param>
/// <param name="Catalog">The names of people and teams.</param>
/// <param name="Events">Its history until then.</param>
internal sealed record NoticeFacts(Handoff Then, Catalog Catalog, IReadOnlyList<HandoffEvent> Events)
{
    /// <summary>When the clock that runs ends.</summary>
    internal IEnumerable<Fact> Due =>
        Then.DueAt is { } due ? [new Fact(FactLabels.Due, ReaderTime.Say(due, null), due)] : [];

    /// <summary>What it follows from, by its number; who may not see that one is not told.</summary>
    internal IEnumerable<Fact> Follows =>
        Then.ParentId is { } parent ? [new Fact(FactLabels.Follows, $"#{parent}")] : [];

    /// <summary>Required fields that are missing with leave.</summary>
    internal IEnumerable<Fact> Waivers =>
        Then.Waivers.Select(waiver => new Fact(FactLabels.Waived, $"{LabelOf(waiver.Field)}: {waiver.Reason}"));

    /// <summary>What was changed since the receiving team had it, and what was said to findings instead.</summary>
    internal IEnumerable<Fact> AnsweredFindings
    {
        get
        {
            var changed = HandedOverContexts.ChangedFields(Events, Then.Context);
            return changed.Count > 0 ? [new Fact(FactLabels.Changed, LabelsOf(changed)), .. Replies] : Replies;
        }
    }

    private IEnumerable<Fact> Replies =>
        Then
            .Findings.Where(finding => !Blank.Is(finding.Reply))
            .Select(finding => new Fact(FactLabels.Reply, $"{LabelOf(finding.Field)}: {finding.Reply}"));

    /// <summary>The finding that a dispute is about.</summary>
    internal IEnumerable<Fact> DefectOf(int number) =>
        Then
            .Defects.Where(defect => defect.Number == number)
            .Select(defect =>
                defect.Code is { } code
                    ? Saying(FactLabels.About, defect.Field, code, null)
                    : new Fact(FactLabels.About, LabelOf(defect.Field))
            );

    internal string NameOf(string person) => Catalog.People.TryGetValue(person, out var known) ? known.Name : person;

    /// <summary>What people call a field.</summary>
    internal string LabelOf(string field) =>
        Catalog.Version(Then.Template, Then.TemplateVersion) is { } template
            ? Names.LabelOf(template, field)
            : Names.Words(field);

    internal string LabelsOf(IEnumerable<string> fields) => string.Join(", ", fields.Select(LabelOf));

    /// <summary>A field with what is wrong with it.</summary>
    internal Fact Saying(string label, string field, FindingCode code, string? note) =>
        Blank.Is(note)
            ? Fact.Of(
                label,
                code switch
                {
                    FindingCode.Missing => Key("{0}: missing"),
                    FindingCode.Wrong => Key("{0}: wrong"),
                    FindingCode.Outdated => Key("{0}: outdated"),
                    _ => Key("{0}: unclear"),
                },
                LabelOf(field)
            )
            : Fact.Of(
                label,
                code switch
                {
                    FindingCode.Missing => Key("{0}: missing, {1}"),
                    FindingCode.Wrong => Key("{0}: wrong, {1}"),
                    FindingCode.Outdated => Key("{0}: outdated, {1}"),
                    _ => Key("{0}: unclear, {1}"),
                },
                LabelOf(field),
                note!
            );
}

using Baton.Channels;
using Baton.Features.Handoffs;
using Baton.Storage;

namespace Baton.Features.Deliveries;

/// <summary>What a notice says of an event: the handoff as it was then, and the short details; never a value of the context.</summary>
internal static class NoticeMessages
{
    internal static Message Of(HandoffEvent happened, Handoff then, Catalog catalog, Uri baseUrl) => new()
    {
        DeliveryId = "",
        Kind = happened.Kind,
        At = happened.At,
        HandoffId = then.Id,
        Title = then.Title,
        Template = then.Template,
        FromTeam = then.FromTeam,
        ToTeam = then.ToTeam,
        Status = Handoff.Wire(then.Status),
        ContextRevision = then.ContextRevision,
        Actor = happened.Actor,
        ActorName = NameOf(catalog, happened.Actor),
        Url = HandoffRecords.UrlOf(then.Id, baseUrl),
        Facts = [.. Facts(happened.Change, then, catalog)],
    };

    internal static string NameOf(Catalog catalog, string person) => catalog.People.TryGetValue(person, out var known) ? known.Name : person;

    internal static string When(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<Fact> Facts(HandoffChange change, Handoff then, Catalog catalog) => change switch
    {
        Initiated or Resubmitted or Rerouted => [.. Reason(change), .. Due(then), .. then.Waivers.Select(waiver => new Fact("Handed over without", $"{waiver.Field}: {waiver.Reason}"))],
        Returned returned => [.. returned.Findings.Select(ToFact), .. Due(then)],
        Accepted => Due(then),
        Declined or Withdrawn => Reason(change),
        Assigned assigned => [new Fact(FactLabels.Owner, NameOf(catalog, assigned.To)), .. Due(then)],
        Asked asked => [new Fact(FactLabels.Question, asked.Text), .. About(asked.Field)],
        Answered answered => [new Fact(FactLabels.Question, then.Questions.First(question => question.Number == answered.Number).Text), new Fact(FactLabels.Answer, answered.Text)],
        GapFlagged gap => Gap(gap),
        FeedbackGiven given => Feedback(given),
        _ => [],
    };

    private static IEnumerable<Fact> Due(Handoff then) => then.DueAt is { } due ? [new Fact(FactLabels.Due, When(due))] : [];

    private static IEnumerable<Fact> About(string? field) => field is null ? [] : [new Fact("Field", field)];

    private static IEnumerable<Fact> Reason(HandoffChange change) => change switch
    {
        Declined { SuggestedTeam: { } team } declined => [new Fact(FactLabels.Reason, $"{Words(declined.Code)}: {declined.Note}"), new Fact("Suggested team", team)],
        Declined declined => [new Fact(FactLabels.Reason, $"{Words(declined.Code)}: {declined.Note}")],
        Withdrawn withdrawn => [new Fact(FactLabels.Reason, withdrawn.Reason)],
        Rerouted rerouted => [new Fact(FactLabels.Reason, rerouted.Note)],
        _ => [],
    };

    private static Fact ToFact(Client.Finding finding) =>
        new(FactLabels.Finding, $"{finding.Field}: {finding.Code.ToString().ToLowerInvariant()}{(string.IsNullOrWhiteSpace(finding.Note) ? "" : $", {finding.Note}")}");

    private static IEnumerable<Fact> Gap(GapFlagged gap)
    {
        yield return new Fact("Gap", $"{gap.Field}: {gap.Code.ToString().ToLowerInvariant()}{(string.IsNullOrWhiteSpace(gap.Note) ? "" : $", {gap.Note}")}");
        if (gap.MinutesLost is { } minutes)
            yield return new Fact("Minutes lost", $"{minutes}");
    }

    private static IEnumerable<Fact> Feedback(FeedbackGiven given)
    {
        yield return new Fact(FactLabels.Rating, $"{given.Rating} of 5");
        if (given.Missing.Count > 0)
            yield return new Fact("Was missing", string.Join(", ", given.Missing));
        if (!string.IsNullOrWhiteSpace(given.Comment))
            yield return new Fact("Comment", given.Comment);
    }

    private static string Words(string code) => code.Replace('_', ' ');
}

using Baton.Channels;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;

namespace Baton.Features.Deliveries;

/// <summary>
/// What a notice says of an event: the handoff as it was then, and the short details; never a value of the context.
/// </summary>
internal static class NoticeMessages
{
    internal static Message Of(HandoffEvent happened, Handoff then, Catalog catalog, Uri baseUrl) =>
        new()
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

    /// <summary>What a clock has to tell: nobody did anything, which is the point.</summary>
    internal static Message OfClock(Message message, ClockNotice clock, DateTime at, Handoff then) =>
        message with
        {
            At = at,
            Actor = null,
            ActorName = null,
            Facts =
            [
                .. clock.Reason is { } reason ? [new Fact(FactLabels.Reason, reason)] : Array.Empty<Fact>(),
                .. then.OpenQuestion is { } question
                    ? [new Fact(FactLabels.Question, question.Text)]
                    : Array.Empty<Fact>(),
                new Fact("Waits for", clock.Team),
                .. clock.DueAt is { } due
                    ? [new Fact(FactLabels.Due, ReaderTime.Say(due, null), due)]
                    : Array.Empty<Fact>(),
                .. clock.Percent is { } percent ? [new Fact(FactLabels.TimeUsed, $"{percent} %")] : Array.Empty<Fact>(),
            ],
        };

    internal static string NameOf(Catalog catalog, string person) =>
        catalog.People.TryGetValue(person, out var known) ? known.Name : person;

    private static IEnumerable<Fact> Facts(HandoffChange change, Handoff then, Catalog catalog) =>
        change switch
        {
            Initiated or Resubmitted or Rerouted =>
            [
                .. Reason(change),
                .. Due(then),
                .. then.Waivers.Select(waiver => new Fact("Handed over without", $"{waiver.Field}: {waiver.Reason}")),
            ],
            Returned returned => [.. returned.Findings.Select(ToFact), .. Due(then)],
            Accepted => Due(then),
            Declined or Withdrawn => Reason(change),
            Assigned { To: { } owner } => [new Fact(FactLabels.Owner, NameOf(catalog, owner)), .. Due(then)],
            Assigned assigned =>
            [
                new Fact(FactLabels.Owner, "nobody"),
                new Fact(FactLabels.Reason, $"{NameOf(catalog, assigned.From ?? "")} is not in the team any more."),
                .. Due(then),
            ],
            Asked asked => [new Fact(FactLabels.Question, asked.Text), .. About(asked.Field)],
            Answered answered =>
            [
                new Fact(
                    FactLabels.Question,
                    then.Questions.First(question => question.Number == answered.Number).Text
                ),
                new Fact(FactLabels.Answer, answered.Text),
            ],
            GapFlagged gap => Gap(gap),
            FeedbackGiven given => Feedback(given),
            Disputed disputed => [.. Disputes(then, disputed.Number), new Fact(FactLabels.Reason, disputed.Note)],
            DisputeDecided decided =>
            [
                .. Disputes(then, decided.Number),
                new Fact("Decision", decided.Upheld ? "upheld" : "dropped"),
                .. decided.Answer is { } answer ? [new Fact(FactLabels.Answer, answer)] : Array.Empty<Fact>(),
            ],
            _ => [],
        };

    private static IEnumerable<Fact> Due(Handoff then) =>
        then.DueAt is { } due ? [new Fact(FactLabels.Due, ReaderTime.Say(due, null), due)] : [];

    private static IEnumerable<Fact> About(string? field) => field is null ? [] : [new Fact("Field", field)];

    private static IEnumerable<Fact> Reason(HandoffChange change) =>
        change switch
        {
            Declined { SuggestedTeam: { } team } declined =>
            [
                new Fact(FactLabels.Reason, $"{Words(declined.Code)}: {declined.Note}"),
                new Fact("Suggested team", team),
            ],
            Declined declined => [new Fact(FactLabels.Reason, $"{Words(declined.Code)}: {declined.Note}")],
            Withdrawn withdrawn => [new Fact(FactLabels.Reason, withdrawn.Reason)],
            Rerouted rerouted => [new Fact(FactLabels.Reason, rerouted.Note)],
            _ => [],
        };

    private static Fact ToFact(Client.Finding finding) =>
        new(
            FactLabels.Finding,
            $"{finding.Field}: "
                + $"{finding.Code.ToString().ToLowerInvariant()}{(Blank.Is(finding.Note) ? "" : $", {finding.Note}")}"
        );

    private static IEnumerable<Fact> Gap(GapFlagged gap)
    {
        yield return new Fact(
            "Gap",
            $"{gap.Field}: {gap.Code.ToString().ToLowerInvariant()}{(Blank.Is(gap.Note) ? "" : $", {gap.Note}")}"
        );
        if (gap.MinutesLost is { } minutes)
            yield return new Fact("Minutes lost", $"{minutes}");
    }

    private static IEnumerable<Fact> Disputes(Handoff then, int number) =>
        then
            .Defects.Where(defect => defect.Number == number)
            .Select(defect => new Fact("About", $"{defect.Field}: {defect.Code?.ToString().ToLowerInvariant()}"));

    private static IEnumerable<Fact> Feedback(FeedbackGiven given)
    {
        yield return new Fact(FactLabels.Rating, $"{given.Rating} of 5");
        if (given.Missing.Count > 0)
            yield return new Fact("Was missing", string.Join(", ", given.Missing));
        if (!Blank.Is(given.Comment))
            yield return new Fact("Comment", given.Comment);
    }

    private static string Words(string code) => code.Replace('_', ' ');
}

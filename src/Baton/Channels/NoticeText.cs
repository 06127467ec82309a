namespace Baton.Channels;

/// <summary>The words of a notice.</summary>
/// <param name="Happened">What happened, for a subject: <c>Returned with 2 findings</c>.</param>
/// <param name="Sentence">The same in a sentence that names the actor, the teams and the title.</param>
internal sealed record NoticeText(string Happened, string Sentence)
{
    internal const int LongestTitle = 200;

    internal static NoticeText For(Message message)
    {
        var what = $"“{Line.Of(message.Title, LongestTitle)}”";
        var who = Line.Of(message.ActorName ?? message.Actor ?? "Baton", LongestTitle);
        var from = message.FromTeam;
        var to = message.ToTeam;
        var about = $"{what} from {from} to {to}";
        var findings = Findings(message);
        var owner = Fact(message, FactLabels.Owner) is { } name ? $" to {name}" : "";
        return message.Kind switch
        {
            Kinds.HandoffInitiated => new("Handed over", $"{who} handed over {about}."),
            Kinds.HandoffResubmitted => new(
                "Handed over again",
                $"{who} answered the findings and handed over {about} again."
            ),
            Kinds.HandoffAccepted => new("Accepted", $"{who} accepted {what} from {from} for {to}."),
            Kinds.HandoffReturned => new(
                "Returned" + findings,
                $"{who} returned {what} from {to} to {from}{findings}."
            ),
            Kinds.HandoffDeclined => new("Declined", $"{who} declined {what} from {from} for {to}."),
            Kinds.HandoffRerouted => new(
                $"Rerouted to {to}",
                $"{who} rerouted {what} from {from}: it goes to {to} now."
            ),
            Kinds.HandoffWithdrawn => new("Withdrawn", $"{who} withdrew {about}."),
            Kinds.HandoffCompleted => new("Completed", $"{who} completed {what} from {from} for {to}."),
            Kinds.HandoffAssigned => new(
                "Assigned" + owner,
                $"{who} assigned {about}{(owner.Length > 0 ? $":{owner}" : "")}."
            ),
            Kinds.QuestionAsked => new("Question", $"{who} asked a question about {about}."),
            Kinds.QuestionAnswered => new("Question answered", $"{who} answered a question about {about}."),
            Kinds.GapFlagged => new("Gap found", $"{who} found a gap in {about}."),
            Kinds.FeedbackGiven => new("Feedback", $"{who} gave feedback on {about}."),
            Kinds.DefectDisputed => new(
                "Finding disputed",
                $"{who} disputes what was found in {about}. A lead of {to} decides."
            ),
            Kinds.DisputeDecided => new("Dispute decided", $"{who} decided on what was disputed in {about}."),
            Kinds.ClockReminder => new("Due soon", $"The handoff {about} is due soon: {Waiting(message)}."),
            Kinds.ClockEscalated => new("Overdue", $"The handoff {about} is overdue: {Waiting(message)}."),
            Kinds.ChannelDisabled => new(
                "Channel switched off",
                $"A channel refused a notice about {about} for good, so it was switched off. Put it "
                    + "right in the settings of its team."
            ),
            Kinds.ChannelTest => new(
                "Test message",
                $"{who} sent this test message to {what}. This channel works, and there is nothing to do."
            ),
            Kinds.SummaryWeekly => new("Your week", $"In the last seven days: {Line.Of(message.Title, LongestTitle)}."),
            // A message that was queued by a newer version still has to reach its reader.
            _ => new("Changed", $"{who} changed {about}."),
        };
    }

    private static string Findings(Message message) =>
        message.Facts.Count(fact => fact.Label == FactLabels.Finding) switch
        {
            0 => "",
            1 => " with 1 finding",
            var count => $" with {count} findings",
        };

    private static string? Fact(Message message, string label) =>
        message
            .Facts.Where(fact => fact.Label == label)
            .Select(fact => Line.Of(fact.Value, LongestTitle))
            .FirstOrDefault();

    private static string Waiting(Message message) =>
        (message.Status, Fact(message, FactLabels.Question)) switch
        {
            (_, not null) => "a question waits for an answer",
            ("initiated", _) => $"it waits for {message.ToTeam} to accept it",
            ("returned", _) => $"it waits for {message.FromTeam} to hand it over again",
            ("accepted", _) => $"it waits for {message.ToTeam} to complete it",
            _ => "it waits",
        };
}

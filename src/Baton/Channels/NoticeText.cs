namespace Baton.Channels;

/// <summary>The words of a notice.</summary>
/// <param name="Happened">What happened, for a subject: <c>Returned with 2 findings</c>.</param>
/// <param name="Sentence">The same in a sentence that names the actor, the teams and the title.</param>
internal sealed record NoticeText(string Happened, string Sentence)
{
    internal const int LongestTitle = 200;

    internal static NoticeText For(Message message)
    {
        var about = new NoticeSubject(message);
        return message.Kind switch
        {
            Kinds.ClockReminder => new("Due soon", $"The handoff {about.About} is due soon: {Waiting(about)}."),
            Kinds.ClockEscalated => new("Overdue", $"The handoff {about.About} is overdue: {Waiting(about)}."),
            Kinds.ChannelDisabled => new(
                "Channel switched off",
                $"A channel refused a notice about {about.About} for good, so it was switched off. Put it "
                    + "right in the settings of its team."
            ),
            Kinds.ChannelTest => new(
                "Test message",
                $"{about.Who} sent this test message to {about.What}. This channel works, and there is nothing to do."
            ),
            Kinds.SummaryWeekly => new("Your week", $"In the last seven days: {Line.Of(message.Title, LongestTitle)}."),
            // A message that was queued by a newer version still has to reach its reader.
            _ => message.Words?.Invoke(about) ?? new("Changed", $"{about.Who} changed {about.About}."),
        };
    }

    private static string Waiting(NoticeSubject about) =>
        (about.Message.Status, about.Fact(FactLabels.Question)) switch
        {
            (_, not null) => "a question waits for an answer",
            ("initiated", _) => $"it waits for {about.To} to accept it",
            ("returned", _) => $"it waits for {about.From} to resubmit it",
            ("accepted", _) => $"it waits for {about.To} to complete it",
            _ => "it waits",
        };
}

/// <summary>What the words of a notice are made of.</summary>
internal readonly record struct NoticeSubject(Message Message)
{
    /// <summary>The title, in quotes.</summary>
    internal string What => $"“{Line.Of(Message.Title, NoticeText.LongestTitle)}”";

    internal string Who => Line.Of(Message.ActorName ?? Message.Actor ?? "Baton", NoticeText.LongestTitle);

    internal string From => Line.Of(Message.FromName, NoticeText.LongestTitle);

    internal string To => Line.Of(Message.ToName, NoticeText.LongestTitle);

    /// <summary>The title and its two teams.</summary>
    internal string About => $"{What} from {From} to {To}";

    /// <summary>How many findings there are; empty for none.</summary>
    internal string WithFindings =>
        Message.Facts.Count(fact => fact.Label == FactLabels.Finding) switch
        {
            0 => "",
            1 => " with 1 finding",
            var count => $" with {count} findings",
        };

    internal string? Fact(string label) =>
        Message
            .Facts.Where(fact => fact.Label == label)
            .Select(fact => Line.Of(fact.Value, NoticeText.LongestTitle))
            .FirstOrDefault();
}

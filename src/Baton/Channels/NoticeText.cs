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
            Kinds.ClockReminder => new(T("Due soon"), DueSoon(about)),
            Kinds.ClockEscalated => new(T("Overdue"), Overdue(about)),
            Kinds.ChannelDisabled => new(
                T("Channel switched off"),
                T(
                    "A channel refused a notice about {0} for good, so it was switched off. Put it right in the "
                        + "settings of its team.",
                    about.About
                )
            ),
            Kinds.ChannelTest => new(
                T("Test message"),
                T(
                    "{0} sent this test message to {1}. This channel works, and there is nothing to do.",
                    about.Who,
                    about.What
                )
            ),
            Kinds.SummaryWeekly => new(
                T("Your week"),
                T("In the last seven days: {0}.", Line.Of(message.Title, LongestTitle))
            ),
            // A message that was queued by a newer version still has to reach its reader.
            _ => message.Words?.Invoke(about) ?? new(T("Changed"), T("{0} changed {1}.", about.Who, about.About)),
        };
    }

    private static string DueSoon(NoticeSubject about) =>
        (about.Message.Status, about.Fact(FactLabels.Question)) switch
        {
            (_, not null) => T("The handoff {0} is due soon: a question waits for an answer.", about.About),
            ("initiated", _) => T("The handoff {0} is due soon: it waits for {1} to accept it.", about.About, about.To),
            ("returned", _) => T(
                "The handoff {0} is due soon: it waits for {1} to resubmit it.",
                about.About,
                about.From
            ),
            ("accepted", _) => T(
                "The handoff {0} is due soon: it waits for {1} to complete it.",
                about.About,
                about.To
            ),
            _ => T("The handoff {0} is due soon: it waits.", about.About),
        };

    private static string Overdue(NoticeSubject about) =>
        (about.Message.Status, about.Fact(FactLabels.Question)) switch
        {
            (_, not null) => T("The handoff {0} is overdue: a question waits for an answer.", about.About),
            ("initiated", _) => T("The handoff {0} is overdue: it waits for {1} to accept it.", about.About, about.To),
            ("returned", _) => T(
                "The handoff {0} is overdue: it waits for {1} to resubmit it.",
                about.About,
                about.From
            ),
            ("accepted", _) => T("The handoff {0} is overdue: it waits for {1} to complete it.", about.About, about.To),
            _ => T("The handoff {0} is overdue: it waits.", about.About),
        };
}

/// <summary>What the words of a notice are made of.</summary>
internal readonly record struct NoticeSubject(Message Message)
{
    /// <summary>The title, in quotes.</summary>
    internal string What => T("“{0}”", Line.Of(Message.Title, NoticeText.LongestTitle));

    internal string Who => Line.Of(Message.ActorName ?? Message.Actor ?? "Baton", NoticeText.LongestTitle);

    internal string From => Line.Of(Message.FromName, NoticeText.LongestTitle);

    internal string To => Line.Of(Message.ToName, NoticeText.LongestTitle);

    /// <summary>The title and its two teams.</summary>
    internal string About => T("“{0}” from {1} to {2}", Line.Of(Message.Title, NoticeText.LongestTitle), From, To);

    internal int FindingCount => Message.Facts.Count(fact => fact.Label == FactLabels.Finding);

    internal string? Fact(string label) =>
        Message
            .Facts.Where(fact => fact.Label == label)
            .Select(fact => Line.Of(fact.Value, NoticeText.LongestTitle))
            .FirstOrDefault();
}

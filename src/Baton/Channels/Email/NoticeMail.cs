using System.Text;

namespace Baton.Channels.Email;

/// <summary>
/// What a mail says. Its text and its HTML are made of this and of nothing else, so that they say the same.
/// </summary>
/// <param name="About">The template and the number of the handoff; null for what is about none.</param>
/// <param name="Heading">What the reader has to know.</param>
/// <param name="Sentences">What happened, and what follows.</param>
/// <param name="Baton">Who holds it; null where that is not known.</param>
/// <param name="Links">What the reader can do, the likeliest first.</param>
/// <param name="Rows">Details of what happened, then the values to decide by.</param>
/// <param name="Reason">Why the reader gets it; empty where that is plain.</param>
/// <param name="SettingsUrl">Where they choose what they are told.</param>
internal sealed record NoticeMail(
    string? About,
    string Heading,
    IReadOnlyList<string> Sentences,
    BatonLine? Baton,
    IReadOnlyList<(string Text, string Url)> Links,
    IReadOnlyList<(string Label, string Value)> Rows,
    string Reason,
    string? SettingsUrl
)
{
    internal static string Settings => T("Notification settings");

    internal static NoticeMail Of(Message message)
    {
        var words = NoticeText.For(message);
        var glance = message.Glance;
        return new NoticeMail(
            message.IsOfHandoff ? $"{glance?.TemplateName ?? message.Template} · #{message.HandoffId}" : null,
            HeadingOf(message, words),
            [words.Sentence, .. Until(message)],
            BatonLine.Of(message),
            [.. LinksOf(message)],
            [
                .. FactsOf(message).Select(fact => (Line.Of(message.LabelOf(fact)), Line.Lines(message.ValueOf(fact)))),
                .. (glance?.Fields ?? []).Select(field => (Line.Of(field.Label), Line.Lines(field.Value))),
                (T("When"), message.Say(message.At)),
            ],
            glance?.Reason ?? "",
            glance?.SettingsUrl
        );
    }

    private static string HeadingOf(Message message, NoticeText words)
    {
        var title = Line.Of(message.Title, NoticeText.LongestTitle);
        return !message.IsOfHandoff ? words.Happened
            : message is { AsksToAccept: true, Links.AreForOne: true } ? T("{0} waits for you to accept it", title)
            : message.AsksToAccept ? T("{0} waits for {1} to accept it", title, Line.Of(message.ToName))
            : T("{0}: {1}", words.Happened, title);
    }

    /// <summary>Until when, and who holds it up to then.</summary>
    private static string[] Until(Message message) =>
        message is { AsksToAccept: true, Glance.AcceptBy: { } due }
            ?
            [
                due <= message.At
                    ? T(
                        "{0} should have accepted it by {1}. Until it does, {2} holds it.",
                        Line.Of(message.ToName),
                        message.Say(due),
                        Line.Of(message.FromName)
                    )
                    : T(
                        "{0} has until {1} to accept it. Until then {2} holds it.",
                        Line.Of(message.ToName),
                        message.Say(due),
                        Line.Of(message.FromName)
                    ),
            ]
            : [];

    /// <summary>Until when to accept it stands in a sentence of its own.</summary>
    private static IEnumerable<Fact> FactsOf(Message message) =>
        message is { AsksToAccept: true, Glance.AcceptBy: not null }
            ? message.Facts.Where(fact => fact.Label != FactLabels.Due)
            : message.Facts;

    private static IEnumerable<(string Text, string Url)> LinksOf(Message message)
    {
        if (message.Links is { } links)
        {
            yield return (T("Accept"), links.Accept);
            yield return (T("Return…"), links.Return);
        }

        yield return (
            !message.IsOfHandoff
                ? message.Kind == Kinds.SummaryWeekly
                    ? T("Open the report")
                    : T("Open Baton")
                : message.AsksToAccept
                    ? T("Read it first")
                    : T("Open the handoff"),
            message.Url
        );
    }

    internal string Text()
    {
        var text = new StringBuilder()
            .Append("Baton")
            .AppendLine(About is null ? "" : $" · {About}")
            .AppendLine()
            .AppendLine(Heading);
        foreach (var sentence in Sentences)
            text.AppendLine().AppendLine(sentence);
        if (Baton is not null)
            text.AppendLine().Append("  ").AppendLine(Baton.Text());
        text.AppendLine();
        foreach (var (words, url) in Links)
            text.Append(words).Append(": ").AppendLine(url);
        text.AppendLine();
        // Lines of a value are set in, so that none of them can pass for a row.
        foreach (var (label, value) in Rows)
            text.Append(label)
                .Append(": ")
                .AppendLine(value.Replace("\n", Environment.NewLine + "  ", StringComparison.Ordinal));
        if (Reason.Length > 0)
            text.AppendLine().AppendLine("-- ").AppendLine(Reason);
        if (SettingsUrl is not null)
            text.Append(Settings).Append(": ").AppendLine(SettingsUrl);
        return text.ToString();
    }
}

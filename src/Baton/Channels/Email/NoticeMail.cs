using System.Globalization;
using System.Text;

namespace Baton.Channels.Email;

/// <summary>
/// What a mail says. Its text and its HTML are made of this and of nothing else, so that they say the same.
/// </summary>
internal sealed record NoticeMail(
    string Heading,
    string Sentence,
    IReadOnlyList<(string Label, string Value)> Rows,
    IReadOnlyList<(string Text, string Url)> Links
)
{
    internal static NoticeMail Of(Message message)
    {
        var words = NoticeText.For(message);
        return new NoticeMail(
            words.Happened,
            words.Sentence,
            [
                .. message.Facts.Select(fact => (Line.Of(fact.Label), Line.Lines(message.ValueOf(fact)))),
                .. message.IsOfHandoff ? HandoffRows(message) : [],
                ("When", message.Say(message.At)),
            ],
            [
                .. message.Links is { } links ? new[] { ("Accept", links.Accept), ("Return…", links.Return) } : [],
                (
                    message.IsOfHandoff ? "Open the handoff"
                    : message.Kind == Kinds.SummaryWeekly ? "Open the report"
                    : "Open Baton",
                    message.Url
                ),
            ]
        );
    }

    private static (string Label, string Value)[] HandoffRows(Message message) =>
        [
            ("Handoff", message.HandoffId.ToString("'#'0", CultureInfo.InvariantCulture)),
            ("Title", Line.Of(message.Title)),
            ("Template", message.Template),
            ("From team", message.FromTeam),
            ("To team", message.ToTeam),
            ("Status", message.Status),
        ];

    internal string Text()
    {
        var text = new StringBuilder().AppendLine(Heading).AppendLine().AppendLine(Sentence).AppendLine();
        // Lines of a value are set in, so that none of them can pass for a row.
        foreach (var (label, value) in Rows)
            text.Append(label)
                .Append(": ")
                .AppendLine(value.Replace("\n", Environment.NewLine + "  ", StringComparison.Ordinal));
        text.AppendLine();
        foreach (var (words, url) in Links)
            text.Append(words).Append(": ").AppendLine(url);
        return text.ToString();
    }
}

using System.Globalization;
using System.Text;

namespace Baton.Channels.Email;

/// <summary>Many notices as plain text; <see cref="DigestMailPage"/> says the same in HTML.</summary>
internal static class DigestText
{
    internal static string Of(Digest digest)
    {
        var text = new StringBuilder().AppendLine(digest.Heading).AppendLine();
        foreach (var handoff in digest.Handoffs)
        {
            text.AppendLine(Title(handoff.Last()));
            foreach (var message in handoff)
            {
                text.Append("- ")
                    .Append(message.Say(message.At))
                    .Append(": ")
                    .AppendLine(NoticeText.For(message).Sentence);
                foreach (var fact in message.Facts)
                    text.Append("    ")
                        .Append(Line.Of(message.LabelOf(fact)))
                        .Append(": ")
                        .AppendLine(
                            Line.Lines(message.ValueOf(fact))
                                .Replace("\n", Environment.NewLine + "      ", StringComparison.Ordinal)
                        );
            }

            text.Append("  ").Append(T("Open the handoff")).Append(": ").AppendLine(handoff.Last().Url).AppendLine();
        }

        return text.Append(T("Open Baton")).Append(": ").AppendLine(digest.Url).ToString();
    }

    internal static string Title(Message message) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Line.Of(message.Title, NoticeText.LongestTitle)} (#{message.HandoffId})"
        );
}

using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Baton.Channels;
using Baton.Core;
using Baton.Tests.App;

namespace Baton.Tests.Channels;

/// <summary>A mail of every kind is in its reader's language, and no word of it is left out.</summary>
public sealed partial class EveryMailTests
{
    public static TheoryData<string> EveryKind => [.. MailStage.Kinds];

    [Theory]
    [MemberData(nameof(EveryKind))]
    public async Task Everything_that_a_mail_says_can_be_translated(string kind)
    {
        foreach (var message in MailStage.Of(kind))
        {
            var (subject, text, html) = await MailStage.SayAsync(message, Translations.Pseudo);
            Assert.Equal("", LeftOf(subject));
            Assert.Equal("", LeftOf(text));
            Assert.Equal("", LeftOf(TextOf(html)));
        }
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public async Task No_sentence_of_a_mail_stays_in_English(string kind)
    {
        foreach (var message in MailStage.Of(kind))
        {
            var english = await MailStage.SayAsync(message, "en");
            var sentences = LinesOf(english.Text);
            foreach (var language in Translations.AllLanguages.Where(language => language != "en"))
            {
                var (subject, text, html) = await MailStage.SayAsync(message, language);
                Assert.NotEqual(english.Subject, subject);
                Assert.Empty(LinesOf(text).Intersect(sentences));
                Assert.Contains($"lang=\"{language}\"", html, StringComparison.Ordinal);
                Assert.DoesNotContain("UTC", text, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Lines of three words and more, which no two languages share.</summary>
    private static IEnumerable<string> LinesOf(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').Where(line => Words().Count(Ours(line)) > 2);

    /// <summary>What stands in no brackets and was not given.</summary>
    private static string LeftOf(string text)
    {
        var left = text;
        while (Bracketed().IsMatch(left))
            left = Bracketed().Replace(left, "");
        return Letters().Replace(Ours(left), "").Trim();
    }

    private static string Ours(string text)
    {
        var left = Address().Replace(text, "");
        foreach (var given in MailStage.Given)
            left = left.Replace(given, "", StringComparison.Ordinal);
        return left;
    }

    private static string TextOf(string html)
    {
        var page = new HtmlParser().ParseDocument(html);
        foreach (var style in page.QuerySelectorAll("style"))
            style.Remove();
        return page.DocumentElement.TextContent;
    }

    [GeneratedRegex("⟦[^⟦⟧]*⟧")]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"[^\p{L}]+")]
    private static partial Regex Letters();

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Words();
}

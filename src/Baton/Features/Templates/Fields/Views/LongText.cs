using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Ganss.Xss;
using Markdig;
using Microsoft.AspNetCore.Components;

namespace Baton.Features.Templates.Fields.Views;

/// <summary>
/// Long texts as Markdown. Whatever comes out is cleaned: a few tags, links to the web, nothing that runs, loads or
/// looks like the page itself.
/// </summary>
internal static partial class LongText
{
    private const int LongestMarkdown = 50_000;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseSoftlineBreakAsHardlineBreak()
        .UseAutoLinks()
        .Build();

    internal static MarkupString ToMarkup(string text)
    {
        if (text.Length > LongestMarkdown)
            return Plain(text);
        try
        {
            return new MarkupString(
                Cleaner()
                    .Sanitize(
                        Headings()
                            .Replace(
                                Markdown.ToHtml(text, Pipeline),
                                match => match.Groups[1].Value == "" ? "<p><strong>" : "</strong></p>"
                            )
                    )
            );
        }
        catch (ArgumentException)
        {
            return Plain(text); // nested deeper than Markdown is read
        }
    }

    /// <summary>The headings of a page are the page's own; in a text they are only bold.</summary>
    [GeneratedRegex("<(/?)h[1-6][^>]*>")]
    private static partial Regex Headings();

    private static MarkupString Plain(string text) =>
        new($"<p>{HtmlEncoder.Default.Encode(text).Replace("&#xA;", "<br>", StringComparison.Ordinal)}</p>");

    private static HtmlSanitizer Cleaner()
    {
        var cleaner = new HtmlSanitizer(
            new HtmlSanitizerOptions
            {
                AllowedTags = new HashSet<string>
                {
                    "p",
                    "br",
                    "strong",
                    "em",
                    "del",
                    "code",
                    "pre",
                    "blockquote",
                    "ul",
                    "ol",
                    "li",
                    "a",
                    "hr",
                    "table",
                    "thead",
                    "tbody",
                    "tr",
                    "th",
                    "td",
                },
                AllowedAttributes = new HashSet<string> { "href", "start" },
                AllowedSchemes = new HashSet<string> { "http", "https", "mailto" },
                UriAttributes = new HashSet<string> { "href" },
            }
        );
        cleaner.PostProcessNode += (_, step) =>
        {
            if (step.Node is AngleSharp.Html.Dom.IHtmlAnchorElement link)
                link.SetAttribute("rel", "noopener noreferrer nofollow");
        };
        return cleaner;
    }
}

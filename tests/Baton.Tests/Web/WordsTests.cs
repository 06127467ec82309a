using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Tests.App;

namespace Baton.Tests.Web;

/// <summary>
/// One concept has one word wherever a person reads: on pages, in mails and Slack, in refusals, on the command line and
/// in the docs. What is listed here is said differently, and each line says how.
/// </summary>
public sealed partial class WordsTests
{
    /// <summary>What may not occur, and what to write instead.</summary>
    private static readonly (string Pattern, string Instead)[] Banned =
    [
        (@"(take|takes|took|taken) (it )?over", "accept"),
        (@"(take|takes|took|taken) in\b(?! (order|turn|a\b|the\b|\d))", "add"),
        (@"(take|takes|took|taken) out", "remove"),
        (@"(take|takes|took|taken) (it )?back", "withdraw"),
        (@"(give|gives|gave|given) (it )?back", "return"),
        (@"(send|sends|sent) (it |much )?back", "return"),
        (@"(send|sends|sent) (it )?on\b(?! (a|an|the|which|that|its|his|her|their|each|every|\w+day)\b)", "reroute"),
        (@"(shut|shuts) (you|your|him|her|them|it)?(self|selves)? ?out", "deactivate"),
        (@"let in (again|by)", "reactivate, or invited by"),
        (@"(hand|hands|handed|handing) (it )?over again", "resubmit"),
        (@"(can|cannot|may|people) come in|comes? in by|^come in", "sign in, or join"),
        (@"opens? the door", "sign in"),
        (@"orphan(s|ed)?", "needs an owner"),
        (@"on the hook", "owner"),
        (@"(wait|waits|waiting) for nobody", "needs an owner"),
        (@"(?<!your )(inbox|outbox)(es)?", "received, sent"),
        (@"^box$", "received, sent"),
        (@"(is|are|was|were|be|been|being|nobody|everybody|anybody|somebody) told", "notified, or sent"),
        (@"^told\b", "sent"),
        (@"(given|gives|gave) up", "failed permanently"),
        (@"(dead) (ones?|notices?|deliver(y|ies))", "failed permanently"),
        (
            @"(make|makes|making|made) (a|an|the|another|new) "
                + @"(new )?(team|token|link|template|invitation|person|handoff)s?",
            "create"
        ),
        (@"not made:", "skipped"),
        (@"e-mail", "email"),
        (@"^keep( this| the changes|: .*)?$", "save"),
        (@"may be left", "optional"),
        (@"fields? needed|^needed", "required"),
        (@"^nothing$", "—"),
        (@"has to be done", "due"),
        (@"(faults?|errors?) to mend|to mend", "problem"),
        (@"(stand|stands|stood) in for|stands in", "covered by"),
        (@"(load|loads) as", "download"),
        (@"as CSV$", "Download CSV"),
        (@"this way (yet|was)|over this way|all ways|ways? that work|^ways?$", "template"),
        (@"all is well|^well\b", "OK"),
        (@"nobody has to", "no longer open"),
        (
            @"(colour|behaviour|favour|honour|cancelled|labelled|centre|licence|organise|recognise|authorise)\w*",
            "American spelling"
        ),
    ];

    /// <summary>Where a word is meant as it stands: a name of the API, a quotation, a file of another.</summary>
    private static readonly (string File, string Text)[] Meant =
    [
        ("CHANGELOG.md", "take over the account"),
        ("src/Baton/Commands/Demo/Script.cs", "--box inbox"), // values of the API
        ("src/Baton/Commands/HandoffListCommand.cs", "inbox"),
        ("src/Baton/Features/Deliveries/ReplayDeliveries.cs", "delivered or cancelled"),
        (Texts, "delivered or cancelled"),
    ];

    /// <summary>Written for those who change the code, and who call things by their names in it.</summary>
    private static readonly string[] OfCode = ["docs/architecture.md", "docs/decisions/", "docs/speed.md"];

    private const string Texts = "src/Baton/Web/Translations/en.json";

    private static readonly Regex[] Patterns =
    [
        .. Banned.Select(word => new Regex(
            word.Pattern.StartsWith('^') ? word.Pattern : $@"\b(?:{word.Pattern})",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
        )),
    ];

    [Fact]
    public void Texts_of_pages_use_the_words_of_the_product()
    {
        AssertNone(
            JsonSerializer.Deserialize<Dictionary<string, string>>(Read(Texts))!.Keys.Select(text => (Texts, text))
        );
    }

    [Fact]
    public void Refusals_mails_Slack_and_the_command_line_use_them() =>
        AssertNone(
            SourceFiles()
                .SelectMany(file => LiteralsOf(Read(file)).Where(IsSentence).Select(text => (file, WithoutHoles(text))))
        );

    [Fact]
    public void The_docs_use_them() =>
        AssertNone(
            FilesOf("docs", "*.md")
                .Where(file => !OfCode.Any(start => file.StartsWith(start, StringComparison.Ordinal)))
                .Concat(["README.md", "CHANGELOG.md", "SECURITY.md"])
                .SelectMany(file => ProseOf(Read(file)).Select(text => (file, text)))
        );

    [Theory]
    [InlineData("Handed over again after it was sent back.", 2)]
    [InlineData("2 faults to mend", 1)]
    [InlineData("Keep", 1)]
    [InlineData("Handoffs keep the version they started with.", 0)]
    [InlineData("The notice is sent on each channel.", 0)]
    [InlineData("Covered by Jo.", 0)]
    public void A_word_is_found_in_whatever_form(string text, int found) =>
        Assert.Equal(found, Patterns.Count(pattern => pattern.IsMatch(text)));

    private static void AssertNone(IEnumerable<(string File, string Text)> texts)
    {
        var found = texts
            .Where(text =>
                !Meant.Any(meant => meant.File == text.File && text.Text.Contains(meant.Text, StringComparison.Ordinal))
            )
            .SelectMany(text => FindingsOf(text.File, text.Text))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.True(found.Count == 0, $"{found.Count} texts\n" + string.Join('\n', found));
    }

    private static IEnumerable<string> FindingsOf(string file, string text) =>
        Patterns
            .Index()
            .Where(pattern => pattern.Item.IsMatch(text))
            .Select(pattern =>
                $"{file}: “{pattern.Item.Match(text).Value}” (write: {Banned[pattern.Index].Instead}) in “{text}”"
            );

    /// <summary>The literals of a source file; one that goes on in the next line is joined.</summary>
    private static IEnumerable<string> LiteralsOf(string source) =>
        Token().Matches(Joint().Replace(source, "")).Select(token => token.Groups["text"].Value.Trim());

    private static bool IsSentence(string literal) =>
        literal.Contains(' ', StringComparison.Ordinal) && !Sql().IsMatch(literal);

    private static string WithoutHoles(string literal) => Code().Replace(Hole().Replace(literal, "…"), "…");

    private static IEnumerable<string> SourceFiles() => FilesOf("src", "*.cs").Concat(FilesOf("src", "*.razor"));

    /// <summary>A paragraph or a row at a time, without what is code.</summary>
    private static IEnumerable<string> ProseOf(string markdown) =>
        Code().Replace(Fence().Replace(markdown, ""), "…").Split('\n').Where(line => line.Trim().Length > 0);

    private static IEnumerable<string> FilesOf(string folder, string pattern) =>
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file =>
                !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
            );

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    [GeneratedRegex(@"""\s*\+\s*\$?""")]
    private static partial Regex Joint();

    [GeneratedRegex(
        "//[^\\n]*|/\\*.*?\\*/|@\\*.*?\\*@|'(?:\\\\.|[^'\\\\\\n])'|"
            + "\"{3,}(?<text>.*?)\"{3,}|@\"(?<text>(?:[^\"]|\"\")*)\"|\"(?<text>(?:\\\\.|[^\"\\\\\\n])*)\"",
        RegexOptions.Singleline
    )]
    private static partial Regex Token();

    /// <summary>Where a value stands in an interpolated text.</summary>
    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE)\b")]
    private static partial Regex Sql();

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`\\n]*`")]
    private static partial Regex Code();
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Baton.Client;
using Baton.Core;
using Baton.Features.Links;
using Baton.Tests.App;
using Baton.Web.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Web;

/// <summary>
/// Every text of a page can be translated: in the pseudo-language each stands in brackets, and what does not is a
/// name or a value that somebody typed.
/// </summary>
public sealed partial class TranslationsTests
{
    private static readonly JsonSerializerOptions Table = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] Attributes = ["aria-label", "placeholder", "title", "alt"];

    private static readonly string[] Paths =
    [
        "/",
        "/nothing-here",
        "/handoffs",
        "/handoffs?q=nothing",
        "/handoffs?team={receiver}&box=inbox&status=initiated",
        "/handoffs/{open}",
        "/handoffs/{open}/return",
        "/handoffs/{open}/decline",
        "/handoffs/{open}/reroute",
        "/handoffs/{accepted}",
        "/handoffs/{accepted}/assign",
        "/handoffs/{accepted}/skip?step=second",
        "/handoffs/{accepted}/flag_gap",
        "/handoffs/{done}",
        "/handoffs/{returned}",
        "/hand-over",
        "/hand-over/{template}",
        "/handoffs/{draft}/edit",
        "/handoffs/{draft}",
        "/handoffs/{draft}/withdraw",
        "/handoffs/{returned}/edit",
        "/account",
        "/account/second-factor",
        "/account/passkeys",
        "/people",
        "/audit",
        "{accept}",
        "{return}",
        "/teams",
        "/teams/{receiver}",
        "/teams/{receiver}/notifications",
        "/teams/{receiver}/hours",
        "/teams/{receiver}/templates",
        "/teams/{receiver}/settings",
        "/teams/{receiver}/close",
        "/templates",
        "/templates/{template}",
        "/templates/{template}/edit",
        "/templates/new",
        "/templates/new?from=blank",
        "/templates/{template}/edit?tab=yaml",
        "/templates/{template}/edit?require=note",
        "/deliveries",
        "/deliveries?state=dead",
        "/orphans",
        "/health",
        "/reports",
        "/reports?tab=load",
        "/reports?tab=quality",
        "/reports?tab=templates",
        "/reports?tab=speed",
        "/reports?days=0",
        "/reports?days=7&template={template}",
        "/reports/handoffs?what=defective&from={sender}",
    ];

    [Fact]
    public async Task No_text_of_a_page_is_left_out()
    {
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        var cast = await app.CastAsync();
        var open = await cast.InitiatedAsync();
        var returned = await cast.ReturnedAsync();
        var accepted = await cast.AcceptedAsync();
        var done = await cast.CompletedAsync();
        var draft = await cast.DraftAsync();
        await cast.Bob.Api.AskAsync(
            accepted.HandoffId,
            new AskRequest("Which one first?", "client_name", Blocking: true)
        );
        await cast.Bob.Api.AttachAsync(accepted.HandoffId, "plan.txt", new MemoryStream("x"u8.ToArray()));
        await cast.Bob.Api.FlagGapAsync(accepted.HandoffId, new GapRequest("note", FindingCode.Missing, 5));
        await cast.Alice.Api.DisputeAsync(accepted.HandoffId, 1, new DisputeRequest("It was there."));
        var guestOf = (await cast.Ben.Api.InviteGuestAsync(open.HandoffId, new GuestRequest("guest@example.org"))).Url!;
        var guestAtWork = (
            await cast.Ben.Api.InviteGuestAsync(accepted.HandoffId, new GuestRequest("at-work@example.org"))
        ).Url!;
        await cast.Ben.Api.AddAbsenceAsync(cast.Bob.Key, new AbsenceRequest("2199-01-01", "2199-01-02", cast.Ben.Key));
        await cast.Bob.Api.GiveFeedbackAsync(done.HandoffId, new FeedbackRequest(4, ["note"]));
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                Channels = [new("email", Address: "team@example.org"), new("webhook", Url: "http://127.0.0.1:1/hook")],
            }
        );
        var context = await cast
            .App.Services.GetRequiredService<MakeLink>()
            .RunAsync(cast.Ben.Key, open.HandoffId, open.ContextRevision, CancellationToken.None);
        var left = new List<string>();
        foreach (var who in (Someone[])[cast.Ben, cast.Ann, cast.Root])
        {
            using var visitor = await cast.App.VisitAsync(who);
            visitor.Speak("qps-Ploc");
            foreach (var path in Paths)
                left.AddRange(Left(await visitor.GetAsync(Filled(path)), cast));
        }

        var english = OnlyEnglish();
        english.ExceptWith(Values(cast));
        using var german = await cast.App.VisitAsync(cast.Ben);
        german.Speak("de");
        foreach (var path in Paths)
        {
            var page = await german.GetAsync(Filled(path));
            var unsaid = SaidOn(page).Select(text => text.Trim()).Where(english.Contains);
            left.AddRange(unsaid.Select(text => $"{page.Path} in German: {text}"));
        }

        using var stranger = new Visitor(cast.App);
        stranger.Speak("qps-ploc");
        foreach (
            var path in (string[])
                [
                    "/sign-in",
                    "/sign-in/code",
                    "/join?code=none",
                    "/setup?code=none",
                    new Uri(guestOf).AbsolutePath,
                    new Uri(guestOf).AbsolutePath + "/return",
                    new Uri(guestAtWork).AbsolutePath,
                    new Uri(guestAtWork).AbsolutePath + "/evidence?step=second",
                ]
        )
            left.AddRange(Left(await stranger.GetAsync(path), cast));
        Assert.True(left.Count == 0, string.Join('\n', left.Distinct()));

        string Filled(string path) =>
            path.Replace("{open}", $"{open.HandoffId}")
                .Replace("{returned}", $"{returned.HandoffId}")
                .Replace("{accepted}", $"{accepted.HandoffId}")
                .Replace("{done}", $"{done.HandoffId}")
                .Replace("{draft}", $"{draft.HandoffId}")
                .Replace("{template}", cast.Template_)
                .Replace("{receiver}", cast.Receiver)
                .Replace("{sender}", cast.Sender)
                .Replace("{accept}", context.Accept)
                .Replace("{return}", context.Return);
    }

    [Fact]
    public async Task The_table_for_translators_holds_every_text_and_no_other()
    {
        var pages = Path.Combine(Repository.Root, "src", "Baton");
        var texts = Directory
            .EnumerateFiles(pages, "*.*", SearchOption.AllDirectories)
            .Where(file =>
                Path.GetExtension(file) is ".cs" or ".razor"
                && !file.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
                && !file.Contains(
                    $"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            )
            .SelectMany(file => TextsOf(File.ReadAllText(file)))
            .ToHashSet(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        var table = Path.Combine(pages, "Web", "Translations", "en.json");
        if (Environment.GetEnvironmentVariable("BATON_WRITE_SNAPSHOTS") == "1")
            await File.WriteAllTextAsync(
                table,
                JsonSerializer.Serialize(texts.ToDictionary(text => text, Shown), Table) + "\n",
                TestContext.Current.CancellationToken
            );
        var listed = JsonSerializer.Deserialize<Dictionary<string, string>>(
            await File.ReadAllTextAsync(table, TestContext.Current.CancellationToken)
        )!;
        Assert.True(texts.Count > 10);
        Assert.Equal(texts, listed.Keys);
        Assert.All(listed, text => Assert.Equal(Shown(text.Key), text.Value));
    }

    /// <summary>What a translation misspells is found here, and not by whoever opens the page.</summary>
    [Fact]
    public void Every_text_of_every_language_can_be_read()
    {
        var tables = Directory.GetFiles(Path.Combine(Repository.Root, "src", "Baton", "Web", "Translations"));
        Assert.NotEmpty(tables);
        foreach (var table in tables)
        {
            var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(table))!;
            Assert.All(texts.Values, text => MessageFormat.Of(text));
        }
    }

    /// <summary>German and Spanish part it from the number, French by a narrower space; no line breaks there.</summary>
    [Fact]
    public void A_percent_sign_stands_as_each_language_sets_it()
    {
        var folder = Path.Combine(Repository.Root, "src", "Baton", "Web", "Translations");
        foreach (var (language, space) in new[] { ("de", "\u00A0"), ("es", "\u00A0"), ("fr", "\u202F"), ("en", "") })
        {
            var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(
                File.ReadAllText(Path.Combine(folder, $"{language}.json"))
            )!;
            Assert.Equal($"{{0}}{space}%", texts["{0}%"]);
            Assert.All(texts.Values, text => Assert.DoesNotMatch("[0-9}] %", text));
        }
    }

    [Theory]
    [InlineData("de", "Anmelden")]
    [InlineData("de-AT", "Anmelden")]
    [InlineData("nl-NL, fr-CA;q=0.8, en;q=0.5", "Se connecter")]
    [InlineData("en-GB, de;q=0.9", "Sign in")]
    [InlineData("nl", "Sign in")]
    [InlineData("", "Sign in")]
    public async Task A_page_speaks_what_the_browser_asks_for(string asked, string heading)
    {
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        using var visitor = new Visitor(app);
        if (asked.Length > 0)
            visitor.Speak(asked);
        Assert.Equal(heading, (await visitor.GetAsync("/sign-in")).Heading);
    }

    /// <summary>
    /// A language that is offered is there on every page, and each of its texts takes the same values.
    /// </summary>
    [Fact]
    public void Every_language_says_every_text()
    {
        var folder = Path.Combine(Repository.Root, "src", "Baton", "Web", "Translations");
        var tables = Directory
            .GetFiles(folder)
            .ToDictionary(
                file => Path.GetFileNameWithoutExtension(file),
                file => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!
            );
        Assert.Equal(["de", "en", "es", "fr"], tables.Keys.Order(StringComparer.Ordinal));
        foreach (var (language, table) in tables)
        {
            Assert.True(
                tables["en"].Keys.SequenceEqual(table.Keys),
                $"{language}.json: "
                    + string.Join(
                        '\n',
                        tables["en"].Keys.Except(table.Keys).Concat(table.Keys.Except(tables["en"].Keys))
                    )
            );
            Assert.All(table, text => Assert.Equal(PlacesOf(text.Key), PlacesOf(text.Value)));
            Assert.DoesNotContain(table, text => Blank.Is(text.Value));
        }
    }

    /// <summary>What stands after a bar tells two meanings apart, and is not shown.</summary>
    private static string Shown(string key) => key.Split('|')[0];

    private static IEnumerable<string> PlacesOf(string text) =>
        Place().Matches(text).Select(place => place.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);

    /// <summary>
    /// The literals in the first argument of each call of <c>T(…)</c>.
    /// </summary>
    private static IEnumerable<string> TextsOf(string file)
    {
        var source = Joint().Replace(file, "");
        foreach (Match call in Call().Matches(source))
        {
            var literals = new List<string>();
            var at = call.Index + call.Length;
            var depth = 1;
            var commas = 0;
            while (depth > 0)
            {
                if (source[at] == '"')
                {
                    var end = at + 1;
                    while (source[end] != '"')
                        end += source[end] == '\\' ? 2 : 1;
                    if (depth == 1 && commas == 0)
                        literals.Add(Regex.Unescape(source[(at + 1)..end]));
                    at = end;
                }

                commas += depth == 1 && source[at] == ',' ? 1 : 0;
                depth +=
                    source[at] is '(' or '[' ? 1
                    : source[at] is ')' or ']' ? -1
                    : 0;
                at++;
            }

            foreach (var literal in literals)
                yield return literal;
        }
    }

    /// <summary>What stands outside the brackets and is no value.</summary>
    private static IEnumerable<string> Left(Seen page, Cast cast)
    {
        foreach (var text in SaidOn(page))
        {
            var rest = text;
            while (Bracketed().IsMatch(rest))
                rest = Bracketed().Replace(rest, " ");
            foreach (var value in Values(cast))
                rest = rest.Replace(value, " ", StringComparison.OrdinalIgnoreCase);
            rest = Codes().Replace(rest, " ");
            if (rest.Any(char.IsLetter))
                yield return $"{page.Path}: {text.Trim()}";
        }
    }

    /// <summary>What a reader reads or hears that nobody typed.</summary>
    private static IEnumerable<string> SaidOn(Seen page)
    {
        // What could not be shown is said in the words of the API, in the title, too.
        var isError = page.Document.QuerySelector("h1[data-own]") is not null;
        return page
            .Document.All.Where(candidate =>
                !(isError && candidate.LocalName == "title")
                && candidate.LocalName is not ("script" or "style" or "textarea" or "code" or "pre" or "kbd")
                && candidate.Closest("[data-own]") is null
            )
            .SelectMany(candidate =>
                candidate
                    .ChildNodes.OfType<IText>()
                    .Select(text => text.Data)
                    .Concat(Attributes.Select(candidate.GetAttribute).OfType<string>())
            );
    }

    /// <summary>The English texts that German says otherwise, as they are read where nothing is filled in.</summary>
    private static HashSet<string> OnlyEnglish()
    {
        var folder = Path.Combine(Repository.Root, "src", "Baton", "Web", "Translations");
        var (english, german) = (Read("en"), Read("de"));
        var said = german.Values.ToHashSet(StringComparer.Ordinal);
        return [.. english.Values.Where(text => !text.Contains('{') && !said.Contains(text))];

        Dictionary<string, string> Read(string language) =>
            JsonSerializer.Deserialize<Dictionary<string, string>>(
                File.ReadAllText(Path.Combine(folder, $"{language}.json"))
            )!;
    }

    private static IEnumerable<string> Values(Cast cast) =>
        [
            .. new[] { cast.Alice, cast.Ann, cast.Bob, cast.Ben, cast.Root, cast.Charlie }.Select(candidate =>
                candidate.Key
            ),
            cast.Template_,
            cast.Template_.Replace('-', ' '),
            cast.Sender,
            cast.Receiver,
            cast.Other,
            "Sender",
            "Receiver",
            "Other",
            "Doe",
            "Acme GmbH",
            "Client name",
            "Contract value",
            "First step",
            "Second step",
            "Third step",
            "Note",
            "Which one first?",
            "It was there.",
            "It says 60000 in the contract.",
            "client_name",
            "contract_value",
            "plan.txt",
            "EUR",
            "Design to development",
            "Sales to onboarding",
            "Baton",
            "webhook",
            "email",
            "slack",
        ];

    [GeneratedRegex(@"\{(\d+)\s*[,}]")]
    private static partial Regex Place();

    [GeneratedRegex(@"(?<![\w.])(?:T|Key|Kept)\(\s*(?!\s|string|int)")]
    private static partial Regex Call();

    /// <summary>Where a literal that is too long for one line goes on in the next.</summary>
    [GeneratedRegex(@"""\s*\+\s*""")]
    private static partial Regex Joint();

    [GeneratedRegex(@"⟦[^⟦⟧]*⟧")]
    private static partial Regex Bracketed();

    /// <summary>
    /// Addresses, times (a script says them in the browser's language), codes of the API such as
    /// <c>handoff.initiated</c>, and keys with a mark of their own.
    /// </summary>
    [GeneratedRegex(
        @"\b\w+day \d+ \w+ \d{4}, \d\d:\d\d|https?://\S+|\S+@\S+|\d{4}-\d\d-\d\d(T[\d:.]+Z)?|"
            + @"\b[a-z]+[._][a-z_.]+\b|\b[a-z]+-[0-9a-f]{8,}\b|\bUTC\b|\bEtc/\w+|\bCSV\b|"
            + @"\bT [0-9a-f]{10}\b|\b[0-9a-f]{16,}\b|\bxml\b|/\w+/\S*",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Codes();
}

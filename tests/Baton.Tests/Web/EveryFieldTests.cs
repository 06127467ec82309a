using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Web;

/// <summary>
/// Whatever is typed into whatever field of whatever form: it is shown as text, and the server goes on.
/// </summary>
public sealed class EveryFieldTests(SharedApps apps)
{
    private const string Hostile =
        "\"'><script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1)) \u202Etxt.exe\u0007";

    /// <summary>Forms that would end the session or take away what the rest of the test needs.</summary>
    private static readonly string[] Harmful =
    [
        "/sign-out",
        "/account/everywhere",
        "/account/password",
        "/remove",
        "/active",
        "/admin",
        "/withdraw",
        "/decline",
        "/second-factor",
        "/reroute",
    ];

    [Theory]
    [InlineData("hostile")]
    [InlineData("a hundred thousand characters")]
    [InlineData("nothing")]
    public async Task Is_taken_or_refused_and_shown_as_text(string what)
    {
        var text = what switch
        {
            "hostile" => Hostile,
            "nothing" => "",
            _ => "<b>" + new string('x', 99_997),
        }; // a sign each as it is sent, so that no form is too large as a whole
        var cast = await apps.CastOn(Engine.Sqlite);
        var open = await cast.InitiatedAsync();
        var accepted = await cast.AcceptedAsync();
        var draft = await cast.DraftAsync();
        await cast.Bob.Api.AskAsync(accepted.HandoffId, new AskRequest("Which?"));
        using var root = await cast.App.VisitAsync(cast.Root);
        string[] pages =
        [
            "/handoffs",
            $"/hand-over/{cast.Template_}",
            $"/handoffs/{open.HandoffId}",
            $"/handoffs/{open.HandoffId}/return",
            $"/handoffs/{accepted.HandoffId}",
            $"/handoffs/{accepted.HandoffId}/skip?step=second",
            $"/handoffs/{accepted.HandoffId}/flag_gap",
            $"/handoffs/{draft.HandoffId}/edit",
            "/account",
            "/account/passkeys",
            "/people",
            "/teams",
            $"/teams/{cast.Receiver}",
            $"/teams/{cast.Receiver}/notifications",
            $"/teams/{cast.Receiver}/hours",
            $"/teams/{cast.Receiver}/settings",
            "/templates/new",
            $"/templates/{cast.Template_}/edit",
            "/deliveries",
            "/audit",
            "/reports",
            "/orphans",
        ];
        var fields = 0;
        var forms = 0;
        foreach (var path in pages)
        {
            var page = await root.GetAsync(path);
            Assert.True(page.Status == 200, $"{path}: {page.Status}");
            foreach (
                var form in page.Document.Forms.Where(form =>
                    !Harmful.Any(part => (form.GetAttribute("action") ?? path).Contains(part, StringComparison.Ordinal))
                    && form.Enctype != "multipart/form-data"
                )
            )
            {
                var names = form
                    .Elements.OfType<IHtmlInputElement>()
                    .Where(input =>
                        input.Type is "text" or "email" or "search" or "url" or "number" or "date" or "password"
                        && input.Name is not null
                    )
                    .Select(input => input.Name!)
                    .Concat(form.Elements.OfType<IHtmlTextAreaElement>().Select(area => area.Name!))
                    .ToList();
                if (names.Count == 0)
                    continue;
                fields = fields + names.Count;
                forms = forms + 1;
                var values = form
                    .Elements.OfType<IHtmlInputElement>()
                    .Where(input => input.Type == "hidden")
                    .Select(input => (input.Name!, input.Value))
                    .Concat(
                        form.Elements.OfType<IHtmlSelectElement>().Select(select => (select.Name!, select.Value ?? ""))
                    )
                    .Concat(names.Select(name => (name, text)))
                    .ToList();
                var action = form.GetAttribute("action") ?? path;
                if (form.Method == "get" && text.Length > 10_000)
                    continue; // no browser sends such an address
                var query = string.Join(
                    '&',
                    values.Select(value => $"{value.Item1}={Uri.EscapeDataString(value.Item2)}")
                );
                var answer =
                    form.Method == "get"
                        ? await root.GetAsync($"{action}?{query}")
                        : await root.PostAsync(action, values);
                Assert.True(answer.Status < 500, $"{path}, {action}: {answer.Status}");
                Harmless(answer, $"{action} of {path}");
            }
        }

        foreach (var path in pages)
            Harmless(await root.GetAsync(path), path);
        Assert.True(fields > 40 && forms > 15, $"Only {fields} fields of {forms} forms were found.");
    }

    [Fact]
    public async Task A_form_that_is_too_large_or_has_too_many_fields_is_told_so()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        Assert.Equal((413, "Too large"), await PostAsync([KeyValuePair.Create("name", new string('x', 1_100_000))]));
        // As a browser: it sends all of it before it hears anything.
        Assert.Equal(
            (413, "Too large"),
            await PostAsync([KeyValuePair.Create("name", new string('x', 20_000_000))], asking: false)
        );
        Assert.Equal(
            (400, "The form is wrong"),
            await PostAsync(Enumerable.Range(0, 3000).Select(i => KeyValuePair.Create($"f{i}", "x")))
        );

        // A careful client asks before it sends so much.
        async Task<(int, string)> PostAsync(IEnumerable<KeyValuePair<string, string>> fields, bool asking = true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
            {
                Content = new FormUrlEncodedContent(fields),
                Headers = { ExpectContinue = asking, Accept = { new("text/html") } },
            };
            var seen = await Seen.OfAsync(await cast.App.Http.SendAsync(request), request.RequestUri!);
            return (seen.Status, seen.Heading);
        }
    }

    /// <summary>Nothing that runs or loads, and nothing that a page of ours does not write itself.</summary>
    private static void Harmless(Seen page, string where)
    {
        var found = page
            .Document.QuerySelectorAll(
                "main script, main img, main iframe, [onerror], [style], a[href^='javascript' i], body > script"
            )
            .Select(candidate => candidate.OuterHtml)
            .ToList();
        Assert.True(found.Count == 0, $"{where}: {string.Join(", ", found)}");
    }
}

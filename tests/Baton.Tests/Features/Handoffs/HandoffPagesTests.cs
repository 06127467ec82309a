using Baton.Client;
using Baton.Tests.App;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Handoffs;

/// <summary>The pages as a browser without scripts sees them.</summary>
public sealed class HandoffPagesTests(SharedApps apps)
{
    private const string Hostile =
        "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) \u202Etxt.exe";

    private const string EveryType = """
        key: KEY
        from_team: SENDER
        receiving_team: RECEIVER
        fields:
          - { key: client_name, type: text, required: true, label: Client, help: Legal name, example: Acme GmbH }
          - { key: contract_value, type: money }
          - { key: seats, type: number, min: 1 }
          - { key: start, type: date }
          - { key: site, type: url }
          - { key: mail, type: email }
          - { key: signed, type: boolean, must_be_true: true }
          - { key: size, type: choice, options: [small, large] }
          - { key: parts, type: choices, options: [a, b, c] }
          - { key: widths, type: list }
          - { key: people, type: contacts }
          - { key: story, type: long_text }
          - { key: other, type: any }
        checklist: [First step]
        """;

    [Theory, EitherEngine]
    public async Task Whoever_worked_on_it_is_asked_what_was_missing_when_it_is_done_and_a_day_after_accepting(
        Engine engine
    )
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        var done = (await cast.CompletedAsync()).HandoffId;
        var under = (await cast.AcceptedAsync()).HandoffId;
        Assert.Equal([$"/handoffs/{done}#feedback"], await AskedAsync(cast.Bob));
        Assert.Empty(await AskedAsync(cast.Ben));
        await cast.Bob.Api.GiveFeedbackAsync(done, new FeedbackRequest(4));
        Assert.Empty(await AskedAsync(cast.Bob));

        time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Assert.Empty(await AskedAsync(cast.Bob));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([$"/handoffs/{under}#feedback"], await AskedAsync(cast.Bob));
        await cast.Ben.Api.GiveFeedbackAsync(under, new FeedbackRequest(1, ["note"]));
        Assert.Single(await AskedAsync(cast.Bob)); // another's word is not his
        await cast.Bob.Api.GiveFeedbackAsync(under, new FeedbackRequest(2, ["note"]));
        Assert.Empty(await AskedAsync(cast.Bob));

        async Task<IEnumerable<string>> AskedAsync(Someone who)
        {
            using var visitor = await app.VisitAsync(who);
            return (await visitor.GetAsync("/"))
                .Document.QuerySelectorAll("[aria-labelledby=rate] a")
                .Select(link => link.GetAttribute("href")!);
        }
    }

    private const string Amounts = """
        key: KEY
        from_team: SENDER
        receiving_team: RECEIVER
        fields:
          - { key: client_name, type: text, required: true }
          - { key: contract_value, type: money, required: true, currency: [EUR, USD] }
          - { key: seats, type: number }
        """;

    private static string? Chosen(Seen page) =>
        page.Document.QuerySelector("[name='c.contract_value'] option[selected]")?.GetAttribute("value");

    [Theory, EitherEngine]
    public async Task The_whole_loop(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var bob = await cast.App.VisitAsync(cast.Bob);

        // A gap: refused, said beside the field, nothing lost; then handed over.
        var form = await alice.GetAsync($"/hand-over/{cast.Template_}");
        var refused = await alice.SubmitAsync(
            form,
            "Hand over",
            ("v.client_name", "Acme GmbH"),
            ("v.note", "Half done")
        );
        Assert.Equal(
            (422, "Contract value: enter an amount such as 12,500.00."),
            (refused.Status, Assert.Single(refused.Faults))
        );
        Assert.Equal(
            ["Acme GmbH", "Half done"],
            [
                refused.Document.QuerySelector("[name='v.client_name']")!.GetAttribute("value")!,
                refused.Document.QuerySelector("[name='v.note']")!.TextContent,
            ]
        );
        var sent = await alice.SubmitAsync(
            refused,
            "Hand over",
            ("v.contract_value", "50 000"),
            ("c.contract_value", "EUR")
        );
        Assert.Equal((200, true), (sent.Status, sent.Heading.StartsWith("Acme GmbH", StringComparison.Ordinal)));
        Assert.Contains("Sender still holds it.", sent.Text, StringComparison.Ordinal);
        Assert.Equal(
            "Correct, Hand on, Copy, Signed receipt, Ask a team to assist…, Withdraw…, Add, Look for earlier answers, "
                + "Ask a question, Comment, Watch, Mute",
            string.Join(", ", sent.Buttons)
        );
        Assert.Equal("50,000 EUR", sent.Document.QuerySelector(".amount")!.TextContent);

        // Received, two fields returned, just these shown to be fixed, handed over again, the change seen.
        Assert.Equal("One thing needs you now", (await bob.GetAsync("/")).Heading);
        var asked = await bob.GetAsync(sent.Path + "/return");
        Assert.Equal(
            "A return needs at least one finding.",
            Assert.Single((await bob.SubmitAsync(asked, "Return")).Faults)
        );
        var returned = await bob.SubmitAsync(
            asked,
            "Return",
            ("field", "contract_value"),
            ("code.contract_value", "Wrong"),
            ("note.contract_value", "60 in the contract"),
            ("field", "note"),
            ("code.note", "Unclear")
        );
        Assert.Contains("changes needed", returned.Text, StringComparison.Ordinal);
        var fix = await alice.GetAsync(sent.Path + "/edit");
        Assert.Equal(
            ["v.contract_value", "v.note"],
            fix.Document.QuerySelectorAll("[name^='v.']").Select(input => input.GetAttribute("name")!)
        );
        Assert.Contains("60 in the contract", fix.Text, StringComparison.Ordinal);
        var again = await alice.SubmitAsync(
            fix,
            "Resubmit",
            ("v.contract_value", "60000"),
            ("reply.note", "It means what it says")
        );
        Assert.Equal(200, again.Status);
        Assert.Contains("resubmitted, 2 findings answered", (await bob.GetAsync("/")).Text, StringComparison.Ordinal);
        var seen = await bob.GetAsync(sent.Path);
        Assert.Contains("1 field changed: Contract value", seen.Text, StringComparison.Ordinal);
        Assert.Equal("50,000 EUR", seen.Document.QuerySelector(".before")!.TextContent);

        // Accepted, asked and answered, ticked, completed, rated.
        var accepted = await bob.SubmitAsync(seen, "Accept");
        Assert.Contains("works on it", accepted.Text, StringComparison.Ordinal);
        var question = await bob.SubmitAsync(accepted, "Ask a question", ("text", "Who signs?"), ("blocking", "true"));
        Assert.Contains("Answer", (await alice.GetAsync("/")).Text, StringComparison.Ordinal);
        Assert.Equal(
            ["'First step' is neither done nor skipped.", "'Second step' is neither done nor skipped."],
            (await bob.SubmitAsync(question, "Complete")).Faults
        );
        await alice.SubmitAsync(await alice.GetAsync(sent.Path), "Answer", ("text", "Jo does."));
        var ticked = await bob.SubmitAsync(await bob.GetAsync(sent.Path), "First step");
        ticked = await bob.SubmitAsync(ticked, "Second step");
        var done = await bob.SubmitAsync(ticked, "Complete");
        Assert.Contains("completed it just now.", done.Text, StringComparison.Ordinal);
        var rated = await bob.PostAsync(
            sent.Path + "/feedback",
            [
                ("form", done.Document.QuerySelector("#feedback [name=form]")!.GetAttribute("value")!),
                ("missing", "note"),
                ("rating", "4"),
            ]
        );
        Assert.Contains("You rated it 4 of 5; missing: Note", rated.Text, StringComparison.Ordinal);

        var record = await cast.Alice.Api.GetAsync(long.Parse(sent.Path.Split('/')[^1]));
        Assert.Equal(
            (HandoffStatus.Completed, 4, "It means what it says"),
            (record.Status, record.Feedback[0].Rating, record.Findings[1].Reply)
        );
    }

    [Theory, EitherEngine]
    public async Task A_list_and_the_page_say_when_it_is_due_and_by_how_much_it_is_overdue(Engine engine)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
        await using var app = await BatonApp.StartAsync(engine, time: time);
        var cast = await app.CastAsync();
        using var bob = await app.VisitAsync(cast.Bob);
        var id = (await cast.InitiatedAsync()).HandoffId;
        await SaysAsync("Due today 17:00");
        time.Advance(TimeSpan.FromHours(9));
        await SaysAsync("Overdue by 1 hour");
        time.Advance(TimeSpan.FromDays(2));
        await SaysAsync("Overdue by 2 days");

        await cast.Bob.Api.AskAsync(id, new AskRequest("Which one?", null, Blocking: true));
        var by = (await cast.Bob.Api.GetAsync(id)).Questions[0].AnswerBy!.Value;
        time.SetUtcNow(by.AddDays(1).AddMinutes(1));
        await SaysAsync("Answer overdue by 1 day");
        await cast.Alice.Api.AnswerAsync(id, 1, new AnswerRequest("That one."));
        await cast.Bob.Api.AcceptAsync(id);
        await SaysAsync("Due in 10 days");

        async Task SaysAsync(string due)
        {
            Assert.Equal(due, (await bob.GetAsync("/handoffs")).Document.QuerySelector(".rows time")!.TextContent);
            var holder = (await bob.GetAsync($"/handoffs/{id}")).Document.QuerySelector("#holder p")!;
            Assert.Contains($" {due}.", holder.TextContent, StringComparison.Ordinal);
        }
    }

    [Theory, EitherEngine]
    public async Task A_form_names_its_problems_by_the_labels_of_its_fields(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ann = await cast.App.VisitAsync(cast.Ann);
        var placeholder = await ann.SubmitAsync(
            await ann.GetAsync($"/hand-over/{cast.Template_}"),
            "Hand over",
            ("v.client_name", " tbd"),
            ("v.contract_value", "1")
        );
        Assert.Equal(
            "Client name: “tbd” is only a placeholder. Enter the real value.",
            Assert.Single(placeholder.Faults)
        );
        var returned = (await cast.ReturnedAsync()).HandoffId;
        var unanswered = await ann.SubmitAsync(await ann.GetAsync($"/handoffs/{returned}/edit"), "Resubmit");
        Assert.Equal("Contract value: change the value, or reply to the finding.", Assert.Single(unanswered.Faults));
        using var bob = await cast.App.VisitAsync(cast.Bob);
        Assert.Contains(
            "It ends here and stays with Sender.",
            (await bob.GetAsync($"/handoffs/{(await cast.InitiatedAsync()).HandoffId}/decline")).Text,
            StringComparison.Ordinal
        );
        var withdrawn = await ann.SubmitAsync(await ann.GetAsync($"/handoffs/{returned}/withdraw"), "Withdraw");
        Assert.Equal("Reason must not be empty.", Assert.Single(withdrawn.Faults));
        Assert.Equal(
            "Received or sent: choose a team too.",
            Assert.Single((await ann.GetAsync("/handoffs?box=inbox")).Faults)
        );
    }

    [Theory, EitherEngine]
    public async Task Every_type_of_field_goes_through_its_input_and_comes_back(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(EveryType);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var form = await alice.GetAsync($"/hand-over/{cast.Template_}");
        var sent = await alice.SubmitAsync(
            form,
            "Save draft",
            ("v.client_name", " Acme "),
            ("v.contract_value", "1,250.50"),
            ("v.seats", "12"),
            ("v.start", "2026-12-01"),
            ("v.site", "https://acme.example/a"),
            ("v.mail", "jo@acme.example"),
            ("v.signed", "true"),
            ("v.size", "large"),
            ("v.parts", "a"),
            ("v.parts", "c"),
            ("v.widths", "360\r\n\r\n768"),
            ("v.people", "Jo Doe, jo@acme.example"),
            ("v.story", "Long\r\ntext"),
            ("v.other", "x")
        );
        var id = long.Parse(sent.Path.Split('/')[^1]);
        var context = (await cast.Alice.Api.GetAsync(id)).Context;
        Assert.Equal(
            """{"client_name":"Acme","contract_value":1250.50,"seats":12,"start":"2026-12-01","sit"""
                + """e":"https://acme.example/a","mail":"jo@acme.example","signed":true,"size":"large","par"""
                + """ts":["a","c"],"widths":["360","768"],"people":["Jo Doe,"""
                + """ jo@acme.example"],"story":"Long\ntext","other":"x"}""",
            context.GetRawText()
        );

        // Sent again as it is, nothing changes: not even what a form cannot hold, such as contacts in parts.
        await cast.Alice.Api.EditAsync(
            id,
            new EditRequest(
                System.Text.Json.JsonElement.Parse(
                    """{"people": [{"name": "Jo", "email": "jo@acme.example"}], "other": {"a": [1, 2]}}"""
                )
            )
        );
        var before = await cast.Alice.Api.GetAsync(id);
        await alice.SubmitAsync(await alice.GetAsync($"/handoffs/{id}/edit"), "Save");
        Assert.Equal(before.Version, (await cast.Alice.Api.GetAsync(id)).Version);

        var wrong = await alice.SubmitAsync(
            await alice.GetAsync($"/handoffs/{id}/edit"),
            "Hand over",
            ("v.seats", "many"),
            ("v.start", "soon"),
            ("v.signed", "false")
        );
        Assert.Equal((422, 3), (wrong.Status, wrong.Faults.Count));
        Assert.Equal(
            ["many", "soon"],
            [
                wrong.Document.QuerySelector("[name='v.seats']")!.GetAttribute("value")!,
                wrong.Document.QuerySelector("[name='v.start']")!.GetAttribute("value")!,
            ]
        );
    }

    [Theory, EitherEngine]
    public async Task An_amount_is_what_its_reader_means(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(Amounts);
        using var german = await cast.App.VisitAsync(cast.Alice);
        german.Speak("de-DE,de;q=0.9,en;q=0.8");

        // The words are those of the language that was chosen; numbers are those of the browser.
        german.Cookies.Add(cast.App.Url, new System.Net.Cookie("baton-language", "en"));
        var preview = await german.SubmitAsync(
            await german.GetAsync($"/hand-over/{cast.Template_}"),
            "Preview",
            ("v.client_name", "Acme"),
            ("v.contract_value", "1.250"),
            ("c.contract_value", "EUR"),
            ("v.seats", "1.500,5")
        );
        Assert.Equal((200, 0), (preview.Status, preview.Faults.Count));
        Assert.Equal(
            ["= 1.250,00\u00A0€", "= 1.500,5"],
            preview.Document.QuerySelectorAll(".understood").Select(echo => echo.TextContent.Trim())
        );
        var sent = await german.SubmitAsync(preview, "Hand over");
        var id = long.Parse(sent.Path.Split('/')[^1]);
        Assert.Equal(
            """{"client_name":"Acme","contract_value":{"amount":1250,"currency":"EUR"},"seats":1500.5}""",
            (await cast.Alice.Api.GetAsync(id)).Context.GetRawText()
        );

        // What may be another country's thousands is refused with both, by the preview and by handing over alike;
        // what was typed stays.
        foreach (var (button, status) in new[] { ("Preview", 200), ("Hand over", 422) })
        {
            var doubtful = await german.SubmitAsync(
                await german.GetAsync($"/hand-over/{cast.Template_}"),
                button,
                ("v.client_name", "Acme"),
                ("v.contract_value", "1,250"),
                ("c.contract_value", "EUR"),
                ("v.seats", "viele")
            );
            Assert.Equal(
                (
                    status,
                    "Contract value: 1,250 can be read as 1250 or as 1,25. Enter one of these.",
                    "Seats: enter a number such as 1.250,5."
                ),
                doubtful.Faults is [var amount, var seats] ? (doubtful.Status, amount, seats) : default
            );
            Assert.Equal(
                ("1,250", "EUR"),
                (doubtful.Document.QuerySelector("[name='v.contract_value']")!.GetAttribute("value"), Chosen(doubtful))
            );
        }
    }

    [Theory, EitherEngine]
    public async Task An_amount_needs_the_currency_that_its_template_asks_for(Engine engine)
    {
        var cast = await (await apps.On(engine)).CastAsync(Amounts);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        alice.Speak("en-US");
        var form = await alice.GetAsync($"/hand-over/{cast.Template_}");
        Assert.Equal(
            ["", "EUR", "USD"],
            form.Document.QuerySelectorAll("[name='c.contract_value'] option")
                .Select(option => option.GetAttribute("value"))
        );
        var bare = await alice.SubmitAsync(form, "Hand over", ("v.client_name", "Acme"), ("v.contract_value", "1,250"));
        Assert.Equal("Contract value must have a currency: EUR or USD.", Assert.Single(bare.Faults));
        var other = await alice.SubmitAsync(bare, "Hand over", ("v.contract_value", "£1,250"));
        Assert.Equal("Contract value must be in EUR or USD.", Assert.Single(other.Faults));
        var much = await alice.SubmitAsync(bare, "Hand over", ("v.contract_value", "much"));
        Assert.Equal("Contract value: enter an amount such as 12,500.00.", Assert.Single(much.Faults));
        var sent = await alice.SubmitAsync(bare, "Hand over", ("c.contract_value", "USD"));
        Assert.Equal(
            """{"amount":1250,"currency":"USD"}""",
            (await cast.Alice.Api.GetAsync(long.Parse(sent.Path.Split('/')[^1])))
                .Context.GetProperty("contract_value")
                .GetRawText()
        );

        // At every other door it is the same gate.
        var refused = await Refusals.RefusedAsync(cast.Alice.Api.CreateAsync(cast.NewHandoff()));
        Assert.Equal(
            ("rule", "contract_value must have a currency: EUR or USD."),
            Assert.Single(refused.Errors!) is var fault ? (fault.Code, fault.Message) : default
        );
        Assert.Equal("EUR, USD", (await cast.Alice.Api.GetTemplateAsync(cast.Template_)).Fields[1].Currency);
    }

    [Fact]
    public async Task The_currency_of_the_organization_is_chosen_until_somebody_chooses_another()
    {
        await using var app = await BatonApp.StartAsync(
            Engine.Sqlite,
            new Dictionary<string, string?> { ["BATON_CURRENCY"] = "SEK" }
        );
        var cast = await app.CastAsync();
        using var alice = await app.VisitAsync(cast.Alice);
        var form = await alice.GetAsync($"/hand-over/{cast.Template_}");
        Assert.Equal("SEK", Chosen(form));
        var sent = await alice.SubmitAsync(form, "Hand over", ("v.client_name", "Acme"), ("v.contract_value", "500"));
        var id = long.Parse(sent.Path.Split('/')[^1]);
        Assert.Equal(
            """{"amount":500,"currency":"SEK"}""",
            (await cast.Alice.Api.GetAsync(id)).Context.GetProperty("contract_value").GetRawText()
        );
        Assert.Equal("", Chosen(await alice.SubmitAsync(form, "Preview", ("c.contract_value", ""))));
    }

    [Theory, EitherEngine]
    public async Task A_field_may_be_waived_with_a_reason_and_the_receiver_sees_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        Assert.Contains(
            "a lead of Sender can waive this field",
            (await alice.SubmitAsync(await alice.GetAsync($"/hand-over/{cast.Template_}"), "Hand over")).Text,
            StringComparison.Ordinal
        );
        using var ann = await cast.App.VisitAsync(cast.Ann);
        var refused = await ann.SubmitAsync(
            await ann.GetAsync($"/hand-over/{cast.Template_}"),
            "Hand over",
            ("v.client_name", "Acme")
        );
        var sent = await ann.SubmitAsync(refused, "Hand over", ("waive.contract_value", "Signed tomorrow"));
        Assert.Equal((200, ""), (sent.Status, string.Join("; ", sent.Faults)));
        Assert.Contains("Signed tomorrow", sent.Text, StringComparison.Ordinal);
        Assert.Contains("Handed over without Contract value", sent.Text, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task A_lost_race_is_told_kindly(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var page = await bob.GetAsync($"/handoffs/{(await cast.InitiatedAsync()).HandoffId}");
        await cast.Ben.Api.AcceptAsync(long.Parse(page.Path.Split('/')[^1]));
        var late = await bob.SubmitAsync(page, "Accept");
        Assert.Equal(409, late.Status);
        Assert.Contains(
            $"{cast.Ben.Key} Doe accepted this handoff on ",
            Assert.Single(late.Faults),
            StringComparison.Ordinal
        );
        Assert.Contains("works on it", late.Text, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task An_outsider_sees_nothing_and_filters_stay_in_the_address(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var handoff = await cast.InitiatedAsync();
        using var charlie = await cast.App.VisitAsync(cast.Charlie);
        foreach (
            var path in (string[])
                [
                    "",
                    "/edit",
                    "/return",
                    "/decline",
                    "/reroute",
                    "/withdraw",
                    "/assign",
                    "/flag_gap",
                    "/skip?step=second",
                ]
        )
            Assert.Equal(404, (await charlie.GetAsync($"/handoffs/{handoff.HandoffId}{path}")).Status);
        Assert.Empty((await charlie.GetAsync("/handoffs")).Document.QuerySelectorAll("a.what"));
        Assert.Equal(403, (await charlie.GetAsync($"/hand-over/{cast.Template_}")).Status);

        using var bob = await cast.App.VisitAsync(cast.Bob);
        for (var i = 0; i < 26; i++)
            await cast.InitiatedAsync();
        var list = await bob.GetAsync($"/handoffs?team={cast.Receiver}&box=inbox&status=initiated&q=");
        Assert.Equal(25, list.Document.QuerySelectorAll("a.what").Length);
        var older = await bob.GetAsync(list.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(
            (2, true),
            (
                older.Document.QuerySelectorAll("a.what").Length,
                older.Path.Contains("box=inbox", StringComparison.Ordinal)
            )
        );
        Assert.Equal(422, (await bob.GetAsync("/handoffs?status=lost&nonsense=1")).Status);
    }

    [Theory, EitherEngine]
    public async Task What_is_hostile_is_shown_as_text(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var sent = await alice.SubmitAsync(
            await alice.GetAsync($"/hand-over/{cast.Template_}"),
            "Hand over",
            ("v.client_name", Hostile),
            ("v.contract_value", "1"),
            (
                "v.note",
                Hostile
                    + "\n\n# Heading\n\n<iframe src=//x></iframe>\n\n![x](http://x/y.png)\n\n"
                    + new string('[', 5000)
            )
        );
        Assert.Equal(200, sent.Status);
        await alice.SubmitAsync(sent, "Ask a question", ("text", Hostile));
        foreach (var path in (string[])[sent.Path, "/", "/handoffs", sent.Path + "/withdraw"])
        {
            var page = await alice.GetAsync(path);
            Assert.Empty(
                page.Document.QuerySelectorAll(
                    "main script, main img, main iframe, main [onerror], main [style], a[href^='javascript']"
                )
            );
            Assert.Equal(1, page.Document.QuerySelectorAll("h1").Length);
        }

        var huge = await alice.SubmitAsync(
            await alice.GetAsync($"/hand-over/{cast.Template_}"),
            "Hand over",
            ("v.client_name", new string('>', 100_000)),
            ("v.contract_value", "1"),
            ("v.note", new string('>', 100_000))
        );
        Assert.Equal(200, huge.Status);
    }
}

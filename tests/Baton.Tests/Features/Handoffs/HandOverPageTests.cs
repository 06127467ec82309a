using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

/// <summary>The form of a handoff: what fills it in, and what it says of how far it is.</summary>
public sealed class HandOverPageTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task The_only_template_leads_straight_to_its_form(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var form = await alice.GetAsync("/hand-over");
        Assert.Equal($"/hand-over/{cast.Template_}", form.Path);
        Assert.Equal("client_name", form.Document.QuerySelector("[autofocus]")!.GetAttribute("name")![2..]);
        Assert.Equal("Choose a template", (await alice.GetAsync("/hand-over?all=true")).Heading);
    }

    [Theory, EitherEngine]
    public async Task An_address_fills_the_form_in(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var form = await alice.GetAsync(
            $"/hand-over/{cast.Template_}?v.client_name=Acme%20GmbH&v.contract_value=1250&c.contract_value=EUR"
                + $"&external_key=D-{cast.Template_}&source=https://crm.example/deals/7"
        );
        Assert.Equal(
            ("Acme GmbH", "2 of 2 complete", "https://crm.example/deals/7"),
            (
                form.Document.QuerySelector("[name='v.client_name']")!.GetAttribute("value"),
                form.Document.QuerySelector("[data-part=gate] h2")!.TextContent,
                form.Document.QuerySelector(".note a")!.GetAttribute("href")
            )
        );
        var sent = await alice.SubmitAsync(form, "Hand over");
        var id = long.Parse(sent.Path.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal($"D-{cast.Template_}", (await cast.Alice.Api.GetAsync(id)).ExternalKey);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("//evil.example")]
    public async Task What_is_no_address_of_the_web_is_no_source(string source)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var form = await alice.GetAsync($"/hand-over/{cast.Template_}?source={Uri.EscapeDataString(source)}");
        Assert.Equal(200, form.Status);
        Assert.Null(form.Document.QuerySelector(".note"));
    }

    /// <summary>As a browser without scripts sends it.</summary>
    [Theory, EitherEngine]
    public async Task A_file_of_a_form_that_is_refused_need_not_be_chosen_again(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var form = await alice.GetAsync($"/hand-over/{cast.Template_}");
        (string, string)[] typed = [("v.client_name", "Acme GmbH"), ("do", "over")];
        var refused = await alice.UploadAsync(form, "Add", "plan.txt", "the plan"u8.ToArray(), typed);
        Assert.Equal(422, refused.Status);
        Assert.Contains("Contract value: enter an amount", refused.Text);
        Assert.Equal("Acme GmbH", refused.Document.QuerySelector("[name='v.client_name']")!.GetAttribute("value"));
        Assert.Equal(["plan.txt"], Files(refused));

        var more = await alice.UploadAsync(refused, "Add", "more.txt", "more"u8.ToArray(), ("do", "add-file"));
        Assert.Equal((200, 2), (more.Status, Files(more).Length));
        var less = await alice.SubmitAsync(more, "Remove plan.txt", ("v.client_name", "Acme AG"));
        Assert.Equal("Acme AG", less.Document.QuerySelector("[name='v.client_name']")!.GetAttribute("value"));
        Assert.Equal(["more.txt"], Files(less));

        var sent = await alice.SubmitAsync(less, "Hand over", ("v.contract_value", "1250"));
        var id = long.Parse(sent.Path.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        var handoff = await cast.Alice.Api.GetAsync(id);
        Assert.Equal((HandoffStatus.Initiated, "Acme AG"), (handoff.Status, handoff.Title));
        Assert.Equal("more.txt", Assert.Single(handoff.Attachments).Name);
        Assert.Single((await cast.Alice.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items);
    }

    [Theory, EitherEngine]
    public async Task A_file_that_is_refused_takes_nothing_with_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var form = await alice.GetAsync($"/hand-over/{cast.Template_}");
        (string, string)[] typed = [("v.client_name", "Acme GmbH"), ("v.contract_value", "1250"), ("do", "over")];
        var refused = await alice.UploadAsync(form, "Add", "virus.exe", "MZ"u8.ToArray(), typed);
        Assert.Contains("virus.exe: files of this type are not allowed", refused.Text);
        Assert.Equal((422, 0), (refused.Status, Files(refused).Length));
        Assert.Equal("Acme GmbH", refused.Document.QuerySelector("[name='v.client_name']")!.GetAttribute("value"));

        // Nothing chosen: a form as any other.
        var sent = await alice.UploadAsync(refused, "Add", "", [], [.. typed[..2], ("do", "over")]);
        Assert.Equal("Acme GmbH", sent.Heading[..9]);
        Assert.Empty(
            (await cast.Alice.Api.ListAsync(new HandoffQuery { Status = "draft", Template = cast.Template_ })).Items
        );
    }

    /// <summary>Where no script looks at the file first; the reason stands behind the file in the form.</summary>
    [Theory]
    [InlineData("virus.exe", 2, "virus.exe: files of this type are not allowed")]
    [InlineData("empty.txt", 0, "empty.txt was not added: it is empty.")]
    [InlineData("large.txt", (10 * 1024 * 1024) + 1, "large.txt was not added: a file can have at most 10 MB")]
    [InlineData("huge.txt", 40 * 1024 * 1024, "huge.txt was not added: a file can have at most 10 MB")]
    public async Task What_stands_behind_a_refused_file_stays_and_the_file_says_why(string name, int size, string why)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        using var ann = await cast.App.VisitAsync(cast.Ann);
        var form = await ann.GetAsync($"/hand-over/{cast.Template_}");
        (string, string)[] typed =
        [
            ("v.client_name", "Acme GmbH"),
            ("waive.contract_value", "Signed on Monday"),
            ("do", "over"),
        ];
        for (var tries = 0; tries < 2; tries++)
        {
            form = await ann.UploadAsync(form, "Add", name, new byte[size], typed);
            Assert.Equal(
                ("Acme GmbH", "Signed on Monday"),
                (Value(form, "v.client_name"), Value(form, "waive.contract_value"))
            );
            Assert.Contains(why, form.Document.QuerySelector("#f-file ~ .fault-text, .fault .fault-text")!.TextContent);
            Assert.Contains(why, form.Document.QuerySelector(".note.bad a[href='#f-file']")!.TextContent);
        }

        var sent = await ann.SubmitAsync(form, "Hand over");
        Assert.Equal("Acme GmbH", sent.Heading[..9]);
        var made = Assert.Single((await cast.Ann.Api.ListAsync(new() { Template = cast.Template_ })).Items);
        Assert.Equal("Signed on Monday", (await cast.Ann.Api.GetAsync(made.HandoffId)).Waivers[0].Reason);
    }

    private static string? Value(Seen page, string name) =>
        page.Document.QuerySelector($"[name='{name}']")!.GetAttribute("value");

    private static string[] Files(Seen page) =>
        [.. page.Document.QuerySelectorAll("main .file a").Select(file => file.TextContent.Trim())];

    [Theory, EitherEngine]
    public async Task The_gate_counts_along_and_leads_to_what_is_left(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ann = await cast.App.VisitAsync(cast.Ann);
        var empty = await ann.GetAsync($"/hand-over/{cast.Template_}");
        Assert.Equal("0 of 2 complete", Progress(empty));
        var half = await ann.SubmitAsync(empty, "Preview", ("v.client_name", "Acme GmbH"));
        Assert.Equal("1 of 2 complete", Progress(half));
        var waived = await ann.SubmitAsync(half, "Preview", ("waive.contract_value", "Signed tomorrow"));
        Assert.Equal("2 of 2 complete", Progress(waived));
        Assert.NotNull(waived.Document.QuerySelector("details[data-part=waivers][open]"));
    }

    [Theory, EitherEngine]
    public async Task A_draft_that_is_not_complete_opens_its_form_with_the_faults(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ann = await cast.App.VisitAsync(cast.Ann);
        var draft = await ann.SubmitAsync(
            await ann.GetAsync($"/hand-over/{cast.Template_}"),
            "Save draft",
            ("v.client_name", "Acme GmbH")
        );
        var refused = await ann.SubmitAsync(draft, "Hand over");
        Assert.Equal(
            (422, "Contract value: enter an amount such as 12,500.00."),
            (refused.Status, Assert.Single(refused.Faults))
        );
        var sent = await ann.SubmitAsync(refused, "Hand over", ("v.contract_value", "1250"));
        Assert.Equal((200, draft.Path), (sent.Status, sent.Path));
        Assert.Contains("Handed over", sent.Text, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task A_note_names_its_field_without_a_tick(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        using var bob = await cast.App.VisitAsync(cast.Bob);
        await bob.SubmitAsync(
            await bob.GetAsync($"/handoffs/{id}/return"),
            "Return",
            ("code.contract_value", "Outdated"),
            ("note.contract_value", "It is 60000.")
        );
        var finding = Assert.Single((await cast.Bob.Api.GetAsync(id)).Findings);
        Assert.Equal(
            ("contract_value", FindingCode.Outdated, "It is 60000."),
            (finding.Field, finding.Code, finding.Note)
        );
    }

    [Theory, EitherEngine]
    public async Task Accepting_from_the_list_stays_in_the_list(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var list = await bob.GetAsync("/");
        var accepted = await bob.SubmitAsync(list, $"Accept: {list.Document.QuerySelector("a.what")!.TextContent}");
        Assert.Equal(("/", 200), (accepted.Path, accepted.Status));
        Assert.Equal(HandoffStatus.Accepted, (await cast.Bob.Api.GetAsync(id)).Status);
    }

    [Fact]
    public async Task The_theme_and_the_shortcuts_are_remembered_by_the_browser()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var dark = await alice.SubmitAsync(await alice.GetAsync("/handoffs"), "Dark");
        Assert.Equal(("/handoffs", "dark"), (dark.Path, dark.Document.DocumentElement.GetAttribute("data-theme")));
        var system = await alice.SubmitAsync(dark, "System");
        Assert.False(system.Document.DocumentElement.HasAttribute("data-theme"));
        var off = await alice.SubmitAsync(await alice.GetAsync("/account"), "Turn off shortcuts");
        Assert.Equal("off", off.Document.Body!.GetAttribute("data-shortcuts"));
        Assert.False((await alice.SubmitAsync(off, "Turn on shortcuts")).Document.Body!.HasAttribute("data-shortcuts"));
    }

    private static string Progress(Seen page) => page.Document.QuerySelector("[data-part=gate] h2")!.TextContent;
}

using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using Baton.Client;
using Baton.Features.Templates;
using Baton.Tests.App;
using Baton.Tests.Features.Handoffs;

namespace Baton.Tests.Features.Templates;

/// <summary>A template as a form: no script, no YAML.</summary>
public sealed class TemplateBuilderTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task A_template_is_made_by_form_alone(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync("/templates/new?from=blank");
        page = await PressAsync(
            ben,
            page,
            "add.field",
            ("t-name", $"Way {cast.Template_}"),
            ("t-from", cast.Sender),
            ("t-to", cast.Receiver),
            ("field-label.1", "Client name"),
            ("field-example.1", "Acme: the client")
        );
        page = await PressAsync(ben, page, "add.step", ("field-label.2", "Severity"), ("field-type.2", "choice"));
        var wrong = await ben.SubmitAsync(page, "Publish", ("step-text.1", "Call the client"));
        Assert.Equal((422, "Severity: enter the options, one per line."), (wrong.Status, Assert.Single(wrong.Faults)));
        page = await PressAsync(
            ben,
            wrong,
            "up.field.2",
            ("field-options.2", "high\nlow"),
            ("accept_within-amount", "8"),
            ("t-escalation", "own")
        );
        page = await PressAsync(ben, page, "add.rung");
        var done = await ben.SubmitAsync(
            page,
            "Publish",
            ("rung-at.1", "60"),
            ("rung-tell.1", "lead"),
            ("t-read_back", "true")
        );
        Assert.Equal((200, ""), (done.Status, string.Join(' ', done.Faults)));
        var made = await cast.Ben.Api.GetTemplateAsync(done.Path.Split('/')[^1]);
        Assert.Equal(KeyNames.PlainKeyOf($"Way {cast.Template_}"), made.Key);
        Assert.Equal(["severity", "client_name"], made.Fields.Select(field => field.Key));
        Assert.Equal(["high", "low"], made.Fields[0].Options);
        Assert.Equal(("Acme: the client", true), (made.Fields[1].Example, made.Fields[1].Required));
        Assert.Equal(
            ("Call the client", true, "8h", true),
            (made.Checklist[0].Text, made.Checklist[0].Required, made.AcceptWithin, made.ReadBack)
        );
        Assert.Equal((60, "lead"), (made.Escalation![0].At, Assert.Single(made.Escalation[0].Tell)));
    }

    [Theory]
    [InlineData("field-min.1", "x", "Value: At least must be a number")]
    [InlineData("field-pattern.2", "[A-Z", "Name: Pattern is not a valid regular expression: look at character 4.")]
    [InlineData("field-currency.1", "dollars", "Value: as the currency enter “required”, or codes such as")]
    [InlineData("t-title", "{Colour}", "Title of a handoff: name fields by their labels in braces, such as {Client}.")]
    [InlineData("t-escalation", "own", "Escalation: add a step, or choose Nobody.")]
    public async Task Faults_are_said_by_the_labels_of_the_form(string input, string typed, string fault)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        await cast.Ben.Api.PublishTemplateAsync(
            cast.Template_,
            $$"""
            key: {{cast.Template_}}
            from_team: {{cast.Sender}}
            receiving_team: {{cast.Receiver}}
            title: "{worth}, {name}"
            fields:
              - { key: worth, label: Value, type: money, required: true }
              - { key: name, label: Name, type: text, required: true }
            """
        );
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var form = await ben.GetAsync($"/templates/{cast.Template_}/edit");
        Assert.Equal("{Value}, {Name}", form.Document.QuerySelector("[name=t-title]")!.GetAttribute("value"));
        var refused = await ben.SubmitAsync(form, "Publish", (input, typed));
        Assert.Equal(422, refused.Status);
        Assert.StartsWith(fault, Assert.Single(refused.Faults), StringComparison.Ordinal);
        if (input != "t-escalation")
        {
            var beside = refused.Document.QuerySelector($"[name='{input}']")!;
            Assert.Equal("true", beside.GetAttribute("aria-invalid"));
            var below = beside.GetAttribute("aria-describedby")!.Split(' ')[^1];
            Assert.Equal(refused.Faults[0], refused.Document.GetElementById(below)!.TextContent);
        }

        var done = await ben.SubmitAsync(form, "Publish", ("field-label.1", "Worth"), ("t-title", "{Name}: {worth}"));
        Assert.Equal((200, ""), (done.Status, string.Join(' ', done.Faults)));
        Assert.Equal("{name}: {worth}", (await cast.Ben.Api.GetTemplateAsync(cast.Template_)).Title);
        Assert.Contains("The team at 50%", done.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_no_teams_yet_can_be_gone_on_with_as_text()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var form = await ben.GetAsync("/templates/new?from=blank");
        var yaml = await PressAsync(ben, form, "yaml", ("t-name", "Returns"), ("field-label.1", "Order number"));
        Assert.Equal(200, yaml.Status);
        var text = yaml.Document.QuerySelector("textarea")!.TextContent;
        Assert.Contains("name: Returns", text, StringComparison.Ordinal);
        Assert.Contains("label: Order number", text, StringComparison.Ordinal);
        Assert.DoesNotContain("any", text.Replace("type: any", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task Form_and_yaml_say_the_same_and_lose_nothing(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var full = Full(cast);
        var published = await cast.Ben.Api.PublishTemplateAsync(cast.Template_, full);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var form = await ben.GetAsync($"/templates/{cast.Template_}/edit");
        Assert.Contains("Nothing is changed yet.", form.Text, StringComparison.Ordinal);
        var yaml = await PressAsync(ben, form, "yaml");
        Assert.Equal(TemplateYaml.Write(published), yaml.Document.QuerySelector("textarea")!.TextContent);
        var back = await PressAsync(ben, yaml, "form");
        await ben.SubmitAsync(back, "Publish");
        Assert.Equal(published.Version, (await cast.Ben.Api.GetTemplateAsync(cast.Template_)).Version);

        var changed = await PressAsync(
            ben,
            back,
            "preview",
            ("field-label.1", "Customer"),
            ("field-min.2", "10"),
            ("step-team.1", cast.Other),
            ("step-text.2", "Second thing"),
            ("complete_within-amount", "12")
        );
        Assert.Equal(
            [
                "Field changed: Customer (label)",
                "Field changed: Value (rule “At least”)",
                "Step now of Other: First step",
                "Step reworded: Second step → Second thing",
                "Complete within: 10 working days → 12 working days",
            ],
            changed.Document.QuerySelectorAll("#publish ul li").Take(5).Select(line => line.TextContent.Trim())
        );
    }

    [Theory, EitherEngine]
    public async Task The_form_of_a_shift_keeps_its_items_and_its_times(Engine engine)
    {
        var cast = await ShiftTests.CastAsync(apps, engine);
        var published = await cast.Ben.Api.GetTemplateAsync(cast.Template_);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var form = await ben.GetAsync($"/templates/{cast.Template_}/edit");
        Assert.Contains("Nothing is changed yet.", form.Text, StringComparison.Ordinal);
        var yaml = await PressAsync(ben, form, "yaml");
        Assert.Equal(TemplateYaml.Write(published), yaml.Document.QuerySelector("textarea")!.TextContent);
        var back = await PressAsync(ben, yaml, "form");
        Assert.Equal(200, (await ben.SubmitAsync(back, "Publish", ("t-name", "Ward 4"))).Status);
        var next = await cast.Ben.Api.GetTemplateAsync(cast.Template_);
        Assert.Equal((published.Version + 1, "Ward 4", TemplateKind.Shift), (next.Version, next.Name, next.Kind));
        Assert.Equal(["06:00", "14:00", "22:00"], next.At);
        Assert.Equal(["bed", "name", "weight"], next.Item!.Fields.Select(field => field.Key));
        Assert.Empty(next.Fields);
    }

    [Theory, EitherEngine]
    public async Task Two_hundred_fields_are_no_trouble(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var many = new StringBuilder(
            $"key: {cast.Template_}\nfrom_team: {cast.Sender}\nreceiving_team: {cast.Receiver}\nfields:\n"
        );
        foreach (var n in Enumerable.Range(1, 200))
            many.Append(
                CultureInfo.InvariantCulture,
                $"  - {{ key: f{n}, label: Field {n}, help: What {n} is for, example: '{n}', min_length: 1 }}\n"
            );
        await cast.Ben.Api.PublishTemplateAsync(cast.Template_, many.ToString());
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync($"/templates/{cast.Template_}/edit");
        page = await PressAsync(ben, page, "down.field.1", ("field-label.200", "The last one"));
        var done = await ben.SubmitAsync(page, "Publish");
        Assert.Equal((200, ""), (done.Status, string.Join(' ', done.Faults)));
        var fields = (await cast.Ben.Api.GetTemplateAsync(cast.Template_)).Fields;
        Assert.Equal(
            (200, "f2", "f1", "The last one"),
            (fields.Count, fields[0].Key, fields[1].Key, fields[199].Label)
        );
        page = await PressAsync(ben, await ben.GetAsync($"/templates/{cast.Template_}/edit"), "add.field");
        var oneMore = await ben.SubmitAsync(page, "Publish", ("field-label.201", "One more"));
        Assert.Contains("A template can have at most 200 fields.", oneMore.Text, StringComparison.Ordinal);
    }

    [Theory, EitherEngine]
    public async Task Who_comes_later_sees_what_changed_and_keeps_what_they_wrote(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync($"/templates/{cast.Template_}/edit");
        await cast.Root.Api.PublishTemplateAsync(
            cast.Template_,
            TemplateYaml.Write(await cast.Root.Api.GetTemplateAsync(cast.Template_) with { AcceptWithin = "7h" })
        );
        var late = await ben.SubmitAsync(page, "Publish", ("complete_within-amount", "20"));
        Assert.Equal(412, late.Status);
        Assert.Contains(
            late.Document.QuerySelectorAll("[data-part=faults] ins"),
            line => line.TextContent.Contains("7h", StringComparison.Ordinal)
        );
        Assert.Equal("20", late.Document.QuerySelector("[name=complete_within-amount]")!.GetAttribute("value"));
        await ben.SubmitAsync(late, "Publish");
        var newest = await cast.Ben.Api.GetTemplateAsync(cast.Template_);
        Assert.Equal((3, "20d"), (newest.Version, newest.CompleteWithin));
    }

    [Theory]
    [InlineData("help: Note: call first", "Line 4: A text with a colon needs quotes: help: \"Note: call first\"")]
    [InlineData("help: @home", "Line 4: A text that begins with @ needs quotes: help: \"@home\"")]
    [InlineData("\thelp: x", "Line 4: The line begins with a tab. Indent with spaces.")]
    public async Task What_is_no_yaml_is_told_with_its_line(string line, string fault)
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var text = $"key: x\nfields:\n  - key: a\n    {line}\nreceiving_team: x\n";
        if (line[0] == '\t')
            text = text.Replace("    \t", "\t", StringComparison.Ordinal);
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var page = await ben.GetAsync("/templates/new?tab=yaml");
        var wrong = await ben.SubmitAsync(page, "Publish", ("text", text));
        Assert.Equal(fault, Assert.Single(wrong.Faults));
        Assert.StartsWith("4", wrong.Document.QuerySelector(".codebox .err")!.TextContent);
        Assert.Equal("4", wrong.Document.QuerySelector("[role=alert] a")!.GetAttribute("data-line"));
        var (_, faults) = TemplateFile.Parse(text);
        Assert.Equal("line 4", Assert.Single(faults).Field);
    }

    private static Task<Seen> PressAsync(
        Visitor visitor,
        Seen page,
        string button,
        params (string Name, string Value)[] typed
    ) => visitor.SubmitAsync(page, "Preview", [.. typed, ("do", button)]);

    private static string Full(Cast cast) =>
        $$"""
            key: {{cast.Template_}}
            name: Everything
            from_team: {{cast.Sender}}
            receiving_team: {{cast.Receiver}}
            title: "{client_name}: {why}"
            fields:
              - { key: client_name, required: true, label: Client, min_length: 2, max_length: 90, pattern: "[A-Z].*" }
              - { key: value, type: money, min: 0.50, max: 1000000, currency: [EUR, USD] }
              - key: why
                type: long_text
                required_when: value
                placeholders: []
                help: "Say: why"
                example: "- a\n- b"
              - { key: how, placeholders: [n/a, "none, really"] }
              - { key: kind, type: choices, options: [small, "large, very"] }
              - { key: ready, type: boolean, must_be_true: true }
              - { key: Go-live date (planned), type: date }
            checklist:
              - First step
              - { key: second, text: Second step, required: false, team: {{cast.Other}} }
            accept_within: 90m
            complete_within: 10d
            read_back: true
            escalation:
              - { at: 50%, tell: [team, "team:{{cast.Other}}"] }
              - { at: 200%, tell: [admins] }
            """;
}

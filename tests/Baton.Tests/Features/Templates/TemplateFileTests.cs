using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates;
using CsCheck;

namespace Baton.Tests.Features.Templates;

public sealed class TemplateFileTests
{
    [Fact]
    public void The_full_form_of_the_contract_is_read()
    {
        var (templates, faults) = TemplateFile.Parse("""
            key: sales_to_onboarding
            name: Sales to onboarding
            from_team: sales
            receiving_team: onboarding
            title: "{client_name}"
            fields:
              - { key: client_name, type: text, required: true, label: Client, help: Legal name, example: Acme GmbH }
              - { key: contract_value, type: money, required: true, min: 0 }
              - { key: discount, type: number }
              - { key: discount_reason, type: text, required_when: "discount" }
            checklist:
              - Contract signed and filed
              - { key: welcome, text: Welcome email sent, required: false }
            accept_within: 8h
            resubmit_within: 1d
            complete_within: 10d
            read_back: false
            """);
        Assert.Empty(faults);
        var template = Assert.Single(templates);
        Assert.Equal(("sales", "onboarding", "8h", "{client_name}"), (template.FromTeam, template.ReceivingTeam, template.AcceptWithin, template.Title));
        Assert.Equal(["contract-signed-and-filed", "welcome"], template.Checklist.Select(step => step.Key));
        Assert.Equal([true, false], template.Checklist.Select(step => step.Required));
        Assert.Equal(("Client", "Legal name", "Acme GmbH", 0m), (template.Fields[0].Label, template.Fields[0].Help, template.Fields[0].Example, template.Fields[1].Min));
    }

    [Fact]
    public void The_two_starters_are_those_of_the_contract()
    {
        var (sales, design) = (Starters.All.Single(one => one.Key == "sales_to_onboarding"), Starters.All.Single(one => one.Key == "design_to_development"));
        Assert.Equal(("sales", "onboarding", "design", "development"), (sales.FromTeam, sales.ReceivingTeam, design.FromTeam, design.ReceivingTeam));
        Assert.Equal("client_name Text, contract_value Money, start_date Date, key_contacts Contacts, special_requirements LongText, goals LongText", Fields(sales));
        Assert.Equal("project_name Text, design_files_url Url, specifications LongText, breakpoints List, interactions LongText, assets_exported Boolean", Fields(design));
        Assert.Equal("Contract signed and filed · Kickoff meeting scheduled · Client portal access created · Welcome email sent", string.Join(" · ", sales.Checklist.Select(step => step.Text)));
        Assert.Equal("All screens designed · Asset export complete · Interaction notes documented · Design review approved", string.Join(" · ", design.Checklist.Select(step => step.Text)));
        Assert.True(Starters.All.All(one => one.Fields.All(field => field.Required) && one.Checklist.All(step => step.Required)));
        Assert.True(design.Fields[5].MustBeTrue);
    }

    [Fact]
    public void A_map_of_several_is_read_and_the_older_form_too()
    {
        var (templates, faults) = TemplateFile.Parse("""
            qa_to_release:
              required_fields: [build, test report]
              receiving_team: release
              checklist: [Smoke test passed, Smoke test passed]
            b_to_c:
              receiving_team: c
              fields: [{ key: x, required: true }]
            """);
        Assert.Empty(faults);
        Assert.Equal([("qa_to_release", "qa", "Qa to release"), ("b_to_c", "b", "B to c")], templates.Select(one => (one.Key, one.FromTeam, one.Name)));
        Assert.All(templates[0].Fields, field => Assert.Equal((FieldType.Any, true), (field.Type, field.Required)));
        Assert.Equal(["smoke-test-passed", "smoke-test-passed-2"], templates[0].Checklist.Select(step => step.Key));
    }

    [Fact]
    public void Ten_faults_are_all_ten_named_with_their_lines()
    {
        var (templates, faults) = TemplateFile.Parse("""
            key: Sales to X
            receiving_teem: onboarding
            title: "{nobody}"
            fields:
              - { key: a, type: txt }
              - { key: a, type: number, min: 5, max: 1 }
              - { key: c, type: choice }
              - { key: d, type: text, pattern: "[" }
              - { key: e, required: maybe, must_be_true: true }
            checklist: Just one
            accept_within: 8 hours
            """);
        Assert.Empty(templates);
        var named = faults.Select(fault => (fault.Field, fault.Code)).ToList();
        foreach (var expected in ((string, string)[])
        [
            ("line 1: key", "rule"), ("line 2: receiving_teem", "unknown"), ("line 1: receiving_team", "missing"), ("line 1: from_team", "missing"), ("line 3: title", "unknown"),
            ("line 5: fields[0].type", "rule"), ("line 6: fields[1].key", "duplicate"), ("line 6: fields[1].min", "rule"), ("line 7: fields[2].options", "missing"),
            ("line 8: fields[3].pattern", "rule"), ("line 9: fields[4].required", "type"), ("line 9: fields[4].must_be_true", "rule"), ("line 10: checklist", "type"), ("line 11: accept_within", "rule"),
        ])
        {
            Assert.Contains(expected, named);
        }

        Assert.Contains("did you mean receiving_team?", faults.Single(fault => fault.Field == "line 2: receiving_teem").Message);
    }

    [Theory]
    [InlineData("", "line 1", "empty")]
    [InlineData("# nothing but words\n", "line 1", "empty")]
    [InlineData("just a text", "line 1", "one template")]
    [InlineData("[1, 2]", "line 1", "one template")]
    [InlineData("a: b: c", "line 1", "")]
    [InlineData("key: a_to_b\nkey: b_to_c", "line 2", "stands twice")]
    [InlineData("{\"a_to_b\": {}, \"a_to_b\": {}}", "line 1", "stands twice")]
    [InlineData("a: &x [1]\nb: *x", "line 2", "Aliases")]
    [InlineData("a: 1\n---\nb: 2", "line 2", "more than one")]
    [InlineData("a:\n\t- b", "line 1", "")]
    public void What_is_no_template_file_is_refused_with_its_line(string text, string line, string says)
    {
        var (templates, faults) = TemplateFile.Parse(text);
        Assert.Empty(templates);
        Assert.StartsWith(line, faults[0].Field);
        Assert.Contains(says, faults[0].Message);
    }

    [Theory]
    [InlineData("money, currency: required", "required")]
    [InlineData("money, currency: EUR", "EUR")]
    [InlineData("money, currency: [EUR, USD]", "EUR, USD")]
    [InlineData("money, currency: \"EUR, USD\"", "EUR, USD")]
    [InlineData("money, currency: null", null)]
    [InlineData("money", null)]
    public void A_money_field_may_ask_for_a_currency(string type, string? currency) =>
        Assert.Equal(currency, TemplateFile.Parse($"{{key: a_to_b, receiving_team: b, fields: [{{key: x, type: {type}}}]}}").Templates.Single().Fields[0].Currency);

    [Theory]
    [InlineData("money, currency: euro", "currency must be required, or codes of ISO 4217 such as [EUR, USD].")]
    [InlineData("money, currency: [EUR, required]", "currency must be required, or codes of ISO 4217 such as [EUR, USD].")]
    [InlineData("money, currency: []", "currency must be required, or codes of ISO 4217 such as [EUR, USD].")]
    [InlineData("number, currency: EUR", "currency is for money.")]
    public void A_currency_that_is_none_is_refused(string type, string fault) =>
        Assert.Equal(("line 1: fields[0].currency", fault), TemplateFile.Parse($"{{key: a_to_b, receiving_team: b, fields: [{{key: x, type: {type}}}]}}").Faults.Single() is var found ? (found.Field, found.Message) : default);

    [Fact]
    public void A_template_without_the_rule_is_what_it_was()
    {
        var template = TemplateFile.Parse("{key: a_to_b, receiving_team: b, fields: [{key: x, type: money}]}").Templates.Single();
        Assert.DoesNotContain("currency", JsonSerializer.Serialize(template, BatonJson.Options), StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_and_aliases_without_end_are_refused_quickly()
    {
        Assert.NotEmpty(TemplateFile.Parse(new string('[', 200_000)).Faults);
        Assert.NotEmpty(TemplateFile.Parse(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))).Faults);
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1}]\n"));
        Assert.NotEmpty(TemplateFile.Parse(bomb).Faults);
    }

    [Fact]
    public void A_byte_order_mark_and_other_line_ends_do_not_matter() =>
        Assert.Empty(TemplateFile.Parse("\uFEFFkey: a_to_b\r\nreceiving_team: b\r\nfields:\r\n  - { key: x }\r\n").Faults);

    [Fact]
    public void What_is_written_is_read_again_as_the_same()
    {
        var text = Gen.String[Gen.Char.AlphaNumeric, 1, 20].Select(one => one.Trim().Length == 0 ? "x" : one);
        var odd = Gen.OneOf(text, Gen.Int[0, 7].Select(i => new[] { "true", "null", "1", "a: b", "# no", "- x", "'\"", "{x}: [y]" }[i]));
        var field = Gen.Select(Gen.Int[0, 12], Gen.Bool, odd, Gen.Int[0, 50]);
        Gen.Select(field.Array[1, 6], odd.Array[0, 5], odd).Sample((fields, steps, name) =>
        {
            var template = new Template
            {
                Key = "a_to_b",
                Name = name,
                FromTeam = "a",
                ReceivingTeam = "b",
                Fields = [.. fields.Select((one, i) => FieldOf(i, (FieldType)one.Item1, one.Item2, one.Item3, one.Item4))],
                Checklist = [.. steps.Select((step, i) => new Step { Key = $"step-{i}", Text = step, Required = i % 2 == 0 })],
                AcceptWithin = "8h",
                ReadBack = fields.Length % 2 == 0,
            };
            var (read, faults) = TemplateFile.Parse(TemplateYaml.Write(template));
            Assert.Empty(faults);
            Assert.Equal(TemplateContent.HashOf(template), TemplateContent.HashOf(Assert.Single(read)));
        });
    }

    private static Field FieldOf(int i, FieldType type, bool required, string text, int number) => new()
    {
        Key = $"f{i}",
        Type = type,
        Required = required,
        Label = text,
        Help = number % 3 == 0 ? text : null,
        Min = type is FieldType.Number or FieldType.Money ? number - 25.5m : null,
        Currency = type == FieldType.Money ? new[] { null, "required", "EUR", "EUR, USD" }[number % 4] : null,
        MinLength = type is FieldType.Text or FieldType.List ? number : null,
        Options = type is FieldType.Choice or FieldType.Choices ? [text, text + "2"] : null,
        MustBeTrue = type == FieldType.Boolean && required,
        Placeholders = type == FieldType.Text && number % 2 == 0 ? [text] : null,
    };

    private static string Fields(Template template) => string.Join(", ", template.Fields.Select(field => $"{field.Key} {field.Type}"));
}

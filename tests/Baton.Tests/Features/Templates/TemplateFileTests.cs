using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Features.Templates;
using CsCheck;

namespace Baton.Tests.Features.Templates;

public sealed class TemplateFileTests
{
    [Fact]
    public void The_full_form_of_the_contract_is_read()
    {
        var (templates, faults) = TemplateFile.Parse(
            """
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
            """
        );
        Assert.Empty(faults);
        var template = Assert.Single(templates);
        Assert.Equal(
            ("sales", "onboarding", "8h", "{client_name}"),
            (template.FromTeam, template.ReceivingTeam, template.AcceptWithin, template.Title)
        );
        Assert.Equal(["contract-signed-and-filed", "welcome"], template.Checklist.Select(step => step.Key));
        Assert.Equal([true, false], template.Checklist.Select(step => step.Required));
        Assert.Equal(
            ("Client", "Legal name", "Acme GmbH", 0m),
            (template.Fields[0].Label, template.Fields[0].Help, template.Fields[0].Example, template.Fields[1].Min)
        );
    }

    [Fact]
    public void The_two_starters_are_those_of_the_contract()
    {
        var sales = Starters.All.Single(candidate => candidate.Key == "sales_to_onboarding");
        var design = Starters.All.Single(candidate => candidate.Key == "design_to_development");
        Assert.Equal(
            ("sales", "onboarding", "design", "development"),
            (sales.FromTeam, sales.ReceivingTeam, design.FromTeam, design.ReceivingTeam)
        );
        Assert.Equal(
            "client_name Text, contract_value Money, start_date Date, key_contacts Contacts, "
                + "special_requirements LongText, goals LongText",
            FieldsOf(sales)
        );
        Assert.Equal(
            "project_name Text, design_files_url Url, specifications LongText, breakpoints List, "
                + "interactions LongText, assets_exported Boolean",
            FieldsOf(design)
        );
        Assert.Equal(
            "Contract signed and filed · Kickoff meeting scheduled · Client portal access created · Welcome email sent",
            string.Join(" · ", sales.Checklist.Select(step => step.Text))
        );
        Assert.Equal(
            "All screens designed · Asset export complete · Interaction notes documented · Design review approved",
            string.Join(" · ", design.Checklist.Select(step => step.Text))
        );
        Assert.True(
            Starters.All.All(candidate =>
                candidate.Fields.All(field => field.Required) && candidate.Checklist.All(step => step.Required)
            )
        );
        Assert.True(design.Fields[5].MustBeTrue);
    }

    [Fact]
    public void A_map_of_several_is_read_and_the_older_form_too()
    {
        var (templates, faults) = TemplateFile.Parse(
            """
            qa_to_release:
              required_fields: [build, test report]
              receiving_team: release
              checklist: [Smoke test passed, Smoke test passed]
            b_to_c:
              receiving_team: c
              fields: [{ key: x, required: true }]
            """
        );
        Assert.Empty(faults);
        Assert.Equal(
            [("qa_to_release", "qa", "Qa to release"), ("b_to_c", "b", "B to c")],
            templates.Select(template => (template.Key, template.FromTeam, template.Name))
        );
        Assert.All(templates[0].Fields, field => Assert.Equal((FieldType.Any, true), (field.Type, field.Required)));
        Assert.Equal(["smoke-test-passed", "smoke-test-passed-2"], templates[0].Checklist.Select(step => step.Key));
    }

    [Fact]
    public void Ten_faults_are_all_ten_named_with_their_lines()
    {
        var (templates, faults) = TemplateFile.Parse(
            """
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
            """
        );
        Assert.Empty(templates);
        var named = faults.Select(fault => (fault.Field, fault.Code)).ToList();
        foreach (
            var expected in ((string, string)[])
                [
                    ("line 1: key", "rule"),
                    ("line 2: receiving_teem", "unknown"),
                    ("line 1: receiving_team", "missing"),
                    ("line 1: from_team", "missing"),
                    ("line 3: title", "unknown"),
                    ("line 5: fields[0].type", "rule"),
                    ("line 6: fields[1].key", "duplicate"),
                    ("line 6: fields[1].min", "rule"),
                    ("line 7: fields[2].options", "missing"),
                    ("line 8: fields[3].pattern", "rule"),
                    ("line 9: fields[4].required", "type"),
                    ("line 9: fields[4].must_be_true", "rule"),
                    ("line 10: checklist", "type"),
                    ("line 11: accept_within", "rule"),
                ]
        )
        {
            Assert.Contains(expected, named);
        }

        Assert.Contains(
            "did you mean receiving_team?",
            faults.Single(fault => fault.Field == "line 2: receiving_teem").Message
        );
    }

    [Theory]
    [InlineData("", "line 1", "empty")]
    [InlineData("# nothing but words\n", "line 1", "empty")]
    [InlineData("just a text", "line 1", "one template")]
    [InlineData("[1, 2]", "line 1", "one template")]
    [InlineData("a: b: c", "line 1", "")]
    [InlineData("key: a_to_b\nkey: b_to_c", "line 2", "appears twice")]
    [InlineData("{\"a_to_b\": {}, \"a_to_b\": {}}", "line 1", "appears twice")]
    [InlineData("a: &x [1]\nb: *x", "line 2", "Aliases")]
    [InlineData("a: 1\n---\nb: 2", "line 2", "more than one")]
    [InlineData("a:\n\t- b", "line 2", "tab")]
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
        Assert.Equal(
            currency,
            TemplateFile
                .Parse($"{{key: a_to_b, receiving_team: b, fields: [{{key: x, type: {type}}}]}}")
                .Templates.Single()
                .Fields[0]
                .Currency
        );

    [Theory]
    [InlineData("money, currency: euro", "currency must be required, or a list of ISO 4217 codes such as [EUR, USD].")]
    [InlineData(
        "money, currency: [EUR, required]",
        "currency must be required, or a list of ISO 4217 codes such as [EUR, USD]."
    )]
    [InlineData("money, currency: []", "currency must be required, or a list of ISO 4217 codes such as [EUR, USD].")]
    [InlineData("number, currency: EUR", "currency works only with fields of type money.")]
    public void A_currency_that_is_none_is_refused(string type, string fault) =>
        Assert.Equal(
            ("line 1: fields[0].currency", fault),
            TemplateFile
                .Parse($"{{key: a_to_b, receiving_team: b, fields: [{{key: x, type: {type}}}]}}")
                .Faults.Single()
                is var found
                ? (found.Field, found.Message)
                : default
        );

    [Fact]
    public void A_template_without_the_rule_is_what_it_was()
    {
        var template = TemplateFile
            .Parse("{key: a_to_b, receiving_team: b, fields: [{key: x, type: money}]}")
            .Templates.Single();
        Assert.DoesNotContain(
            "currency",
            JsonSerializer.Serialize(template, BatonJson.Options),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Nesting_and_aliases_without_end_are_refused_quickly()
    {
        Assert.NotEmpty(TemplateFile.Parse(new string('[', 200_000)).Faults);
        Assert.NotEmpty(TemplateFile.Parse(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))).Faults);
        var bomb =
            "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
            + string.Concat(
                Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1}]\n")
            );
        Assert.NotEmpty(TemplateFile.Parse(bomb).Faults);
    }

    [Fact]
    public void A_byte_order_mark_and_other_line_ends_do_not_matter() =>
        Assert.Empty(
            TemplateFile.Parse("\uFEFFkey: a_to_b\r\nreceiving_team: b\r\nfields:\r\n  - { key: x }\r\n").Faults
        );

    [Fact]
    public void What_is_written_is_read_again_as_the_same() =>
        Templates.Sample(template =>
        {
            var version = Catalog.ToVersion(
                new PublishedTemplate
                {
                    Key = template.Key,
                    Version = 7,
                    Content = template,
                    ContentHash = "",
                    PublishedBy = "olga",
                    PublishedAt = DateTime.UnixEpoch,
                }
            );
            foreach (
                var text in (string[])
                    [
                        TemplateYaml.Write(template),
                        TemplateYaml.Write(version),
                        JsonSerializer.Serialize(version, BatonJson.Options),
                        JsonSerializer.Serialize(version, Indented),
                    ]
            )
            {
                var (read, faults) = TemplateFile.Parse(text);
                Assert.True(
                    faults.Count == 0,
                    $"{string.Join(" ", faults.Select(fault => $"{fault.Field}: {fault.Message}"))}\n{text}"
                );
                Assert.Equal(TemplateContent.HashOf(template), TemplateContent.HashOf(Assert.Single(read)));
            }
        });

    [Fact]
    public void Null_is_the_same_as_left_out()
    {
        var members = new[] { "name", "from_team", "title", "checklist", "accept_within", "read_back", "escalation" };
        var inField = new[]
        {
            "type",
            "required",
            "required_when",
            "label",
            "help",
            "example",
            "min",
            "max",
            "min_length",
            "max_length",
            "pattern",
            "options",
            "must_be_true",
            "placeholders",
        };
        var text =
            """{"key": "a_to_b", "receiving_team": "b","""
            + $$""" {{string.Join(", ", members.Select(name => $"\"{name}\": null"))}},"""
            + """ "fields": [{"key": "x","""
            + $$""" {{string.Join(", ", inField.Select(name => $"\"{name}\": null"))}}}]}""";
        var (templates, faults) = TemplateFile.Parse(text);
        Assert.Empty(faults);
        Assert.Equal(
            TemplateContent.HashOf(TemplateFile.Parse("key: a_to_b\nreceiving_team: b\nfields: [x]").Templates[0]),
            TemplateContent.HashOf(templates[0])
        );
    }

    [Fact]
    public void Names_that_people_give_to_fields_are_keys_in_both_forms()
    {
        foreach (
            var name in (string[])
                [
                    "Go-live date (planned)",
                    "Kunde / Client",
                    "E-mail?",
                    "हिन्दी",
                    "می\u200cخواهم",
                    "Preis = netto",
                    "{x}",
                    "客户",
                    "😀 mood",
                    "a.b c-d_e",
                ]
        )
        {
            var older = TemplateFile.Parse(
                JsonSerializer.Serialize(
                    new { a_to_b = new { required_fields = new[] { name }, receiving_team = "b" } }
                )
            );
            Assert.Empty(older.Faults);
            Assert.Equal(name, older.Templates[0].Fields[0].Key);
            Assert.Equal(
                TemplateContent.HashOf(older.Templates[0]),
                TemplateContent.HashOf(TemplateFile.Parse(TemplateYaml.Write(older.Templates[0])).Templates[0])
            );
        }
    }

    [Fact]
    public void Names_that_cannot_be_told_apart_or_seen_are_refused_in_both_forms()
    {
        foreach (var name in (string[])["a\nb", "a\u200bb", new string('x', 201), "a\u0007"])
        {
            var quoted = JsonSerializer.Serialize(name);
            Assert.StartsWith(
                $"line 1: a_to_b.required_fields[0] {quoted}",
                Assert.Single(
                    TemplateFile
                        .Parse("{\"a_to_b\": {\"required_fields\": [" + quoted + "], \"receiving_team\": \"b\"}}")
                        .Faults
                )
                    is var fault
                    ? $"{fault.Field} {quoted} {fault.Message}"
                    : "",
                StringComparison.Ordinal
            );
            Assert.Contains(
                "fields[0].key",
                TemplateFile
                    .Parse("{\"a_to_b\": {\"fields\": [{\"key\": " + quoted + "}], \"receiving_team\": \"b\"}}")
                    .Faults[0]
                    .Field,
                StringComparison.Ordinal
            );
        }

        Assert.NotEmpty(
            TemplateFile.Parse("{\"a_to_b\": {\"required_fields\": [\"a\\u0000b\"], \"receiving_team\": \"b\"}}").Faults
        );
        var twice = TemplateFile.Parse(
            "key: a_to_b\nreceiving_team: b\nfields:\n  - { key: 'caf\u00e9' }\n  - { key: 'cafe\u0301' }"
        );
        Assert.Equal(("line 5: fields[1].key", "duplicate"), (Assert.Single(twice.Faults).Field, twice.Faults[0].Code));
        var many = TemplateFile.Parse(
            JsonSerializer.Serialize(
                new
                {
                    a_to_b = new
                    {
                        required_fields = Enumerable.Range(0, 5000).Select(i => $"f{i}"),
                        receiving_team = "b",
                    },
                }
            )
        );
        Assert.Equal(
            ("line 1: a_to_b.required_fields", "A template can have at most 200 fields."),
            (Assert.Single(many.Faults).Field, many.Faults[0].Message)
        );
        Assert.Equal(
            "missing",
            TemplateFile.Parse("key: a_to_b\nreceiving_team: b\nfields: [{ key: '\u200b' }]").Faults[0].Code
        );
    }

    [Fact]
    public void Json_is_read_as_json_whatever_its_blanks_and_escapes()
    {
        var (templates, faults) = TemplateFile.Parse(
            "{\n\t\"key\":\t\"a_to_b\",\n\t\"receiving_team\": \"b\",\n\t\"fields\": "
                + "[\n\t\t{\"key\": \"x\", \"help\": \"a\\/b \\ud83d\\ude00 \\u00e9\"}\n\t]\n}"
        );
        Assert.Empty(faults);
        Assert.Equal("a/b 😀 é", templates[0].Fields[0].Help);
        Assert.Equal(
            "line 4: fields[0].typ",
            Assert
                .Single(
                    TemplateFile
                        .Parse(
                            "{\"key\": \"a_to_b\",\n\"receiving_team\": \"b\",\n\"fields\": "
                                + "[\n{\"key\": \"x\", \"typ\": \"text\"}]}"
                        )
                        .Faults
                )
                .Field
        );
    }

    private static readonly JsonSerializerOptions Indented = new(BatonJson.Options)
    {
        WriteIndented = true,
        IndentCharacter = '\t',
        IndentSize = 1,
    };

    private static readonly string[] Odd =
    [
        "true",
        "null",
        "~",
        "1",
        "1e3",
        "a: b",
        "# no",
        "- x",
        "'\"",
        "{x}: [y]",
        "a\nb",
        " padded ",
        "tab\there",
        "back\\slash",
        "ü",
        "😀",
        "a\u2028b",
        "a\u0085b",
        "a\u0007b",
        "\ufeffx",
        "&a",
        "*a",
        "!x",
        "%",
        "2026-01-01",
        "0x1F",
        "…",
        "---",
        "yes",
    ];

    /// <summary>Templates of every type and rule, with texts as people write them.</summary>
    internal static Gen<Template> Templates { get; } =
        Gen.Select(Fields, Texts.Array[0, 5], Texts, Gen.Int[0, 99])
            .Select(
                (fields, steps, name, number) =>
                    new Template
                    {
                        Key = "a_to_b",
                        Name = name,
                        FromTeam = "a",
                        ReceivingTeam = "b",
                        Title =
                            number % 4 == 0 ? $"{{{fields[0].Key}}}: {name.Replace('{', '(').Replace('}', ')')}" : null,
                        Fields = fields,
                        Checklist =
                        [
                            .. steps.Select(
                                (step, i) =>
                                    new Step
                                    {
                                        Key = $"step-{i}",
                                        Text = step,
                                        Required = i % 2 == 0,
                                    }
                            ),
                        ],
                        AcceptWithin = number % 2 == 0 ? "8h" : null,
                        CompleteWithin = number % 3 == 0 ? "10d" : null,
                        ReadBack = number % 5 == 0,
                        Escalation = (number % 3) switch
                        {
                            0 => null,
                            1 => [],
                            _ => [new Rung(50, ["team"]), new Rung(100, ["lead", "team:duty"])],
                        },
                    }
            );

    private static Gen<string> Texts =>
        Gen.OneOf(Gen.String[Gen.Char.AlphaNumeric, 1, 20], Gen.Int[0, Odd.Length - 1].Select(i => Odd[i]));

    private static Gen<Field[]> Fields =>
        Gen.Select(Gen.Int[0, 12], Gen.Bool, Texts, Gen.Int[0, 50])
            .Array[1, 6]
            .Select(all =>
                all.Select(
                        (candidate, i) =>
                            FieldOf(i, (FieldType)candidate.Item1, candidate.Item2, candidate.Item3, candidate.Item4)
                    )
                    .ToArray()
            );

    private static Field FieldOf(int i, FieldType type, bool required, string text, int number) =>
        new()
        {
            Key = (number % 4) switch
            {
                0 => $"f{i}",
                1 => $"Go-live date (planned) {i}",
                2 => $"हिन्दी {i}",
                _ => $"{i}: é [x], #\"'\\",
            },
            Type = type,
            Required = required,
            Label = text,
            Help = number % 3 == 0 ? text : null,
            Min = type is FieldType.Number or FieldType.Money ? number - 25.5m : null,
            Currency = type == FieldType.Money ? new[] { null, "required", "EUR", "EUR, USD" }[number % 4] : null,
            MinLength = type is FieldType.Text or FieldType.List ? number : null,
            Pattern = type is FieldType.Text or FieldType.Email ? @"[^\s""':#]+\.?" : null,
            Options = type is FieldType.Choice or FieldType.Choices ? [text, text + "2"] : null,
            MustBeTrue = type == FieldType.Boolean && required,
            Placeholders = type == FieldType.Text && number % 2 == 0 ? (number % 6 == 0 ? [] : [text]) : null,
        };

    private static string FieldsOf(Template template) =>
        string.Join(", ", template.Fields.Select(field => $"{field.Key} {field.Type}"));
}

using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates;
using CsCheck;

namespace Baton.Tests.Features.Templates;

public sealed class GateTests
{
    private static readonly Waiver[] None = [];

    public static TheoryData<string, string, string?> Values =>
        new()
        {
            // type, value, the code of the fault (null: passes)
            { "any", "\"x\"", null },
            { "any", "1", null },
            { "any", "true", null },
            { "any", "0", "missing" },
            { "any", "0.00", "missing" },
            { "any", "-0e5", "missing" },
            { "any", "false", "missing" },
            { "any", "\"?\"", null },
            { "any", "{\"a\": 1}", null },
            { "any", "[]", "missing" },
            { "any", "{}", "missing" },
            { "text", "null", "missing" },
            { "text", "\" \\t\\n\"", "missing" },
            { "text", "\"x\"", null },
            { "text", "1", "type" },
            { "text", "[\"x\"]", "type" },
            { "text", "\" TBD \"", "placeholder" },
            { "text", "\"...\"", "placeholder" },
            { "text", "\"?\"", "placeholder" },
            { "text", "\"-\"", "placeholder" },
            { "text", "\"XXX\"", "placeholder" },
            { "text", "\"\\u200b\"", "missing" },
            { "text", "\"\\u2800\\u3164\"", "missing" },
            { "text", "\"\\u00ad\\ufe0f\\u180e\\u115f\\udb40\\udc20\"", "missing" },
            { "text", "\"\\u200bx\"", null },
            { "text", "\"tbd\\u200b\"", "placeholder" },
            { "text", "\"\\u2060t\\u00adbd \"", "placeholder" },
            { "email", "\"\\u200b\"", "missing" },
            { "date", "\"\\ufeff\"", "missing" },
            { "any", "\"\\u200b\"", "missing" },
            { "any", "[null, {}]", "missing" },
            { "any", "{\"a\": \"\\u200b\"}", "missing" },
            { "any", "[0]", null },
            { "any", "[false]", null },
            { "list", "[\"\"]", "missing" },
            { "list", "[null]", "missing" },
            { "list", "[{}]", "missing" },
            { "list", "[[\"\\u200b\"], {\"a\": []}]", "missing" },
            { "list", "[\"\", \"x\"]", null },
            { "contacts", "[{\"name\": \"\"}]", "missing" },
            { "contacts", "[{\"name\": null, \"email\": \" \"}]", "missing" },
            { "choices", "[\"\"]", "missing" },
            { "money", "{\"currency\": \"\"}", "missing" },
            { "long_text", "\"unknown\"", "placeholder" },
            { "long_text", "\"unknown to us\"", null },
            { "number", "0", null },
            { "number", "1e400", null },
            { "number", "\"1\"", "type" },
            { "money", "50000.00", null },
            { "money", "{\"amount\": 5, \"currency\": \"EUR\"}", null },
            { "money", "{\"amount\": 5}", "type" },
            { "money", "{\"amount\": \"5\", \"currency\": \"EUR\"}", "type" },
            { "money", "{\"amount\": 5, \"currency\": \"euro\"}", "type" },
            { "money", "{\"amount\": 5, \"currency\": \"EUR\", \"x\": 1}", "type" },
            { "money", "\"5 EUR\"", "type" },
            { "date", "\"2024-02-29\"", null },
            { "date", "\"2026-02-29\"", "type" },
            { "date", "\"29.02.2024\"", "type" },
            { "date", "\"2026-1-1\"", "type" },
            { "date", "20260101", "type" },
            { "url", "\"https://example.org/a?b#c\"", null },
            { "url", "\"ftp://example.org\"", "type" },
            { "url", "\"javascript:alert(1)\"", "type" },
            { "url", "\"example.org\"", "type" },
            { "email", "\"a@example.org\"", null },
            { "email", "\"A <a@example.org>\"", "type" },
            { "email", "\"a@\"", "type" },
            { "email", "\"a b@example.org\"", "type" },
            { "boolean", "true", null },
            { "boolean", "false", null },
            { "boolean", "\"true\"", "type" },
            { "boolean", "1", "type" },
            { "choice", "\"one\"", null },
            { "choice", "\"One\"", "type" },
            { "choices", "[\"one\", \"two\"]", null },
            { "choices", "[\"three\"]", "type" },
            { "choices", "\"one\"", "type" },
            { "list", "[1, \"x\"]", null },
            { "list", "\"a\\nb\"", null },
            { "list", "{\"a\": 1}", "type" },
            { "contacts", "\"Jo, 555\"", null },
            { "contacts", "[\"Jo\"]", null },
            { "contacts", "[{\"name\": \"Jo\", \"phone\": null}]", null },
            { "contacts", "[{\"fax\": \"1\"}]", "type" },
            { "contacts", "[1]", "type" },
        };

    [Theory, MemberData(nameof(Values))]
    public void A_required_value_passes_or_is_named_with_its_code(string type, string value, string? code)
    {
        var options = type.StartsWith("choice", StringComparison.Ordinal) ? ", options: [one, two]" : "";
        var gate = Gate.Check(
            Template($"{{ key: f, type: {type}, required: true{options} }}"),
            JsonElement.Parse($"{{\"f\": {value}}}"),
            None
        );
        Assert.Equal(code is null ? [] : [code], gate.Errors.Select(error => error.Code));
        Assert.Equal(code is null, gate.Complete);
    }

    [Theory]
    [InlineData("type: number, min: 1, max: 2", "0.5", "must be at least 1")]
    [InlineData("type: number, min: 1, max: 2", "2.0001", "must be at most 2")]
    [InlineData("type: number, min: 1, max: 2", "1e300", "must be at most 2")]
    [InlineData("type: money, min: 0", "{\"amount\": -1, \"currency\": \"EUR\"}", "must be at least 0")]
    [InlineData("type: text, min_length: 3", "\"ab\"", "must have at least 3 characters")]
    [InlineData("type: list, max_length: 1", "[1, 2]", "must have at most 1 items")]
    [InlineData("type: text, pattern: '[A-Z]{2}[0-9]+'", "\"xAB1\"", "must match [A-Z]{2}[0-9]+")]
    [InlineData("type: boolean, must_be_true: true", "false", "must be true")]
    public void A_rule_that_is_broken_is_told_also_of_an_optional_field(string rule, string value, string told)
    {
        var gate = Gate.Check(Template($"{{ key: f, {rule} }}"), JsonElement.Parse($"{{\"f\": {value}}}"), None);
        Assert.Equal(new FieldError("f", "rule", $"f {told}."), Assert.Single(gate.Errors));
    }

    [Fact]
    public void The_detail_names_only_what_is_missing_in_the_templates_order()
    {
        var template = Template(
            "{ key: b, required: true }, { key: c, type: number, required: true }, { key: a, "
                + "required: true }, { key: d, required: true }"
        );
        var gate = Gate.Check(template, JsonElement.Parse("""{"d": "tbd", "c": "x", "extra": null}"""), None);
        Assert.Equal("Missing required fields: b, a", gate.Detail);
        Assert.Equal(
            [("b", "missing"), ("c", "type"), ("a", "missing"), ("d", "placeholder")],
            gate.Errors.Select(error => (error.Field, error.Code))
        );
    }

    [Fact]
    public void A_field_may_be_required_when_another_has_a_value()
    {
        var template = Template("{ key: discount, type: number }, { key: discount_reason, required_when: discount }");
        Assert.True(Gate.Check(template, JsonElement.Parse("{}"), None).Complete);
        Assert.True(Gate.Check(template, JsonElement.Parse("""{"discount": null}"""), None).Complete);
        Assert.Equal(
            "Missing required fields: discount_reason",
            Gate.Check(template, JsonElement.Parse("""{"discount": 0}"""), None).Detail
        );
    }

    [Fact]
    public void A_field_may_have_placeholders_of_its_own_or_none()
    {
        var template = Template(
            "{ key: a, required: true, placeholders: [n/a] }, { key: b, required: true, placeholders: [] }, { key: c }"
        );
        Assert.Equal(
            [("a", "placeholder")],
            Gate.Check(template, JsonElement.Parse("""{"a": "N/A", "b": "?", "c": "tbd"}"""), None)
                .Errors.Select(error => (error.Field, error.Code))
        );
        Assert.True(Gate.Check(template, JsonElement.Parse("""{"a": "tbd", "b": "?"}"""), None).Complete);
    }

    [Fact]
    public void A_waiver_waives_what_is_missing_and_nothing_else()
    {
        var template = Template(
            "{ key: a, required: true }, { key: b, type: number, required: true }, { key: c, required: true }"
        );
        var context = JsonElement.Parse("""{"a": "tbd", "b": "x", "c": "there"}""");
        var gate = Gate.Check(
            template,
            context,
            [
                new Waiver("a", "later"),
                new Waiver("b", "later"),
                new Waiver("c", "later"),
                new Waiver("z", "later"),
                new Waiver("a", " "),
            ]
        );
        Assert.Equal(
            ["b", "waivers[3].field", "waivers[4].field", "waivers[4].reason"],
            gate.Errors.Select(error => error.Field)
        );
        Assert.Equal(["a"], gate.Waivers.Select(waiver => waiver.Field));
    }

    [Fact]
    public void The_older_form_requires_fields_of_any_type()
    {
        var template = TemplateFile
            .Parse(
                """{"qa_to_release": {"required_fields": ["build", "test_report_url"],"""
                    + """ "receiving_team": "release", "checklist": ["Smoke test passed"]}}"""
            )
            .Templates[0];
        Assert.Equal(
            "Missing required fields: build, test_report_url",
            Gate.Check(template, JsonElement.Parse("""{"build": 0}"""), None).Detail
        );
        Assert.True(Gate.Check(template, JsonElement.Parse("""{"build": "?", "test_report_url": 1}"""), None).Complete);
    }

    [Fact]
    public void A_file_with_slow_patterns_is_refused_with_what_to_write_instead()
    {
        foreach (var pattern in (string[])[Slow, "((a{1,10}){1,10}){1,10}", ".{1,5000}", "(?=a)b", @"(a)\1"])
        {
            var fault = Assert.Single(
                TemplateFile
                    .Parse(
                        $"key: a_to_b\nreceiving_team: b\nfields: [{{ key: f, pattern: "
                            + $"{JsonSerializer.Serialize(pattern)} }}]"
                    )
                    .Faults
            );
            Assert.Equal(("line 3: fields[0].pattern", "rule"), (fault.Field, fault.Code));
            Assert.Contains("min_length and max_length", fault.Message, StringComparison.Ordinal);
        }

        foreach (
            var pattern in (string[])
                ["[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", "(?:.*a)+", ".{1,100}", @"\+?[0-9 ()/-]{5,30}", "(a+)+b"]
        )
            Assert.Empty(
                TemplateFile
                    .Parse(
                        $"key: a_to_b\nreceiving_team: b\nfields: [{{ key: f, pattern: "
                            + $"{JsonSerializer.Serialize(pattern)} }}]"
                    )
                    .Faults
            );
    }

    [Fact]
    public void A_hundred_slow_patterns_published_before_end_in_time_and_name_their_fields()
    {
        var fields = Enumerable
            .Range(0, 100)
            .Select(i => new Field
            {
                Key = $"f{i}",
                Type = FieldType.LongText,
                Pattern = "(?:(a|a)+(b|b)?)+c",
            })
            .ToList();
        var template = Template("{ key: f }") with
        {
            Fields =
            [
                .. fields.Select((field, i) => i % 2 == 0 ? field : field with { Pattern = Slow }),
                new Field { Key = "last", Pattern = "(?=x)x|(?!x)(z+)+y" },
            ],
        };
        var text = new string('a', 50_000);
        var context = JsonSerializer.SerializeToElement(
            template.Fields.ToDictionary(
                field => field.Key,
                field => field.Key == "last" ? new string('z', 50_000) : text
            )
        );
        var since = TimeProvider.System.GetTimestamp();
        var gate = Gate.Check(template, context, None);
        // Each may take a quarter of a second: one after the other they would take 25.
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Equal(("last", "rule"), (gate.Errors[^1].Field, gate.Errors[^1].Code));
        Assert.Contains("took too long", gate.Errors[^1].Message, StringComparison.Ordinal);
        Assert.True(Gate.Check(template, JsonElement.Parse("""{"f1": "short", "last": "x"}"""), None).Complete);
    }

    [Fact]
    public void No_value_makes_it_throw()
    {
        var template = Template(
            string.Join(
                ", ",
                Enum.GetNames<FieldType>()
                    .Select(
                        (name, i) =>
                            $"{{ key: f{i}, type: "
                            + $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(name)}, required: "
                            + $"true{(name.StartsWith("Choice", StringComparison.Ordinal) ? ", options: [a]" : "")} "
                            + $"}}"
                    )
            )
        );
        var values = Gen.OneOf(
            Gen.String.Select(text => JsonSerializer.Serialize(text)),
            Gen.Double.Where(double.IsFinite).Select(number => JsonSerializer.Serialize(number)),
            Gen.Int[0, 9]
                .Select(i =>
                    new[]
                    {
                        "null",
                        "true",
                        "1e999",
                        "-1e-999",
                        "[[[]]]",
                        "{\"amount\": 1e999, \"currency\": \"EUR\"}",
                        "[{}]",
                        "[null]",
                        "{\"amount\": null}",
                        "\"\"",
                    }[i]
                )
        );
        values
            .Array[template.Fields.Count]
            .Sample(all =>
            {
                var context = JsonElement.Parse(
                    "{" + string.Join(",", all.Select((value, i) => $"\"f{i}\": {value}")) + "}"
                );
                var gate = Gate.Check(template, context, None);
                Assert.Equal(gate.Errors.Count == 0, gate.Complete);
                Assert.NotEmpty(HandoffTitle.Of(template, context));
            });
    }

    [Theory]
    [InlineData("""{"client_name": "Acme", "project_name": "P"}""", "Acme")]
    [InlineData("""{"client_name": " ", "project_name": "P"}""", "P")]
    [InlineData("""{"first": 42}""", "42")]
    [InlineData("""{"client_name": "a\n\tb"}""", "a b")]
    [InlineData("{}", "N/A")]
    public void A_title_is_taken_from_the_first_that_has_a_value(string context, string title) =>
        Assert.Equal(
            title,
            HandoffTitle.Of(Template("{ key: first, type: any, required: true }"), JsonElement.Parse(context))
        );

    [Fact]
    public void A_long_title_is_cut_between_characters()
    {
        var title = HandoffTitle.Of(
            Template("{ key: first, required: true }"),
            JsonElement.Parse(
                JsonSerializer.Serialize(new { first = string.Concat(Enumerable.Repeat("👩‍👩‍👧", 100)) })
            )
        );
        Assert.True(title.Length <= 200);
        Assert.EndsWith("👩‍👩‍👧…", title);
    }

    private const string Slow = @"(?:[\p{L}0-9 .,'&()/-]{1,80}\r?\n?){1,20}";

    private static Template Template(string fields)
    {
        var (templates, faults) = TemplateFile.Parse($"key: a_to_b\nreceiving_team: b\nfields: [{fields}]");
        Assert.Empty(faults);
        return templates[0];
    }
}

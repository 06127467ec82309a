using System.Text.Json;
using Baton.Client;
using Baton.Commands;
using Baton.Features.Templates;
using Baton.Web.Pages;

namespace Baton.Tests.Commands;

public sealed class FieldValuesTests
{
    private static readonly Template Types = TemplateFile
        .Parse(
            """
            key: a_to_b
            receiving_team: b
            fields:
              - { key: text, type: text }
              - { key: date, type: date }
              - { key: choice, type: choice, options: ["1", "2"] }
              - { key: number, type: number }
              - { key: money, type: money }
              - { key: boolean, type: boolean }
              - { key: list, type: list }
              - { key: choices, type: choices, options: ["1", "2"] }
              - { key: contacts, type: contacts }
              - { key: any, type: any }
            """
        )
        .Templates.Single();

    [Theory]
    [InlineData("text", "42", "\"42\"")]
    [InlineData("text", "true", "\"true\"")]
    [InlineData("text", "", "\"\"")]
    [InlineData("text", "a=b=c", "\"a=b=c\"")]
    [InlineData("date", "2026-12-01", "\"2026-12-01\"")]
    [InlineData("choice", "1", "\"1\"")]
    [InlineData("number", "1.50", "1.50")]
    [InlineData("number", "12345678901234567890123", "12345678901234567890123")]
    [InlineData("number", "much", "\"much\"")]
    [InlineData("number", "true", "\"true\"")]
    [InlineData("money", "50000", "50000")]
    [InlineData("money", "{\"amount\":5,\"currency\":\"EUR\"}", "{\"amount\":5,\"currency\":\"EUR\"}")]
    [InlineData("money", "{\"amount\":5,\"amount\":6}", "\"{\\u0022amount\\u0022:5,\\u0022amount\\u0022:6}\"")]
    [InlineData("boolean", "false", "false")]
    [InlineData("number", "1,000", "1000")]
    [InlineData("number", "2,5", "\"2,5\"")]
    [InlineData("number", "1e3", "1e3")]
    [InlineData("number", "3e9999", "\"3e9999\"")]
    [InlineData("money", "1,250.50 EUR", "{\"amount\":1250.50,\"currency\":\"EUR\"}")]
    [InlineData("boolean", "yes", "true")]
    [InlineData("boolean", "perhaps", "\"perhaps\"")]
    [InlineData("list", "one line", "[\"one line\"]")]
    [InlineData("list", "one; two", "[\"one\",\"two\"]")]
    [InlineData("list", "[1,2]", "[1,2]")]
    [InlineData("list", "7", "[\"7\"]")]
    [InlineData("choices", "1", "[\"1\"]")]
    [InlineData("choices", "[\"1\",\"2\"]", "[\"1\",\"2\"]")]
    [InlineData("choices", "1, 2", "[\"1\",\"2\"]")]
    [InlineData("contacts", "Jo", "[\"Jo\"]")]
    [InlineData("contacts", "{\"name\":\"Jo\"}", "[{\"name\":\"Jo\"}]")]
    [InlineData("contacts", "[{\"name\":\"Jo\"}]", "[{\"name\":\"Jo\"}]")]
    [InlineData("any", "7", "\"7\"")]
    [InlineData("any", "12e58", "\"12e58\"")]
    [InlineData("any", "1.10", "\"1.10\"")]
    [InlineData("any", "3e9999", "\"3e9999\"")]
    [InlineData("any", "false", "\"false\"")]
    [InlineData("any", "null", "\"null\"")]
    [InlineData("any", "\"7\"", "\"7\"")]
    [InlineData("any", "[7, true]", "[7,true]")]
    [InlineData("any", "007", "\"007\"")]
    [InlineData("any", "{\"a\":[null]}", "{\"a\":[null]}")]
    [InlineData("any", "plain", "\"plain\"")]
    [InlineData("not_in_the_template", "true", "\"true\"")]
    public void The_type_of_the_field_decides(string field, string text, string json) =>
        Assert.Equal(
            $$"""{"{{field}}":{{json}}}""",
            JsonSerializer.Serialize(FieldValues.Read(Types, [(field, text)], NumberFormat.Invariant).Value)
        );

    [Theory]
    [InlineData("list", "a", "2", "[\"a\",\"2\"]")]
    [InlineData("choices", "1", "2", "[\"1\",\"2\"]")]
    [InlineData("contacts", "Jo", "{\"name\":\"Al\"}", "[\"Jo\",{\"name\":\"Al\"}]")]
    public void A_name_that_stands_twice_makes_a_list_where_the_type_is_one(
        string field,
        string first,
        string second,
        string json
    ) =>
        Assert.Equal(
            $$"""{"{{field}}":{{json}}}""",
            JsonSerializer.Serialize(
                FieldValues.Read(Types, [(field, first), (field, second)], NumberFormat.Invariant).Value
            )
        );

    [Theory]
    [InlineData("text")]
    [InlineData("any")]
    [InlineData("not_in_the_template")]
    public void A_name_that_stands_twice_is_refused_elsewhere(string field) =>
        Assert.Equal(
            $"--field {field} is given 2 times. Give it once.",
            FieldValues.Read(Types, [(field, "a"), (field, "b")], NumberFormat.Invariant).Refusal!.Detail
        );

    [Theory]
    [InlineData("[1]", "must contain a JSON object")]
    [InlineData("null", "must contain a JSON object")]
    [InlineData("", "is empty: it must contain a JSON object")]
    [InlineData("{\n  \"a\": 1,\n  oops}", "The JSON is wrong at line 3, byte 3: ")]
    [InlineData("{\"a\": 1, \"a\": 2}", "A member stands twice: 'a'")]
    [InlineData("{\"a\": {\"\\ud800\": 1, \"b\": 2}}", "The name of a member of a has a character that is not text")]
    [InlineData("{\"a\": \"\\udc00\"}", "a has a character that is not text")]
    [InlineData("{\"\\u0000\": 1}", "The name of a member of the body has a character that is not text")]
    public void A_context_that_is_no_object_is_refused_with_its_place(string text, string reason) =>
        Assert.Contains(reason, FieldValues.ReadObject("file.json", text).Refusal!.Detail, StringComparison.Ordinal);
}

using Baton.Client;
using Baton.Features.Templates;

namespace Baton.Tests.Features.Templates;

/// <summary>A template of <c>kind: shift</c> says what its items are and when they are handed over.</summary>
public sealed class ShiftTemplateTests
{
    private const string Whole = """
        key: ward
        kind: shift
        from_team: ward
        receiving_team: ward
        item:
          name: Patient
          title: "{bed} {name}"
          fields:
            - { key: bed, required: true }
            - { key: name, required: true }
        at: ["14:00", "06:00"]
        """;

    [Fact]
    public void It_is_read_and_written_as_it_was()
    {
        var (templates, faults) = TemplateFile.Parse(Whole);
        Assert.Empty(faults);
        var template = Assert.Single(templates);
        Assert.Equal(
            (TemplateKind.Shift, "30m", "Patient"),
            (template.Kind, template.AcceptWithin, template.Item!.Name)
        );
        Assert.Equal(["06:00", "14:00"], template.At);
        Assert.Empty(template.Fields);
        var again = Assert.Single(TemplateFile.Parse(TemplateYaml.Write(template)).Templates);
        Assert.Equal(TemplateContent.HashOf(template), TemplateContent.HashOf(again));
    }

    [Fact]
    public void All_others_are_what_they_were()
    {
        const string plain = "{ key: a_to_b, receiving_team: b, fields: [name] }";
        var template = Assert.Single(TemplateFile.Parse(plain).Templates);
        Assert.DoesNotContain("kind", TemplateYaml.Write(template), StringComparison.Ordinal);
        var said = Assert.Single(TemplateFile.Parse(plain.Replace("fields", "kind: handoff, fields")).Templates);
        Assert.Equal(TemplateContent.HashOf(template), TemplateContent.HashOf(said));
    }

    [Theory]
    [InlineData("kind: shift", "kind: shifts", "kind", "handoff or shift")]
    [InlineData("kind: shift", "kind: handoff\nfields: [a]", "item", "for shifts only")]
    [InlineData("item:", "items:", "item", "what its items are")]
    [InlineData("name: Patient", "name: null", "item.name", "missing")]
    [InlineData("{bed} {name}", "{bed} {age}", "item.title", "age")]
    [InlineData("key: bed", "key: severity", "item.fields[0].key", "by itself")]
    [InlineData("key: bed,", "key: bed, carry: name,", "item.fields[0].carry", "as a whole")]
    [InlineData("key: bed,", "key: bed, required_when: age,", "item.fields[0].required_when", "age")]
    [InlineData("14:00", "25:00", "at", "06:00")]
    [InlineData("14:00", "06:00", "at", "different")]
    [InlineData("kind: shift", "kind: shift\nfields: [items]", "fields[0].key", "by itself")]
    public void Each_fault_is_named(string right, string wrong, string path, string message)
    {
        var faults = TemplateFile.Parse(Whole.Replace(right, wrong)).Faults;
        Assert.Contains(
            faults,
            fault =>
                fault.Field.EndsWith($": {path}", StringComparison.Ordinal)
                && fault.Message.Contains(message, StringComparison.Ordinal)
        );
    }
}

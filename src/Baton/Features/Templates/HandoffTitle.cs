using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Client;

namespace Baton.Features.Templates;

/// <summary>The title of a handoff, from its context.</summary>
internal static partial class HandoffTitle
{
    private const int Longest = 200;

    /// <summary>Of one that says nothing of what it is about.</summary>
    internal const string None = "N/A";

    internal static string Of(Template template, JsonElement context)
    {
        if (context.ValueKind != JsonValueKind.Object)
            return None;
        if (template.Title is { } pattern)
            return OneLine(Braces().Replace(pattern, match => Text(context, match.Groups[1].Value)));
        if (template is { Kind: TemplateKind.Shift, Fields.Count: 0 })
            return template.Name;
        return OneLine(
            UsualOf(template).Select(key => Text(context, key)).FirstOrDefault(text => !Blank.Is(text)) ?? ""
        );
    }

    /// <summary>Whether one of the fields of the title has a value.</summary>
    internal static bool SaysSomething(Template template, JsonElement context) =>
        context.ValueKind == JsonValueKind.Object
        && (template.Title is { } pattern ? FieldsOf(pattern) : UsualOf(template)).Any(key =>
            !Blank.Is(Text(context, key))
        );

    /// <summary>The field of a form by which people know a handoff; null where the form has none.</summary>
    internal static string? MainField(Template template) =>
        (template.Title is { } pattern ? FieldsOf(pattern) : UsualOf(template)).FirstOrDefault(key =>
            template.Fields.Any(field => field.Key == key)
        );

    private static IEnumerable<string> UsualOf(Template template) =>
        new[]
        {
            "client_name",
            "project_name",
            template.Fields.FirstOrDefault(field => field.Required)?.Key,
        }.OfType<string>();

    /// <summary>The fields that a pattern names.</summary>
    internal static IEnumerable<string> FieldsOf(string pattern) =>
        Braces().Matches(pattern).Select(match => match.Groups[1].Value);

    /// <summary>The pattern with other names in its braces.</summary>
    internal static string Replace(string pattern, Func<string, string> nameOf) =>
        Braces().Replace(pattern, match => $"{{{nameOf(match.Groups[1].Value)}}}");

    private static string Text(JsonElement context, string key) =>
        context.TryGetProperty(key, out var value) ? Text(value) : "";

    private static string Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Array => string.Join(
                ", ",
                value.EnumerateArray().Select(Text).Where(text => text.Length > 0)
            ),
            JsonValueKind.Object => string.Join(
                " ",
                value.EnumerateObject().Select(member => Text(member.Value)).Where(text => text.Length > 0)
            ),
            _ => "",
        };

    private static string OneLine(string text)
    {
        var line = Blanks().Replace(text, " ").Trim();
        if (line.Length > Longest)
            line = Cut(line);
        return line.Length == 0 ? None : line;
    }

    /// <summary>Never through the middle of what people see as one character.</summary>
    private static string Cut(string line)
    {
        var length = 0;
        while (length + StringInfo.GetNextTextElementLength(line, length) <= Longest - 1)
            length += StringInfo.GetNextTextElementLength(line, length);
        return line[..length].TrimEnd() + "…";
    }

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blanks();
}

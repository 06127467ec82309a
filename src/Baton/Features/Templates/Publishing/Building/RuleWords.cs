using Baton.Features.Templates.Fields;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>What people call the rules of a field, and how to fill them in.</summary>
internal static class RuleWords
{
    internal static string Of(string rule) =>
        rule switch
        {
            FieldRule.Min => T("At least"),
            FieldRule.Max => T("At most"),
            FieldRule.Currency => T("Currency"),
            FieldRule.MinLength => T("Shortest length"),
            FieldRule.MaxLength => T("Longest length"),
            FieldRule.Pattern => T("Pattern"),
            FieldRule.Options => T("Options"),
            FieldRule.MustBeTrue => T("Must be yes"),
            FieldRule.Placeholders => T("Texts that count as empty"),
            "required_when" => T("Required if"),
            _ => rule,
        };

    internal static string? HintOf(string rule) =>
        rule switch
        {
            FieldRule.Currency => T("“required”, or the codes allowed, such as EUR, USD. Empty: none needed."),
            FieldRule.MinLength or FieldRule.MaxLength => T("Characters of a text, items of a list."),
            FieldRule.Pattern => T("A regular expression that the whole text must match, such as [A-Z]{2}-[0-9]+."),
            FieldRule.Options => T("One per line."),
            FieldRule.Placeholders => T("One per line. Empty: the usual ones, such as TBD or ?."),
            _ => null,
        };
}

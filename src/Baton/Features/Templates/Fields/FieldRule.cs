namespace Baton.Features.Templates.Fields;

/// <summary>The rules that work with some types of fields only, by their names in a template file.</summary>
internal static class FieldRule
{
    internal const string Min = "min";
    internal const string Max = "max";
    internal const string MinLength = "min_length";
    internal const string MaxLength = "max_length";
    internal const string Pattern = "pattern";
    internal const string Currency = "currency";
    internal const string Options = "options";
    internal const string MustBeTrue = "must_be_true";
    internal const string Placeholders = "placeholders";

    internal static IReadOnlyList<string> All { get; } =
    [Min, Max, Currency, MinLength, MaxLength, Pattern, Options, MustBeTrue, Placeholders];
}

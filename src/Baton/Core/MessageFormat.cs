using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Baton.Core;

/// <summary>
/// A sentence with places in it, in the syntax of ICU MessageFormat, so that translators find in it what they know:
/// <c>{0}</c>, <c>{0, number}</c> and <c>{0, plural, =0 {none} one {# step} other {# steps}}</c>. An apostrophe
/// before a brace makes text of what follows, up to the next apostrophe.
/// </summary>
internal sealed partial class MessageFormat
{
    /// <summary>Texts come from the program and its translations, so they are few.</summary>
    private static readonly ConcurrentDictionary<string, MessageFormat> Parsed = new(StringComparer.Ordinal);

    private readonly Part[] parts;

    private MessageFormat(Part[] parts)
    {
        this.parts = parts;
    }

    /// <summary>For whom a text is made, and of what.</summary>
    private sealed record Reading(string Language, CultureInfo Culture, IReadOnlyList<object?> Values);

    /// <summary>A text as it is, a place, or the number of the plural around it where <c>Place</c> is null.</summary>
    private sealed record Part(string? Text, int? Place, string? Style, Form[] Forms);

    /// <summary>What a plural says of numbers of a category, or of one number alone.</summary>
    private sealed record Form(string When, decimal? Exact, MessageFormat Then);

    /// <summary>Throws <see cref="FormatException"/> where a text cannot be read, which a test proves of all.</summary>
    internal static MessageFormat Of(string text) =>
        Parsed.GetOrAdd(text, static pattern => new Parser(pattern).ReadAll());

    /// <summary>An English text for the command line, the API and mails, which are not translated.</summary>
    internal static string English(string text, params object?[] values) =>
        Of(text).Format("en", CultureInfo.InvariantCulture, values);

    /// <param name="language">That of the text, which decides between its plural forms.</param>
    /// <param name="culture">How the reader writes numbers.</param>
    /// <param name="values">What stands in the places, in their order.</param>
    internal string Format(string language, CultureInfo culture, IReadOnlyList<object?> values)
    {
        var result = new StringBuilder();
        Write(result, new Reading(language, culture, values), number: 0);
        return result.ToString();
    }

    private void Write(StringBuilder result, Reading reading, decimal number)
    {
        foreach (var part in parts)
        {
            if (part.Text is not null)
                result.Append(part.Text);
            else if (part.Place is not { } place)
                result.Append(Show(number, reading.Culture));
            else if (part.Forms.Length > 0)
                WriteForm(result, reading, part);
            else if (part.Style is not null)
                result.Append(Show(NumberOf(reading.Values[place]), reading.Culture));
            else
                result.Append(Convert.ToString(reading.Values[place], CultureInfo.InvariantCulture));
        }
    }

    private static void WriteForm(StringBuilder result, Reading reading, Part plural)
    {
        var number = NumberOf(reading.Values[plural.Place!.Value]);
        var category = PluralRules.CategoryOf(reading.Language, number);
        var chosen = plural.Forms[0];
        foreach (var form in plural.Forms)
        {
            if (form.Exact == number)
            {
                chosen = form;
                break;
            }

            if (form.When == category || (form.When == PluralRules.Other && chosen.When != category))
                chosen = form;
        }

        chosen.Then.Write(result, reading, number);
    }

    private static decimal NumberOf(object? value) =>
        value is int whole ? whole : Convert.ToDecimal(value, CultureInfo.InvariantCulture);

    /// <summary>Whole numbers below a thousand are written alike everywhere.</summary>
    internal static string Show(decimal number, CultureInfo culture) =>
        number is >= 0 and < 1000 && decimal.Truncate(number) == number
            ? ((int)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("#,0.###", culture);
}

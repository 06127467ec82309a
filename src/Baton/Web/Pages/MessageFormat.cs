using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Baton.Web.Pages;

/// <summary>
/// A sentence with places in it, in the syntax of ICU MessageFormat, so that translators find in it what they know:
/// <c>{0}</c>, <c>{0, number}</c> and <c>{0, plural, =0 {none} one {# step} other {# steps}}</c>. An apostrophe
/// before a brace makes text of what follows, up to the next apostrophe.
/// </summary>
internal sealed class MessageFormat
{
    /// <summary>Texts come from the program and its translations, so they are few.</summary>
    private static readonly ConcurrentDictionary<string, MessageFormat> Parsed = new(StringComparer.Ordinal);

    private readonly IReadOnlyList<Part> parts;

    private MessageFormat(IReadOnlyList<Part> parts)
    {
        this.parts = parts;
    }

    /// <summary>For whom a text is made, and of what.</summary>
    private sealed record Reading(string Language, CultureInfo Culture, IReadOnlyList<object?> Values);

    /// <summary>A text as it is, a place, or the number of the plural around it where <c>Place</c> is null.</summary>
    private sealed record Part(
        string? Text,
        int? Place,
        string? Style,
        IReadOnlyList<(string When, MessageFormat Then)> Forms
    );

    /// <summary>Throws <see cref="FormatException"/> where a text cannot be read, which a test proves of all.</summary>
    internal static MessageFormat Of(string text) =>
        Parsed.GetOrAdd(text, static pattern => new Reader(pattern).ReadAll());

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
            else if (part.Forms.Count > 0)
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
        var exact = string.Create(CultureInfo.InvariantCulture, $"={number}");
        var category = PluralRules.CategoryOf(reading.Language, number);
        var form =
            plural.Forms.FirstOrDefault(form => form.When == exact).Then
            ?? plural.Forms.FirstOrDefault(form => form.When == category).Then
            ?? plural.Forms.First(form => form.When == PluralRules.Other).Then;
        form.Write(result, reading, number);
    }

    private static decimal NumberOf(object? value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);

    internal static string Show(decimal number, CultureInfo culture) => number.ToString("#,0.###", culture);

    /// <summary>Reads a text from left to right.</summary>
    private sealed class Reader(string text)
    {
        private int at;

        internal MessageFormat ReadAll()
        {
            var message = ReadMessage(isForm: false);
            return at == text.Length ? message : throw Wrong("a } too many");
        }

        private MessageFormat ReadMessage(bool isForm)
        {
            var parts = new List<Part>();
            var plain = new StringBuilder();
            while (at < text.Length && text[at] != '}')
            {
                if (text[at] == '\'' && ReadQuoted(plain))
                    continue;
                if (text[at] != '{' && !(isForm && text[at] == '#'))
                {
                    plain.Append(text[at++]);
                    continue;
                }

                AddText(parts, plain);
                parts.Add(text[at++] == '#' ? new Part(null, null, null, []) : ReadPlace());
            }

            AddText(parts, plain);
            return new MessageFormat(parts);
        }

        private static void AddText(List<Part> parts, StringBuilder plain)
        {
            if (plain.Length > 0)
                parts.Add(new Part(plain.ToString(), null, null, []));
            plain.Clear();
        }

        /// <summary>An apostrophe between letters is one; before a brace or another apostrophe it quotes.</summary>
        private bool ReadQuoted(StringBuilder plain)
        {
            if (at + 1 >= text.Length || text[at + 1] is not ('{' or '}' or '#' or '\''))
                return false;
            if (text[at + 1] == '\'')
            {
                plain.Append('\'');
                at += 2;
                return true;
            }

            var end = text.IndexOf('\'', at + 1);
            if (end < 0)
                throw Wrong("a quotation without its end");
            plain.Append(text, at + 1, end - at - 1);
            at = end + 1;
            return true;
        }

        private Part ReadPlace()
        {
            if (!int.TryParse(ReadWord(), NumberStyles.None, CultureInfo.InvariantCulture, out var place))
                throw Wrong("a place without its number");
            if (Skips('}'))
                return new Part(null, place, null, []);
            Expect(',');
            var style = ReadWord();
            if (style == "number")
            {
                Expect('}');
                return new Part(null, place, style, []);
            }

            if (style != "plural")
                throw Wrong($"an unknown style “{style}”");
            Expect(',');
            var forms = ReadForms();
            return new Part(null, place, style, forms);
        }

        private List<(string When, MessageFormat Then)> ReadForms()
        {
            var forms = new List<(string When, MessageFormat Then)>();
            while (!Skips('}'))
            {
                var when = ReadWord();
                Expect('{');
                forms.Add((when, ReadMessage(isForm: true)));
                Expect('}');
            }

            return forms.Exists(form => form.When == PluralRules.Other) ? forms : throw Wrong("no form “other”");
        }

        private string ReadWord()
        {
            SkipBlanks();
            var start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '='))
                at++;
            return text[start..at];
        }

        private bool Skips(char sign)
        {
            SkipBlanks();
            if (at >= text.Length)
                throw Wrong("no end");
            if (text[at] != sign)
                return false;
            at++;
            return true;
        }

        private void Expect(char sign)
        {
            if (!Skips(sign))
                throw Wrong($"no {sign}");
        }

        private void SkipBlanks()
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
        }

        private FormatException Wrong(string what) => new($"The text “{text}” has {what} at position {at}.");
    }
}

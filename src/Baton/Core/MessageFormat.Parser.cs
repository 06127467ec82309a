using System.Globalization;
using System.Text;

namespace Baton.Core;

internal sealed partial class MessageFormat
{
    /// <summary>Reads a text from left to right.</summary>
    private sealed class Parser(string text)
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
            return new MessageFormat([.. parts]);
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

        private Form[] ReadForms()
        {
            var forms = new List<Form>();
            while (!Skips('}'))
            {
                var when = ReadWord();
                Expect('{');
                forms.Add(new Form(when, ExactOf(when), ReadMessage(isForm: true)));
                Expect('}');
            }

            if (!forms.Exists(form => form.When == PluralRules.Other))
                throw Wrong("no form “other”");
            return [.. forms];
        }

        private static decimal? ExactOf(string when) =>
            when is ['=', .. var digits] && decimal.TryParse(digits, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;

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

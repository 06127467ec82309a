using System.Text.RegularExpressions;
using Baton.Client;
using YamlDotNet.Core;

namespace Baton.Features.Templates;

/// <summary>
/// What is wrong with a text that is no YAML, with its line and what to write instead. The parser names what it met;
/// what people most often meant is a text that needs quotes.
/// </summary>
internal static partial class SyntaxFault
{
    internal static FieldError Of(string text, YamlException exception)
    {
        var at = (int)Math.Max(1, exception.Start.Line);
        // What we found ourselves says what to do; only the parser's words need help.
        if (exception.GetType() == typeof(YamlException))
            return new FieldError($"line {at}", "syntax", exception.Message);
        var lines = text.Split('\n');
        // A tab below a text is told at the text.
        if (at < lines.Length && IsTab(lines[at]) && exception.Message.Contains("tab", StringComparison.Ordinal))
            at++;
        var line = at <= lines.Length ? lines[at - 1] : "";
        return new FieldError($"line {at}", "syntax", Advice(line) ?? exception.Message);
    }

    private static bool IsTab(string line) => line.TrimStart(' ').StartsWith('\t');

    private static string? Advice(string line)
    {
        if (IsTab(line))
            return T("The line begins with a tab. Indent with spaces.");
        if (Colon().Match(line) is { Success: true } colon)
            return T("A text with a colon needs quotes: {0}", Quoted(colon));
        if (Sign().Match(line) is { Success: true } sign)
            return T("A text that begins with {0} needs quotes: {1}", sign.Groups["sign"].Value, Quoted(sign));
        return null;
    }

    private static string Quoted(Match match)
    {
        var text = match.Groups["text"].Value.Trim().Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"{match.Groups["key"].Value}: \"{text}\"";
    }

    /// <summary>An unquoted value with another colon in it, to the end of the line or of its pair.</summary>
    [GeneratedRegex("""(?<key>[a-z_]+): +(?<text>[^"'\[{|>\s][^,}]*?:(?: [^,}]*|$))""")]
    private static partial Regex Colon();

    [GeneratedRegex("""(?<key>[a-z_]+): +(?<text>(?<sign>[@`%*&!])[^,}]*)""")]
    private static partial Regex Sign();
}

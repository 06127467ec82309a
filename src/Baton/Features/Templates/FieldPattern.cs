using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Baton.Client;

namespace Baton.Features.Templates;

/// <summary>
/// The pattern of a field, made ready once and kept as long as the field itself: with the template of the catalog.
/// </summary>
internal sealed class FieldPattern
{
    /// <summary>
    /// What is larger may take seconds for a short text, and does not look at the clock while it does.
    /// </summary>
    private const int LargestAutomaton = 1000;

    private static string Advice =>
        T(
            "It must work without backtracking: no lookarounds, back references or atomic groups, and no large or "
                + "nested counts such as {0}. Use min_length and max_length for lengths, and * or + for parts that "
                + "repeat, such as {1}.",
            "(x{1,80}){1,20}",
            Example
        );

    private const string Example = "[A-Z]{2}-[0-9]+";

    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(250);
    private static readonly ConditionalWeakTable<Field, FieldPattern> Ready = [];

    private readonly Regex? regex;

    static FieldPattern()
    {
        AppContext.SetData("REGEX_NONBACKTRACKING_MAX_AUTOMATA_SIZE", LargestAutomaton);
        // The first match of a process waits for the compiler, which is no fault of the text.
        _ = new Regex(Whole("[A-Z]+-[0-9]+"), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant).IsMatch(
            "A-1"
        );
    }

    private FieldPattern(string pattern) => regex = WithoutBacktracking(pattern, out _) ?? WithBacktracking(pattern);

    internal static FieldPattern Of(Field field) => Ready.GetValue(field, key => new FieldPattern(key.Pattern!));

    /// <summary>Why a template with this pattern is not published; null where it may be.</summary>
    internal static string? Fault(string pattern) =>
        WithoutBacktracking(pattern, out var reason) is null ? reason : null;

    /// <summary>
    /// Whether the whole text matches; null where that was not found out in time, or the pattern is none. The time can
    /// have gone by because others keep the machine busy, so it is tried twice.
    /// </summary>
    internal bool? Matches(string text) => InTime(text) ?? InTime(text);

    private bool? InTime(string text)
    {
        try
        {
            return regex?.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static Regex? WithoutBacktracking(string pattern, out string reason)
    {
        try
        {
            reason = "";
            return new Regex(
                Whole(pattern),
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
                LongestMatch
            );
        }
        catch (RegexParseException)
        {
            reason = T(
                "pattern is not a valid regular expression: look at character {0}. Use one such as {1}.",
                FaultyAt(pattern),
                Example
            );
        }
        catch (NotSupportedException)
        {
            reason = T("pattern could be very slow for some texts. {0}", Advice);
        }

        return null;
    }

    /// <summary>Which character of the pattern itself, from 1, cannot be read.</summary>
    private static int FaultyAt(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return pattern.Length; // it is whole, but not within the text around it
        }
        catch (RegexParseException exception)
        {
            return Math.Clamp(exception.Offset, 1, Math.Max(1, pattern.Length));
        }
    }

    /// <summary>What was published before such patterns were refused still matches what it can match in time.</summary>
    private static Regex? WithBacktracking(string pattern)
    {
        try
        {
            return new Regex(Whole(pattern), RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (RegexParseException)
        {
            return null;
        }
    }

    private static string Whole(string pattern) => $@"\A(?:{pattern})\z";
}

/// <summary>
/// The time that all patterns of one check share, so that a template of many of them cannot hold anybody up.
/// </summary>
internal sealed class PatternTime
{
    private static readonly TimeSpan InAll = TimeSpan.FromMilliseconds(600);

    private TimeSpan used;

    /// <summary>Null where it was not found out in time.</summary>
    internal bool? Matches(Field field, string text)
    {
        if (used >= InAll)
            return null;
        var pattern = FieldPattern.Of(field);
        var since = TimeProvider.System.GetTimestamp();
        var matches = pattern.Matches(text);
        used += TimeProvider.System.GetElapsedTime(since);
        return matches;
    }
}

using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Baton.Features.Import;

/// <summary>
/// A time with its offset: RFC 3339, and what programs write beside it (<c>+0000</c>, <c>+00</c>, a blank for the T,
/// no seconds).
/// </summary>
internal static partial class IsoTime
{
    /// <summary>Null where it is none.</summary>
    internal static OffsetDateTime? Read(string text)
    {
        if (Parts().Match(text.Trim()) is not { Success: true } match)
            return null;
        var seconds = match.Groups["seconds"].Success ? match.Groups["seconds"].Value.Replace(',', '.') : ":00";
        var minutes = match.Groups["minutes"].Success ? match.Groups["minutes"].Value : "00";
        var offset = match.Groups["hours"].Success ? $"{match.Groups["hours"].Value}:{minutes}" : "Z";
        var whole = $"{match.Groups["day"].Value}T{match.Groups["time"].Value}{seconds}{offset}";
        return OffsetDateTimePattern.Rfc3339.Parse(whole).TryGetValue(default, out var read) ? read : null;
    }

    [GeneratedRegex(
        @"\A(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?<time>[0-9]{2}:[0-9]{2})(?<seconds>:[0-9]{2}([.,][0-9]+)?)? ?"
            + @"([Zz]|(?<hours>[-+][0-9]{2})(:?(?<minutes>[0-9]{2}))?)\z"
    )]
    private static partial Regex Parts();
}

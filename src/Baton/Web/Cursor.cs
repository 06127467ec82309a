using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Baton.Web;

/// <summary>
/// Where the next page of a list begins: the last id of this page, in a form that invites nobody to count with it.
/// </summary>
internal static class Cursor
{
    private const string Before = "before:";

    internal static string Of(long id) => Of(string.Create(CultureInfo.InvariantCulture, $"{Before}{id}"));

    /// <summary>Of a list that is not ordered by ids alone.</summary>
    internal static string Of(string place) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(place));

    internal static long? Parse(string cursor) =>
        TextOf(cursor) is { } text
        && text.StartsWith(Before, StringComparison.Ordinal)
        && long.TryParse(text[Before.Length..], CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    internal static string? TextOf(string cursor) =>
        Base64Url.IsValid(cursor) ? Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)) : null;
}

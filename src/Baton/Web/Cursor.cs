using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Baton.Web;

/// <summary>
/// Where the next page of a list begins: the last id of this page, in a form that invites nobody to count with it.
/// </summary>
internal static class Cursor
{
    internal static string Of(long id) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"before:{id}")));

    internal static long? Parse(string cursor)
    {
        if (!Base64Url.IsValid(cursor))
            return null;
        var text = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor));
        return
            text.StartsWith("before:", StringComparison.Ordinal)
            && long.TryParse(text["before:".Length..], CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
    }
}

using System.Globalization;
using System.Text.Json;
using Baton.Features.Templates.Fields;
using Baton.Web;

namespace Baton.Features.Import;

/// <summary>
/// The text of a cell as a member of the line that its record stands for. What cannot be read stays a text, so that
/// the reader of lines names it.
/// </summary>
internal static class CsvValue
{
    internal static void WriteMember(Utf8JsonWriter writer, string member, string text)
    {
        writer.WritePropertyName(member);
        switch (member)
        {
            case "draft" when BooleanField.Read(text) is { } flag:
                writer.WriteBooleanValue(flag);
                break;
            case "parent_id" when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id):
                writer.WriteNumberValue(id);
                break;
            case "waivers" when JsonBody.Find(text) is { } waivers:
                waivers.WriteTo(writer);
                break;
            case "priority":
                writer.WriteStringValue(text.Trim().ToLowerInvariant());
                break;
            default:
                writer.WriteStringValue(text.Trim());
                break;
        }
    }
}

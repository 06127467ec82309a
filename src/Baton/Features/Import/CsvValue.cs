using System.Globalization;
using System.Text.Json;
using Baton.Client;
using Baton.Web;

namespace Baton.Features.Import;

/// <summary>The text of a CSV field as the value that it stands for. What cannot be one stays a text, so that the gate names it.</summary>
internal static class CsvValue
{
    internal static void WriteMember(Utf8JsonWriter writer, string member, string text)
    {
        writer.WritePropertyName(member);
        switch (member)
        {
            case "draft": WriteBoolean(writer, text); break;
            case "parent_id": WriteNumber(writer, text); break;
            case "waivers": WriteJson(writer, text); break;
            default: writer.WriteStringValue(text); break;
        }
    }

    internal static void WriteField(Utf8JsonWriter writer, string field, FieldType type, string text)
    {
        writer.WritePropertyName(field);
        switch (type)
        {
            case FieldType.Number: WriteNumber(writer, text); break;
            case FieldType.Money: WriteMoney(writer, text); break;
            case FieldType.Boolean: WriteBoolean(writer, text); break;
            case FieldType.Any: WriteAny(writer, text); break;
            case FieldType.List or FieldType.Choices or FieldType.Contacts: WriteList(writer, text); break;
            default: writer.WriteStringValue(text); break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, string text)
    {
        if (Literal(text) is { ValueKind: JsonValueKind.Number } number)
            number.WriteTo(writer);
        else if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read))
            writer.WriteNumberValue(read);
        else
            writer.WriteStringValue(text);
    }

    private static void WriteMoney(Utf8JsonWriter writer, string text)
    {
        if (text.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var first, var second])
        {
            if (Literal(text) is { ValueKind: JsonValueKind.Object } money)
                money.WriteTo(writer);
            else
                WriteNumber(writer, text);
            return;
        }

        var (amount, currency) = char.IsAsciiLetter(first[0]) ? (second, first) : (first, second);
        writer.WriteStartObject();
        writer.WritePropertyName("amount");
        WriteNumber(writer, amount);
        writer.WriteString("currency", currency);
        writer.WriteEndObject();
    }

    private static void WriteBoolean(Utf8JsonWriter writer, string text)
    {
        if (text.Trim().ToLowerInvariant() is "true" or "yes" or "1")
            writer.WriteBooleanValue(true);
        else if (text.Trim().ToLowerInvariant() is "false" or "no" or "0")
            writer.WriteBooleanValue(false);
        else
            writer.WriteStringValue(text);
    }

    /// <summary>For a field of any type 0 and false are no value, so they must not become texts.</summary>
    private static void WriteAny(Utf8JsonWriter writer, string text)
    {
        if (bool.TryParse(text, out var flag))
            writer.WriteBooleanValue(flag);
        else
            WriteJson(writer, text);
    }

    private static void WriteJson(Utf8JsonWriter writer, string text)
    {
        if (Literal(text) is { } value)
            value.WriteTo(writer);
        else
            writer.WriteStringValue(text);
    }

    /// <summary>A JSON list, or items one a line, or items separated by semicolons.</summary>
    private static void WriteList(Utf8JsonWriter writer, string text)
    {
        if (Literal(text) is { ValueKind: JsonValueKind.Array } list)
        {
            list.WriteTo(writer);
            return;
        }

        var separator = text.Contains('\n', StringComparison.Ordinal) ? '\n' : ';';
        writer.WriteStartArray();
        foreach (var item in text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            writer.WriteStringValue(item);
        writer.WriteEndArray();
    }

    private static JsonElement? Literal(string text) => JsonBody.Find(text) is { ValueKind: not JsonValueKind.Null } value ? value : null;
}

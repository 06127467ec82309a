using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Baton.Client;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs;

/// <summary>
/// A context as inputs, and inputs as a context. What cannot be read as its type becomes the text that was typed: so the gate says what is wrong, in the
/// same words as at every door, and nothing typed is lost.
/// </summary>
internal static class ContextForm
{
    internal const string Value = "v.";
    internal const string Currency = "c.";

    /// <summary>The values that were typed, by field; null takes a value away. A value that was not touched stays exactly as it is.</summary>
    internal static JsonElement Read(IEnumerable<Field> fields, Form form, JsonElement before)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var field in fields.Where(field => field.Type is FieldType.Choices or FieldType.Boolean || form.Has(Value + field.Key)))
            {
                writer.WritePropertyName(field.Key);
                Write(writer, field, form, before.TryGetProperty(field.Key, out var old) ? old : null);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>A value as the text of its input.</summary>
    internal static string Show(Field field, JsonElement? value) => value switch
    {
        null => "",
        { ValueKind: JsonValueKind.Object } money when field.Type == FieldType.Money && money.TryGetProperty("amount", out var amount) => amount.ValueKind == JsonValueKind.String ? amount.GetString()! : amount.GetRawText(),
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Array } list when field.Type is FieldType.List or FieldType.Contacts => string.Join('\n', list.EnumerateArray().Select(item => item.ValueKind is JsonValueKind.True or JsonValueKind.False ? item.GetRawText() : ContextLine.TextOf(item))), // what is kept is in no language
        { ValueKind: JsonValueKind.Null } => "",
        { } other => other.GetRawText(),
    };

    internal static string ShowCurrency(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Object } money && money.TryGetProperty("currency", out var currency) && currency.ValueKind == JsonValueKind.String ? currency.GetString()! : "";

    private static void Write(Utf8JsonWriter writer, Field field, Form form, JsonElement? old)
    {
        var text = form.Text(Value + field.Key);
        if (field.Type == FieldType.Choices)
            WriteTexts(writer, form.Texts(Value + field.Key));
        else if (old is { } kept && text == Show(field, kept).Replace("\r\n", "\n", StringComparison.Ordinal) && (field.Type != FieldType.Money || form.Text(Currency + field.Key) == ShowCurrency(kept)))
            kept.WriteTo(writer);
        else if (Blank.Is(text))
            writer.WriteNullValue();
        else
            WriteTyped(writer, field, text, form.Text(Currency + field.Key).Trim());
    }

    private static void WriteTyped(Utf8JsonWriter writer, Field field, string text, string currency)
    {
        switch (field.Type)
        {
            case FieldType.Boolean when text is "true" or "false":
                writer.WriteBooleanValue(text == "true");
                break;
            case FieldType.Money when currency.Length > 0:
                writer.WriteStartObject();
                writer.WritePropertyName("amount");
                WriteNumber(writer, text);
                writer.WriteString("currency", currency);
                writer.WriteEndObject();
                break;
            case FieldType.Number or FieldType.Money:
                WriteNumber(writer, text);
                break;
            case FieldType.List or FieldType.Contacts:
                WriteTexts(writer, [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]);
                break;
            case FieldType.Text or FieldType.Url or FieldType.Email or FieldType.Date or FieldType.Choice:
                writer.WriteStringValue(text.Trim());
                break;
            default:
                writer.WriteStringValue(text);
                break;
        }
    }

    /// <summary>A number with blanks or thousands marked in groups of three is one too; any other text is kept as it is.</summary>
    private static void WriteNumber(Utf8JsonWriter writer, string text)
    {
        var plain = text.Replace(" ", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal);
        if (decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || (Grouped(plain) && decimal.TryParse(plain, NumberStyles.Number, CultureInfo.InvariantCulture, out number)))
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(text.Trim());
    }

    private static bool Grouped(string text) => text.Split('.')[0].TrimStart('-').Split(',') is [{ Length: >= 1 and <= 3 }, .. var groups] && groups.Length > 0 && groups.All(group => group.Length == 3);

    private static void WriteTexts(Utf8JsonWriter writer, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}

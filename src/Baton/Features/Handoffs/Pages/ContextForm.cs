using System.Buffers;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Templates.Fields;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// A context as inputs, and inputs as a context. What cannot be read as its type becomes the text that was typed: so
/// the gate says what is wrong, in the same words as at every door, and nothing typed is lost.
/// </summary>
internal static class ContextForm
{
    internal const string Value = "v.";
    internal const string Currency = "c.";

    /// <summary>
    /// The values that were typed, by field; null takes a value away. A value that was not touched stays exactly as
    /// it is.
    /// </summary>
    /// <param name="numbers">How the reader writes numbers; null: not known.</param>
    internal static JsonElement Read(IEnumerable<Field> fields, Form form, JsonElement before, NumberFormat? numbers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (
                var field in fields.Where(field =>
                    field.Type is FieldType.Choices or FieldType.Boolean || form.Has(Value + field.Key)
                )
            )
            {
                writer.WritePropertyName(field.Key);
                Write(writer, field, form, before.TryGetProperty(field.Key, out var old) ? old : null, numbers);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>A value as the text of its input.</summary>
    internal static string Show(Field field, JsonElement? value, NumberFormat? numbers) =>
        value switch
        {
            null => "",
            { ValueKind: JsonValueKind.Object } money
                when field.Type == FieldType.Money && money.TryGetProperty("amount", out var amount) => amount.ValueKind
            == JsonValueKind.String
                ? amount.GetString()!
                : NumberOf(amount, numbers),
            { ValueKind: JsonValueKind.Number } number when field.Type is FieldType.Money or FieldType.Number =>
                NumberOf(number, numbers),
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            { ValueKind: JsonValueKind.Array } list when field.Type is FieldType.List or FieldType.Contacts =>
                string.Join(
                    '\n',
                    list.EnumerateArray()
                        .Select(item =>
                            item.ValueKind is JsonValueKind.True or JsonValueKind.False
                                ? item.GetRawText()
                                : ContextLine.TextOf(item)
                        )
                ), // what is kept is in no language
            { ValueKind: JsonValueKind.Null } => "",
            { } other => other.GetRawText(),
        };

    internal static string ShowCurrency(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Object } money
        && money.TryGetProperty("currency", out var currency)
        && currency.ValueKind == JsonValueKind.String
            ? currency.GetString()!
            : "";

    private static void Write(Utf8JsonWriter writer, Field field, Form form, JsonElement? old, NumberFormat? numbers)
    {
        var text = form.Text(Value + field.Key);
        var currency = form.Text(Currency + field.Key).Trim();
        var untouched =
            old is { } kept
            && text == Show(field, kept, numbers).Replace("\r\n", "\n", StringComparison.Ordinal)
            && !FieldKind.Of(field.Type).IsUnread(kept);
        if (field.Type == FieldType.Choices)
            WriteTexts(writer, form.Texts(Value + field.Key));
        else if (untouched && (field.Type != FieldType.Money || currency == ShowCurrency(old)))
            old!.Value.WriteTo(writer);
        else if (Blank.Is(text))
            writer.WriteNullValue();
        else if (untouched && AmountOf(old!.Value) is { } amount)
            WriteMoney(writer, amount, currency);
        else
            FieldKind
                .Of(field.Type)
                .Write(writer, field, new TypedText(text, numbers, currency.Length > 0 ? currency : null));
    }

    /// <summary>The amount as it was, where only its currency was chosen anew.</summary>
    private static void WriteMoney(Utf8JsonWriter writer, JsonElement amount, string currency)
    {
        if (currency.Length == 0)
        {
            amount.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WritePropertyName("amount");
        amount.WriteTo(writer);
        writer.WriteString("currency", currency);
        writer.WriteEndObject();
    }

    private static JsonElement? AmountOf(JsonElement money) =>
        money.ValueKind switch
        {
            JsonValueKind.Number => money,
            JsonValueKind.Object when money.TryGetProperty("amount", out var amount) => amount,
            _ => null,
        };

    /// <summary>All its digits, with the reader's separator before the fraction.</summary>
    private static string NumberOf(JsonElement number, NumberFormat? numbers) =>
        number.GetRawText().Replace('.', numbers?.Decimal ?? '.');

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

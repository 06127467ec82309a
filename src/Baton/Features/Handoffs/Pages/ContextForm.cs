using System.Buffers;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// Inputs as a context. What cannot be read as its type becomes the text that was typed: so the gate says what is
/// wrong, in the same words as at every door, and nothing typed is lost.
/// </summary>
internal static class ContextForm
{
    internal const string Currency = FilledInput.CurrencyPrefix;

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
            foreach (var field in fields)
            {
                var kind = FieldKind.Of(field);
                if (!kind.IsGroup && !FilledInput.IsIn(form, field.Key))
                    continue;
                writer.WritePropertyName(field.Key);
                kind.WriteFilled(
                    writer,
                    field,
                    FilledInput.Of(form, field.Key, numbers),
                    before.TryGetProperty(field.Key, out var old) ? old : null
                );
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}

using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Templates.Fields;
using Baton.Web.Pages;

namespace Baton.Features.Templates.Publishing.Building;

/// <summary>A field as its receiver would read it, with its example as the value.</summary>
internal static class ExampleLine
{
    internal static ContextLine Of(Field field, NumberFormat? numbers) =>
        new(field.Key, Names.LabelOf(field), field.Type, ValueOf(field, numbers), null, null, null);

    private static JsonElement? ValueOf(Field field, NumberFormat? numbers)
    {
        if (Blank.Is(field.Example))
            return null;
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            FieldKind.Of(field).Write(writer, field, new TypedText(field.Example!, numbers));
        return JsonSerializer.Deserialize<JsonElement>(stream.ToArray());
    }
}

using System.Buffers;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Templates.Fields;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Commands.Items;

/// <summary>The values of an item as the command line takes them: texts, of the types that the template says.</summary>
internal static class CliItem
{
    internal static async Task<JsonElement> ReadAsync(
        BatonClient api,
        long id,
        IReadOnlyList<(string Name, string Value)> typed,
        CancellationToken cancellationToken
    )
    {
        if (typed.Count == 0)
            return JsonElement.Parse("{}");
        var handoff = await api.GetAsync(id, cancellationToken);
        var template = await api.GetTemplateAsync(handoff.Template, handoff.TemplateVersion, cancellationToken);
        return Values(template.Item?.Fields ?? [], typed);
    }

    private static JsonElement Values(IReadOnlyList<Field> fields, IReadOnlyList<(string Name, string Value)> typed)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in typed.DistinctBy(pair => pair.Name))
            {
                var field = fields.FirstOrDefault(known => known.Key == name) ?? new Field { Key = name };
                writer.WritePropertyName(name);
                if (Blank.Is(value))
                    writer.WriteNullValue();
                else
                    FieldKind.Of(field).Write(writer, field, new TypedText(value, NumberFormat.DecimalPoint));
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}

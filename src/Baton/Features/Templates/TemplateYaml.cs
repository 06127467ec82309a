using System.Text.Json;
using Baton.Client;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlScalar = YamlDotNet.Core.Events.Scalar;

namespace Baton.Features.Templates;

/// <summary>Writes a template in the full form, so that reading it again gives the same template.</summary>
internal static class TemplateYaml
{
    internal static string Write(Template template)
    {
        var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings().WithMaxSimpleKeyLength(1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, [], isImplicit: true));
        WriteValue(emitter, JsonSerializer.SerializeToElement<Template>(template, BatonJson.Options));
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void WriteValue(Emitter emitter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                emitter.Emit(new MappingStart());
                foreach (var member in value.EnumerateObject().Where(member => Says(member)))
                {
                    emitter.Emit(new YamlScalar(member.Name));
                    WriteValue(emitter, member.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                emitter.Emit(
                    new SequenceStart(
                        AnchorName.Empty,
                        TagName.Empty,
                        isImplicit: true,
                        value.GetArrayLength() == 0 ? SequenceStyle.Flow : SequenceStyle.Block
                    )
                );
                foreach (var item in value.EnumerateArray())
                    WriteValue(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                emitter.Emit(
                    new YamlScalar(
                        AnchorName.Empty,
                        TagName.Empty,
                        value.GetString()!,
                        StyleOf(value.GetString()!),
                        isPlainImplicit: true,
                        isQuotedImplicit: true
                    )
                );
                break;
            default:
                emitter.Emit(new YamlScalar(value.GetRawText()));
                break;
        }
    }

    /// <summary>Nothing is left out that reading would fill in otherwise.</summary>
    private static bool Says(JsonProperty member) =>
        member.Value.ValueKind != JsonValueKind.Null
        && !(member.Name is "read_back" or "must_be_true" && member.Value.ValueKind == JsonValueKind.False);

    private static ScalarStyle StyleOf(string text) =>
        text.Length > 0
        && char.IsAsciiLetter(text[0])
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is ' ' or '_' or '-')
        && text == text.Trim()
        && text is not ("true" or "false" or "null")
            ? ScalarStyle.Plain
            : ScalarStyle.DoubleQuoted;
}

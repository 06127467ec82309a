using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Web;

/// <summary>
/// Reads a JSON document strictly: every unknown, missing or wrong member is named, not only the first.
/// </summary>
internal static class JsonBody
{
    private const int DeepestLevel = 32;

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = DeepestLevel,
    };

    private static readonly JsonDocumentOptions WithTwins = new() { MaxDepth = DeepestLevel };

    internal static Outcome<T> Read<T>(ReadOnlyMemory<byte> utf8)
        where T : class
    {
        if (Parse(utf8).Refused(out var refusal, out var document))
            return refusal;
        var type = BatonJson.Options.GetTypeInfo(typeof(T));
        var faults = new List<FieldError>();
        JsonFaults.Find(document.RootElement, type, "", faults);
        return faults.Count > 0 ? Refusal.Invalid(faults) : document.RootElement.Deserialize((JsonTypeInfo<T>)type)!;
    }

    /// <summary>The syntax alone: UTF-8, no member twice, not too deep, no text that cannot be stored.</summary>
    internal static Outcome<JsonDocument> Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        if (!Utf8.IsValid(utf8.Span))
            return Malformed(T("The body is not UTF-8."));
        try
        {
            return UnstorableIn(utf8) is { } fault
                ? Refusal.Invalid([fault])
                : JsonDocument.Parse(utf8.Length == 0 ? "{}"u8.ToArray() : utf8, Strict);
        }
        catch (JsonException exception)
        {
            return Malformed(Explain(exception));
        }
    }

    /// <summary>A piece of text from outside that may be JSON; null where it is none that can be kept.</summary>
    internal static JsonElement? Find(string text) =>
        text.Length == 0 || Parse(Encoding.UTF8.GetBytes(text)).Refused(out _, out var document)
            ? null
            : document.RootElement;

    private static Refusal Malformed(string detail) =>
        new(422, "malformed-json", T("This is not JSON"), detail) { Errors = [new FieldError("", "syntax", detail)] };

    private static string Explain(JsonException exception)
    {
        if (exception.Message.StartsWith("Duplicate property", StringComparison.Ordinal))
            return exception
                    .Message.Split(" encountered", 2)[0]
                    .Replace("Duplicate property", T("A member stands twice:"), StringComparison.Ordinal) + ".";
        if (exception.Message.Contains("maximum configured depth", StringComparison.Ordinal))
            return T("The JSON is nested deeper than {0} levels.", DeepestLevel);
        return T(
            "The JSON is wrong at line {0}, byte {1}: {2}",
            exception.LineNumber + 1,
            exception.BytePositionInLine + 1,
            exception.Message.Split(" LineNumber:", 2)[0]
        );
    }

    /// <summary>
    /// In valid UTF-8 only an escape can stand for what is no text. It is looked for before members are compared with
    /// each other, because a name with half of a surrogate pair cannot be compared.
    /// </summary>
    private static FieldError? UnstorableIn(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.IndexOf("\\u"u8) < 0)
            return null;
        using var document = JsonDocument.Parse(utf8, WithTwins);
        return Unstorable(document.RootElement, "");
    }

    private static FieldError? Unstorable(JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (!IsStorable(() => member.Name))
                        return new FieldError(
                            path,
                            "text",
                            T(
                                "The name of a member of {0} has a character that is not text (NUL, or half of a "
                                    + "surrogate pair).",
                                path.Length == 0 ? T("the body") : path
                            )
                        );
                    if (
                        Unstorable(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}") is { } inside
                    )
                        return inside;
                }

                return null;
            case JsonValueKind.Array:
                return value
                    .EnumerateArray()
                    .Select((item, i) => Unstorable(item, $"{path}[{i}]"))
                    .FirstOrDefault(fault => fault is not null);
            case JsonValueKind.String when !IsStorable(value.GetString!):
                return new FieldError(
                    path,
                    "text",
                    T("{0} has a character that is not text (NUL, or half of a surrogate pair).", Named(path))
                );
            default:
                return null;
        }
    }

    private static bool IsStorable(Func<string> text)
    {
        try
        {
            return !text().Contains('\0');
        }
        catch (InvalidOperationException)
        {
            return false; // half of a surrogate pair cannot be read as text
        }
    }

    private static string Named(string path) => path.Length == 0 ? T("The body") : path;
}

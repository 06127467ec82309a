using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Client;

/// <summary>
/// The JSON of the Baton API: <c>snake_case</c> members, enums as <c>snake_case</c> text, times RFC 3339 in UTC.
/// </summary>
public static class BatonJson
{
    /// <summary>
    /// A body that is sent may be nested 32 levels deep; an answer puts what was sent a few levels deeper.
    /// </summary>
    private const int DeepestAnswer = 64;

    /// <summary>One instance: options that are alike then share what they know of each type.</summary>
    private static readonly JsonStringEnumConverter EnumsAsText = new(
        JsonNamingPolicy.SnakeCaseLower,
        allowIntegerValues: false
    );

    /// <summary>The one set of options for reading and writing it. Unknown and duplicate members are refused.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { PropertyNameCaseInsensitive = false };
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary>Sets <paramref name="options"/> to what the API speaks.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = DeepestAnswer;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(EnumsAsText);
    }
}

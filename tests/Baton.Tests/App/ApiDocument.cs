using System.Globalization;
using System.Text.Json;

namespace Baton.Tests.App;

/// <summary>The committed API description, and what an answer has that it does not describe.</summary>
internal sealed class ApiDocument
{
    private static readonly Lazy<ApiDocument> Shared = new(() => new ApiDocument());

    private readonly JsonElement root;
    private readonly List<(string Method, string[] Parts, JsonElement Operation)> operations;

    private ApiDocument()
    {
        root = JsonElement.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "openapi.json")));
        operations =
        [
            .. root.GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path =>
                    path.Value.EnumerateObject()
                        .Select(call => (call.Name.ToUpperInvariant(), path.Name.Trim('/').Split('/'), call.Value))
                )
                .OrderBy(call => call.Item2.Count(part => part.StartsWith('{'))),
        ];
    }

    internal static ApiDocument Committed => Shared.Value;

    /// <summary>Null where the answer is described, or the request is for nothing of the API.</summary>
    internal string? FaultOf(string method, string path, int status, string? contentType, string body)
    {
        var parts = path.Trim('/').Split('/');
        var found = operations.Find(call => call.Method == method && Fits(call, parts));
        if (found.Operation.ValueKind != JsonValueKind.Object)
            return null;
        var name = $"{method} {string.Join('/', found.Parts)} answered {status}";
        if (!found.Operation.GetProperty("responses").TryGetProperty(Text(status), out var response))
            return $"{name}, which its description lacks: {body}";
        response = Resolve(response);
        if (body.Length == 0)
            return null;
        if (
            contentType is null
            || !response.TryGetProperty("content", out var contents)
            || !(contents.TryGetProperty(contentType, out var content) || contents.TryGetProperty("*/*", out content))
        )
            return $"{name} with {contentType}, which its description lacks.";
        if (!contentType.EndsWith("json", StringComparison.Ordinal) || contentType.Contains("ndjson"))
            return null;
        var value = JsonElement.Parse(body);
        return FaultOf(value, content.GetProperty("schema"), "") is { } fault ? $"{name}: {fault}"
            : status >= 400 && !IsNamed(value, response) ? $"{name} with a type that is not described: {body}"
            : null;
    }

    private static bool IsNamed(JsonElement problem, JsonElement response) =>
        response
            .GetProperty("description")
            .GetString()!
            .Contains($"`{problem.GetProperty("type").GetString()}`", StringComparison.Ordinal);

    private string? FaultOf(JsonElement value, JsonElement given, string path)
    {
        var schema = Resolve(given);
        if (schema.TryGetProperty("oneOf", out var choices))
            return choices.EnumerateArray().Any(choice => FaultOf(value, choice, path) is null)
                ? null
                : $"{path} is none of what it may be: {value}";
        if (schema.TryGetProperty("type", out var type) && !IsOf(value, type))
            return $"{path} is a {value.ValueKind}, and not {type}";
        if (
            schema.TryGetProperty("enum", out var names)
            && !names.EnumerateArray().Any(name => JsonElement.DeepEquals(name, value))
        )
            return $"{path} is {value}, which is none of {names}";
        return value.ValueKind switch
        {
            JsonValueKind.Object => FaultOfObject(value, schema, path),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) => value
                .EnumerateArray()
                .Select((item, i) => FaultOf(item, items, $"{path}[{i}]"))
                .FirstOrDefault(fault => fault is not null),
            _ => null,
        };
    }

    private string? FaultOfObject(JsonElement value, JsonElement schema, string path)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(name => name.GetString()!))
            {
                if (!value.TryGetProperty(name, out _))
                    return $"{path}.{name} is missing";
            }
        }

        foreach (var member in value.EnumerateObject())
        {
            var isKnown = schema.TryGetProperty("properties", out var known);
            if (isKnown && known.TryGetProperty(member.Name, out var property))
            {
                if (FaultOf(member.Value, property, $"{path}.{member.Name}") is { } fault)
                    return fault;
            }
            else if (
                schema.TryGetProperty("additionalProperties", out var others)
                && others.ValueKind != JsonValueKind.False
            )
            {
                if (
                    others.ValueKind == JsonValueKind.Object
                    && FaultOf(member.Value, others, $"{path}.{member.Name}") is { } fault
                )
                    return fault;
            }
            else if (isKnown)
            {
                return $"{path}.{member.Name} is not described";
            }
        }

        return null;
    }

    private static bool IsOf(JsonElement value, JsonElement type) =>
        type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Any(one => IsOf(value, one.GetString()!))
            : IsOf(value, type.GetString()!);

    private static bool IsOf(JsonElement value, string type) =>
        type switch
        {
            "null" => value.ValueKind == JsonValueKind.Null,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            "array" => value.ValueKind == JsonValueKind.Array,
            _ => value.ValueKind == JsonValueKind.Object,
        };

    private JsonElement Resolve(JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference))
            element = reference
                .GetString()!
                .Split('/')[1..]
                .Aggregate(root, (inside, part) => inside.GetProperty(part));
        return element;
    }

    private static bool Fits((string Method, string[] Parts, JsonElement Operation) call, string[] parts) =>
        call.Parts.Length == parts.Length
        && call.Parts.Zip(parts)
            .All(pair => pair.First == pair.Second || Takes(call.Operation, pair.First, pair.Second));

    /// <summary>A number in a path is one; else the path is another one, which is not there.</summary>
    private static bool Takes(JsonElement operation, string template, string part)
    {
        if (!template.StartsWith('{'))
            return false;
        var schema = operation
            .GetProperty("parameters")
            .EnumerateArray()
            .Single(parameter => $"{{{parameter.GetProperty("name").GetString()}}}" == template)
            .GetProperty("schema");
        return schema.GetProperty("type").GetString() != "integer"
            || (
                schema.GetProperty("format").GetString() == "int32"
                    ? int.TryParse(part, CultureInfo.InvariantCulture, out _)
                    : long.TryParse(part, CultureInfo.InvariantCulture, out _)
            );
    }

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}

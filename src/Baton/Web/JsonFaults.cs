using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Web;

/// <summary>Compares a document with the type that it should be, member by member.</summary>
internal static class JsonFaults
{
    internal static void Find(JsonElement value, JsonTypeInfo type, string path, List<FieldError> faults)
    {
        if (type.Kind == JsonTypeInfoKind.Object)
            FindInObject(value, type, path, faults);
        else if (type.Kind == JsonTypeInfoKind.Enumerable && value.ValueKind == JsonValueKind.Array)
            FindInItems(value, type, path, faults);
        else
            FindInValue(value, type, path, faults);
    }

    private static void FindInObject(JsonElement value, JsonTypeInfo type, string path, List<FieldError> faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new FieldError(path, "type", $"{Named(path)} must be an object."));
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            var inside = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (PropertyOf(type, member) is not { } property)
                faults.Add(
                    new FieldError(
                        inside,
                        "unknown",
                        type.Properties.Count == 0
                            ? $"There is no member {inside}; the body has no members here."
                            : $"There is no member {inside}; known are "
                                + $"{string.Join(", ", type.Properties.Select(known => known.Name))}."
                    )
                );
            else if (member.Value.ValueKind != JsonValueKind.Null)
                Find(member.Value, BatonJson.Options.GetTypeInfo(property.PropertyType), inside, faults);
            else if (!MayBeNull(property))
                faults.Add(new FieldError(inside, "type", $"{inside} must not be null."));
        }

        foreach (var missing in type.Properties)
        {
            if (!missing.IsRequired || value.TryGetProperty(missing.Name, out _))
                continue;
            var inside = path.Length == 0 ? missing.Name : $"{path}.{missing.Name}";
            faults.Add(new FieldError(inside, "missing", $"{inside} is missing."));
        }
    }

    private static JsonPropertyInfo? PropertyOf(JsonTypeInfo type, JsonProperty member)
    {
        foreach (var known in type.Properties)
        {
            if (member.NameEquals(known.Name))
                return known;
        }

        return null;
    }

    private static bool MayBeNull(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType
            ? Nullable.GetUnderlyingType(property.PropertyType) is not null
            : property.IsSetNullable && (property.AssociatedParameter?.IsNullable ?? true);

    private static void FindInItems(JsonElement value, JsonTypeInfo type, string path, List<FieldError> faults)
    {
        var itemType = BatonJson.Options.GetTypeInfo(type.ElementType!);
        foreach (var (i, item) in value.EnumerateArray().Index())
        {
            if (item.ValueKind == JsonValueKind.Null)
                faults.Add(new FieldError($"{path}[{i}]", "type", $"{path}[{i}] must not be null."));
            else
                Find(item, itemType, $"{path}[{i}]", faults);
        }
    }

    private static void FindInValue(JsonElement value, JsonTypeInfo type, string path, List<FieldError> faults)
    {
        try
        {
            value.Deserialize(type);
        }
        catch (JsonException)
        {
            faults.Add(new FieldError(path, "type", $"{Named(path)} must be {Words(type.Type)}."));
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            faults.Add(new FieldError(path, "type", $"{Named(path)} must be {Words(type.Type)}."));
        }
    }

    private static string Words(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum)
            return "one of "
                + string.Join(", ", Enum.GetNames(plain).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
        return Type.GetTypeCode(plain) switch
        {
            TypeCode.String => "a text",
            TypeCode.Boolean => "true or false",
            TypeCode.Int32 or TypeCode.Int64 => "a whole number",
            TypeCode.DateTime => "a time such as 2026-11-23T18:00:00Z",
            _ => typeof(System.Collections.IDictionary).IsAssignableFrom(plain)
            || plain.Name.Contains("Dictionary", StringComparison.Ordinal)
                ? "an object of texts"
                : "a list",
        };
    }

    private static string Named(string path) => path.Length == 0 ? "The body" : path;
}

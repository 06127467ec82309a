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
            faults.Add(new FieldError(path, "type", T("{0} must be an object.", Named(path))));
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
                            ? T("There is no member {0}; the body has no members here.", inside)
                            : T(
                                "There is no member {0}; known are {1}.",
                                inside,
                                string.Join(", ", type.Properties.Select(known => known.Name))
                            )
                    )
                );
            else if (member.Value.ValueKind != JsonValueKind.Null)
                Find(member.Value, BatonJson.Options.GetTypeInfo(property.PropertyType), inside, faults);
            else if (!MayBeNull(property))
                faults.Add(new FieldError(inside, "type", T("{0} must not be null.", inside)));
        }

        foreach (var missing in type.Properties)
        {
            if (!missing.IsRequired || value.TryGetProperty(missing.Name, out _))
                continue;
            var inside = path.Length == 0 ? missing.Name : $"{path}.{missing.Name}";
            faults.Add(new FieldError(inside, "missing", T("{0} is missing.", inside)));
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
                faults.Add(new FieldError($"{path}[{i}]", "type", T("{0}[{1}] must not be null.", path, i)));
            else
                Find(item, itemType, $"{path}[{i}]", faults);
        }
    }

    private static void FindInValue(JsonElement value, JsonTypeInfo type, string path, List<FieldError> faults)
    {
        var plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        // Two names with a comma between them would be read as one value, which nobody named.
        if (plain.IsEnum && !(value.ValueKind == JsonValueKind.String && NamesOf(plain).Contains(value.GetString()!)))
        {
            faults.Add(new FieldError(path, "type", T("{0} must be {1}.", Named(path), Words(type.Type))));
            return;
        }

        try
        {
            value.Deserialize(type);
        }
        catch (JsonException)
        {
            faults.Add(new FieldError(path, "type", T("{0} must be {1}.", Named(path), Words(type.Type))));
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            faults.Add(new FieldError(path, "type", T("{0} must be {1}.", Named(path), Words(type.Type))));
        }
    }

    private static IEnumerable<string> NamesOf(Type type) =>
        Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);

    /// <summary>What a value of a type must be, within a sentence.</summary>
    internal static string Words(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum)
            return T("one of {0}", string.Join(", ", NamesOf(plain)));
        return Type.GetTypeCode(plain) switch
        {
            TypeCode.String => T("a text"),
            TypeCode.Boolean => T("true or false"),
            TypeCode.Int32 or TypeCode.Int64 => T("a whole number"),
            TypeCode.DateTime => T("a time such as 2026-11-23T18:00:00Z"),
            _ => typeof(System.Collections.IDictionary).IsAssignableFrom(plain)
            || plain.Name.Contains("Dictionary", StringComparison.Ordinal)
                ? T("an object of texts")
                : T("a list"),
        };
    }

    private static string Named(string path) => path.Length == 0 ? T("The body") : path;
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Baton.Web.Api.Description;

/// <summary>What the framework leaves out of a schema, or does not know.</summary>
internal static partial class Schemas
{
    internal static Task DescribeAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var type = context.JsonTypeInfo.Type;
        if (schema.Description is { } description)
            schema.Description = Spaces().Replace(description, " ");
        if (schema.Default is { } otherwise)
            DescribeDefault(schema, otherwise);
        if (schema.Enum is { Count: > 0 } values)
            DescribeEnum(schema, values);
        if (type == typeof(JsonElement))
            DescribeObject(schema);
        if (type == typeof(byte[]))
            DescribeFile(schema);
        return Task.CompletedTask;
    }

    /// <summary>Generators take a member with a default for one that is always sent.</summary>
    private static void DescribeDefault(OpenApiSchema schema, JsonNode otherwise)
    {
        if (otherwise.GetValueKind() is not JsonValueKind.Null)
            schema.Description = $"{schema.Description} Left out: `{otherwise}`.".Trim();
        schema.Default = null;
    }

    /// <summary>Wherever the API has free members, they are those of an object.</summary>
    private static void DescribeObject(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object;
        schema.AdditionalProperties = new OpenApiSchema();
    }

    /// <summary>Where null is possible too, the member that refers to it says so.</summary>
    private static void DescribeEnum(OpenApiSchema schema, IList<JsonNode> values)
    {
        schema.Enum = [.. values.Where(value => value?.GetValueKind() is JsonValueKind.String)];
        schema.Type = JsonSchemaType.String;
    }

    private static void DescribeFile(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.String;
        schema.Format = "binary";
    }

    /// <summary>Comments are broken into lines; texts are not.</summary>
    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

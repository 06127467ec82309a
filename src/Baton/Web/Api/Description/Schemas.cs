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
        if (schema.Enum is { Count: > 0 })
            schema.Type = JsonSchemaType.String | (IsNullable(type) ? JsonSchemaType.Null : 0);
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

    private static void DescribeFile(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.String;
        schema.Format = "binary";
    }

    private static bool IsNullable(Type type) => Nullable.GetUnderlyingType(type) is not null;

    /// <summary>Comments are broken into lines; texts are not.</summary>
    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Baton.Web.Api.Description;

/// <summary>The parameters of an operation: of its path, its query and its headers.</summary>
internal static class Parameters
{
    /// <summary>What a parameter of a path is, by the part of the path before it.</summary>
    private static readonly Dictionary<string, string> Paths = new()
    {
        ["teams"] = "The key of the team.",
        ["members"] = "The key of the person.",
        ["people"] = "The key of the person.",
        ["channels"] = "The number of the channel.",
        ["absences"] = "The number of the absence.",
        ["invitations"] = "The number of the invitation.",
        ["templates"] = "The key of the template.",
        ["versions"] = "The version of the template.",
        ["handoffs"] = "The number of the handoff.",
        ["checklist"] = "The key of the step.",
        ["items"] = "The key of the item within the shift.",
        ["questions"] = "The number of the question within the handoff.",
        ["assists"] = "The number of the assist within the handoff.",
        ["defects"] = "The number of the defect within the handoff.",
        ["attachments"] = "The number of the file within the handoff.",
        ["guests"] = "The number of the guest within the handoff.",
        ["deliveries"] = "The number of the delivery.",
    };

    internal static Task DescribeAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
            DescribePath(parameter, context.Description.RelativePath ?? "");
        foreach (var parameter in metadata.OfType<QueryParameter>())
            operation.Parameters.Add(OfQuery(parameter));
        if (metadata.OfType<IfMatchMetadata>().Any())
            operation.Parameters.Add(IfMatch());
        if (HttpMethods.IsPost(context.Description.HttpMethod ?? ""))
            operation.Parameters.Add(IdempotencyKey());
        return Task.CompletedTask;
    }

    private static void DescribePath(OpenApiParameter parameter, string path)
    {
        var parts = path.Split('/');
        var at = Array.FindIndex(parts, part => part.StartsWith($"{{{parameter.Name}", StringComparison.Ordinal));
        parameter.Description = Paths[parts[at - 1]];
        if (parameter.Schema is OpenApiSchema { Type: JsonSchemaType.Integer } number)
            number.Minimum = "1";
    }

    private static OpenApiParameter OfQuery(QueryParameter parameter) =>
        new()
        {
            Name = parameter.Name,
            In = ParameterLocation.Query,
            Description = parameter.Description,
            Schema = new OpenApiSchema
            {
                Type = TypeOf(parameter.Type),
                Format =
                    parameter.Type == typeof(long) ? "int64"
                    : parameter.Type == typeof(int) ? "int32"
                    : parameter.Type == typeof(DateTime) ? "date-time"
                    : null,
                Minimum = parameter.Least?.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Maximum = parameter.Most is long.MaxValue
                    ? null
                    : parameter.Most?.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Enum =
                    parameter.Type == typeof(bool)
                        ? null
                        : parameter.Options?.Select(option => (JsonNode)JsonValue.Create(option)).ToList(),
                Default = parameter.Default is null
                    ? null
                    : JsonSerializer.SerializeToNode(parameter.Default, BatonJson.Options),
            },
        };

    private static JsonSchemaType TypeOf(Type type) =>
        type == typeof(bool) ? JsonSchemaType.Boolean
        : type == typeof(int) || type == typeof(long) ? JsonSchemaType.Integer
        : JsonSchemaType.String;

    private static OpenApiParameter IfMatch() =>
        new()
        {
            Name = "If-Match",
            In = ParameterLocation.Header,
            Description =
                "The version that you saw, as its `ETag` says it, such as `\"3\"`; 412 where it has changed since.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    private static OpenApiParameter IdempotencyKey() =>
        new()
        {
            Name = IdempotentRequest.Header,
            In = ParameterLocation.Header,
            Description =
                "A text of your own. Within 24 hours the same key with the same body gets the first answer again, "
                + "and nothing is done twice; another body is 422 `idempotency-key-reused`.",
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MinLength = 1,
                MaxLength = IdempotentRequest.LongestKey,
            },
        };
}

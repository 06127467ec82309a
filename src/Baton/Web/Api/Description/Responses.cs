using System.Globalization;
using Baton.Client;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Baton.Web.Api.Description;

/// <summary>The answers of an operation: what each status means, and its headers.</summary>
internal static class Responses
{
    internal static Task DescribeAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var described = operation.Responses ?? [];
        operation.Responses = [];
        foreach (var (status, response) in described.OrderBy(answer => answer.Key, StringComparer.Ordinal))
        {
            operation.Responses[status] = response;
            if (response is OpenApiResponse answer)
                Describe(answer, int.Parse(status, CultureInfo.InvariantCulture), context);
        }

        return Task.CompletedTask;
    }

    private static void Describe(OpenApiResponse response, int status, OpenApiOperationTransformerContext context)
    {
        if (ProblemTypes.Of(status) is { } problem)
        {
            response.Description = problem.Text;
            foreach (var content in response.Content?.Values ?? [])
                content.Example = problem.Example();
        }

        if (response.Content?.Remove("application/octet-stream", out var file) == true)
            response.Content["*/*"] = file;
        foreach (var (type, content) in response.Content ?? new Dictionary<string, OpenApiMediaType>())
        {
            if (type is "text/csv" or "application/x-ndjson")
                content.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
        }

        if (status is 429 or 503)
            AddHeader(response, "Retry-After", "In how many seconds to ask again.", JsonSchemaType.Integer);
        if (status == 401)
            AddHeader(response, "WWW-Authenticate", "`Bearer`.", JsonSchemaType.String);
        if (status is 200 or 201 && IsVersioned(context, status))
            AddHeader(response, "ETag", "The version, for `If-Match` of a change.", JsonSchemaType.String);
        if (status == 201 && HasLocation(context))
            AddHeader(response, "Location", "Where it can be read.", JsonSchemaType.String);
    }

    private static bool IsVersioned(OpenApiOperationTransformerContext context, int status) =>
        context
            .Description.SupportedResponseTypes.Where(answer => answer.StatusCode == status)
            .Any(answer => answer.Type?.IsAssignableTo(typeof(IVersioned)) == true);

    private static bool HasLocation(OpenApiOperationTransformerContext context) =>
        context.Description.ActionDescriptor.EndpointMetadata.OfType<LocationMetadata>().Any();

    private static void AddHeader(OpenApiResponse response, string name, string description, JsonSchemaType type)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[name] = new OpenApiHeader
        {
            Description = description,
            Schema = new OpenApiSchema { Type = type },
        };
    }
}

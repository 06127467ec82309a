using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Baton.Web.Api.Description;

/// <summary>Examples of what is sent and answered, by the name of its record: <c>examples.json</c>.</summary>
internal static class Examples
{
    private static readonly Lazy<JsonObject> All = new(Read);

    internal static Task AddAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var body = context.Description.ActionDescriptor.EndpointMetadata.OfType<RequestBody>().SingleOrDefault();
        if (body is not null && JsonOf(operation.RequestBody?.Content) is { } taken)
            taken.Example = Of(body.Type) ?? Empty(body.Type);
        foreach (var answer in context.Description.SupportedResponseTypes.Where(answer => answer.StatusCode < 300))
        {
            if (JsonOf(operation.Responses?[$"{answer.StatusCode}"].Content) is { } given)
                given.Example = Of(answer.Type);
        }

        return Task.CompletedTask;
    }

    private static OpenApiMediaType? JsonOf(IDictionary<string, OpenApiMediaType>? content) =>
        content?.TryGetValue("application/json", out var json) == true ? json : null;

    private static JsonNode? Of(Type? type) => type is null ? null : All.Value[type.Name]?.DeepClone();

    /// <summary>Of a body that has nothing to say.</summary>
    private static JsonObject? Empty(Type type) => type.GetProperties().Length == 0 ? [] : null;

    private static JsonObject Read()
    {
        using var file =
            typeof(Examples).Assembly.GetManifestResourceStream("openapi-examples.json")
            ?? throw new InvalidOperationException("The examples of the API description are not in the program.");
        return JsonNode.Parse(file)!.AsObject();
    }
}

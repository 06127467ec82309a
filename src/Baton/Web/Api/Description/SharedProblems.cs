using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Baton.Web.Api.Description;

/// <summary>A refusal is the same at every operation, so it is described once.</summary>
internal static class SharedProblems
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["400"] = "BadRequest",
        ["401"] = "Unauthorized",
        ["403"] = "Forbidden",
        ["404"] = "NotFound",
        ["409"] = "WrongState",
        ["412"] = "Stale",
        ["413"] = "TooLarge",
        ["422"] = "Invalid",
        ["429"] = "TooManyRequests",
        ["500"] = "InternalError",
        ["503"] = "Unavailable",
    };

    internal static Task DescribeAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Responses ??= new Dictionary<string, IOpenApiResponse>();
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations ?? []))
            Share(operation.Value.Responses ?? [], document);
        return Task.CompletedTask;
    }

    private static void Share(OpenApiResponses responses, OpenApiDocument document)
    {
        foreach (var (status, name) in Names)
        {
            if (!responses.TryGetValue(status, out var response))
                continue;
            if (document.Components!.Responses!.TryAdd(name, response))
                document.RegisterComponents();
            responses[status] = new OpenApiResponseReference(name, document);
        }
    }
}

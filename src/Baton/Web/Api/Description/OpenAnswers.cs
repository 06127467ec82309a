using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Baton.Web.Api.Description;

/// <summary>
/// A member that a body does not know is refused; an answer may have more members in a later version, and a client
/// that is made of this document must not break by it.
/// </summary>
internal static class OpenAnswers
{
    internal static Task DescribeAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var taken = new HashSet<string>();
        foreach (
            var operation in document.Paths.Values.SelectMany(path => path.Operations ?? []).Select(pair => pair.Value)
        )
        {
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
                Follow(content.Schema, taken);
        }

        foreach (var (name, schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (!taken.Contains(name) && schema is OpenApiSchema given)
                given.AdditionalPropertiesAllowed = true;
        }

        return Task.CompletedTask;
    }

    private static void Follow(IOpenApiSchema? schema, HashSet<string> taken)
    {
        if (schema is null || (schema is OpenApiSchemaReference { Reference.Id: { } id } && !taken.Add(id)))
            return;
        Follow(schema.Items, taken);
        Follow(schema.AdditionalProperties, taken);
        foreach (var inside in (schema.OneOf ?? []).Concat(schema.Properties?.Values ?? []))
            Follow(inside, taken);
    }
}

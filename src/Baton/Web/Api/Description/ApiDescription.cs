using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;

namespace Baton.Web.Api.Description;

/// <summary>
/// The OpenAPI document: what handlers take and answer is known from their types; what the types cannot say stands in
/// this folder.
/// </summary>
internal static class ApiDescription
{
    internal static void AddApiDescription(this IServiceCollection services)
    {
        services.AddTransient<IApiDescriptionProvider, BodyDescriptions>();
        services.AddOpenApi(
            "v1",
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.CreateSchemaReferenceId = SchemaNames.Of;
                options.AddSchemaTransformer(Schemas.DescribeAsync);
                options.AddOperationTransformer(Parameters.DescribeAsync);
                options.AddOperationTransformer(Responses.DescribeAsync);
                options.AddOperationTransformer(Examples.AddAsync);
                options.AddDocumentTransformer(DocumentHead.DescribeAsync);
                options.AddDocumentTransformer(OpenAnswers.DescribeAsync);
                options.AddDocumentTransformer(SharedProblems.DescribeAsync);
            }
        );
    }
}

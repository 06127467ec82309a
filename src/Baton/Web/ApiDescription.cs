using Baton.Storage;
using Baton.Web.Api;
using Microsoft.OpenApi;

namespace Baton.Web;

/// <summary>The OpenAPI document: the endpoints say what they take and give, here is the rest.</summary>
internal static class ApiDescription
{
    internal static void AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi(
            "v1",
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        document.Info = new OpenApiInfo
                        {
                            Title = "Baton",
                            Version = "v1",
                            Description = "Hands work from one team to another and loses nothing on the way.",
                        };
                        document.Servers = [];
                        document.Components ??= new OpenApiComponents();
                        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                        {
                            ["bearer"] = new OpenApiSecurityScheme
                            {
                                Type = SecuritySchemeType.Http,
                                Scheme = "bearer",
                                Description = "A token made by `baton token create`.",
                            },
                        };
                        document.Security =
                        [
                            new OpenApiSecurityRequirement
                            {
                                [new OpenApiSecuritySchemeReference("bearer", document)] = [],
                            },
                        ];
                        return Task.CompletedTask;
                    }
                );
                options.AddOperationTransformer(
                    async (operation, context, token) =>
                    {
                        if (
                            context
                                .Description.ActionDescriptor.EndpointMetadata.OfType<RequestBody>()
                                .SingleOrDefault() is
                            { } body
                        )
                        {
                            var schema = await context.GetOrCreateSchemaAsync(body.Type, null, token);
                            operation.RequestBody = new OpenApiRequestBody
                            {
                                Required = true,
                                Content = body.ContentTypes.ToDictionary(
                                    type => type,
                                    _ => new OpenApiMediaType { Schema = schema }
                                ),
                            };
                        }
                    }
                );
            }
        );
}

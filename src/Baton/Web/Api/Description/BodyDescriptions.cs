using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Baton.Web.Api.Description;

/// <summary>Tells the framework of the bodies that <see cref="Body{T}"/> and <see cref="RawBody"/> read.</summary>
internal sealed class BodyDescriptions : IApiDescriptionProvider
{
    /// <summary>After the framework's own, which collects the endpoints.</summary>
    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        foreach (var operation in context.Results)
        {
            var body = operation.ActionDescriptor.EndpointMetadata.OfType<RequestBody>().SingleOrDefault();
            if (body is null || HttpMethods.IsDelete(operation.HttpMethod ?? ""))
                continue;
            operation.ParameterDescriptions.Add(
                new ApiParameterDescription
                {
                    Name = "body",
                    Source = BindingSource.Body,
                    Type = body.Type,
                    IsRequired = true,
                }
            );
            foreach (var type in body.ContentTypes)
                operation.SupportedRequestFormats.Add(new ApiRequestFormat { MediaType = type });
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context) { }
}

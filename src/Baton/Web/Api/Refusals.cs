using Baton.Client;

namespace Baton.Web.Api;

/// <summary>Which statuses an operation may refuse with, for the OpenAPI document.</summary>
internal static class Refusals
{
    internal static TBuilder Refuses<TBuilder>(this TBuilder builder, params ReadOnlySpan<int> statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
            builder.WithMetadata(Of(status));
        return builder;
    }

    internal static void Refuses(this EndpointBuilder builder, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            builder.Metadata.Add(Of(status));
    }

    private static ProducesResponseTypeMetadata Of(int status) => new(status, typeof(Problem), [Problems.ContentType]);
}

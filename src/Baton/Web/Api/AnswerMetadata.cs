using Baton.Client;

namespace Baton.Web.Api;

/// <summary>What the types of a handler cannot say of its answers, for the OpenAPI document.</summary>
internal static class AnswerMetadata
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

    /// <summary>A 201 of the operation has a <c>Location</c>: where to read what was created.</summary>
    internal static TBuilder SaysLocation<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new LocationMetadata());

    private static ProducesResponseTypeMetadata Of(int status) => new(status, typeof(Problem), [Problems.ContentType]);
}

/// <summary>That a 201 of the operation says where to read what was created.</summary>
internal sealed class LocationMetadata;

using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Baton.Web.Api;

/// <summary>
/// A JSON body, read strictly. The framework's own binding stops at the first fault and answers in a shape of its own;
/// this one names every fault, and leaves the description of the body where the OpenAPI document finds it.
/// </summary>
internal sealed class Body<T> : IBound, IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? value;

    private Body(T? value, Refusal? refusal)
    {
        this.value = value;
        Refusal = refusal;
    }

    public Refusal? Refusal { get; }

    internal T Value => value ?? throw new InvalidOperationException("What could not be read has no value.");

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var bytes = await context.ReadBodyAsync();
        IdempotentRequest.Begin(context, bytes.Span);
        var read = JsonBody.Read<T>(bytes);
        return new Body<T>(read.Value, read.Refusal);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new RequestBody(typeof(T), ["application/json"]));
        builder.Refuses(413, 422);
    }
}

/// <summary>A body that is no JSON, as it was sent.</summary>
internal sealed class RawBody : IBindableFromHttpContext<RawBody>, IEndpointParameterMetadataProvider
{
    private RawBody(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    internal ReadOnlyMemory<byte> Bytes { get; }

    public static async ValueTask<RawBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var bytes = await context.ReadBodyAsync();
        IdempotentRequest.Begin(context, bytes.Span);
        return new RawBody(bytes);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Refuses(413, 422);
}

/// <summary>
/// What an operation takes, for the OpenAPI document. Unlike the framework's own metadata it does not refuse a request
/// for its content type: whoever sends JSON without saying so is understood.
/// </summary>
internal sealed record RequestBody(Type Type, IReadOnlyList<string> ContentTypes);

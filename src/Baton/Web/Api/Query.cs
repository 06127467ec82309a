using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Baton.Client;
using Microsoft.AspNetCore.Http.Metadata;

namespace Baton.Web.Api;

/// <summary>
/// The query string as a record: its public properties are the parameters, in <c>snake_case</c>. Every fault is named,
/// and, of the API, parameters that it does not have.
/// </summary>
internal sealed class Query<T> : IBound, IBindableFromHttpContext<Query<T>>, IEndpointParameterMetadataProvider
    where T : class, new()
{
    private static readonly IReadOnlyList<QueryParameter> Parameters = QueryParameter.AllOf(typeof(T), new T());

    private readonly T value;

    private Query(T value, Refusal? refusal)
    {
        this.value = value;
        Refusal = refusal;
    }

    public Refusal? Refusal { get; }

    internal T Value => Refusal is null ? value : throw new InvalidOperationException("The query has faults.");

    /// <summary>For pages, which show the faults in their own way.</summary>
    internal bool Refused([NotNullWhen(true)] out Refusal? refusal, out T read)
    {
        refusal = Refusal;
        read = value;
        return refusal is not null;
    }

    public static ValueTask<Query<T>?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<Query<T>?>(Of(context.Request));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        foreach (var known in Parameters)
            builder.Metadata.Add(known);
        builder.Refuses(422);
    }

    internal static Query<T> Of(HttpRequest request)
    {
        var query = request.Query;
        var value = new T();
        var faults = new List<FieldError>();
        foreach (var parameter in Parameters)
            parameter.Read(query, value, faults);
        if (value is ICheckedQuery more)
            faults.AddRange(more.Faults(request));
        // A program is told of its typing error; the link of a page may carry what others hung on to it.
        if (request.Path.StartsWithSegments("/api"))
            faults.AddRange(query.Keys.Where(name => Parameters.All(known => known.Name != name)).Select(Unknown));
        return new Query<T>(value, faults.Count == 0 ? null : Core.Refusal.Invalid(faults));
    }

    private static FieldError Unknown(string name) =>
        new(
            name,
            "unknown",
            T(
                "There is no parameter {0}; known are {1}.",
                name,
                string.Join(", ", Parameters.Select(known => known.Name))
            )
        );
}

/// <summary>A query whose parameters depend on each other, or on a header.</summary>
internal interface ICheckedQuery
{
    IEnumerable<FieldError> Faults(HttpRequest request);
}

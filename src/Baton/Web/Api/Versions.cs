using System.Globalization;
using Baton.Client;

namespace Baton.Web.Api;

/// <summary>
/// What is answered with a version has it as its <c>ETag</c>; <c>If-Match</c> names the one that was seen.
/// </summary>
internal static class Versions
{
    internal static string? TagOf(object? result) =>
        result switch
        {
            INestedHttpResult { Result: var inner } => TagOf(inner),
            IValueHttpResult { Value: IVersioned versioned } => string.Create(
                CultureInfo.InvariantCulture,
                $"\"{versioned.Version}\""
            ),
            _ => null,
        };

    /// <summary>The operation takes <c>If-Match</c>, and refuses with 412 what is not at that version.</summary>
    internal static TBuilder TakesIfMatch<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new IfMatchMetadata()).Refuses(412);
}

/// <summary>That an operation takes <c>If-Match</c>.</summary>
internal sealed class IfMatchMetadata;

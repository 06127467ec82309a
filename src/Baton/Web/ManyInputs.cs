using Microsoft.AspNetCore.Http.Features;

namespace Baton.Web;

/// <summary>
/// A route whose form has more inputs than others may: a template has up to 200 fields of a dozen each.
/// </summary>
internal sealed record ManyInputs
{
    internal const int Most = 8192;

    private static readonly FormOptions Options = new() { ValueCountLimit = Most };

    internal static bool AreAllowed(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<ManyInputs>() is not null;

    internal static void Allow(HttpContext http) =>
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, Options));
}

internal static class ManyInputsRoutes
{
    internal static RouteHandlerBuilder WithManyInputs(this RouteHandlerBuilder route) =>
        route.WithMetadata(new ManyInputs());
}

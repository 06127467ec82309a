using Baton.Storage;

namespace Baton.Web;

/// <summary>Routes that read much and change nothing: they may read a standby.</summary>
internal static class StandbyReads
{
    /// <param name="routes">The routes.</param>
    /// <param name="unless">
    /// Names of query parameters with which the database itself is read, as what they ask for goes by what this server
    /// knows of its own writes.
    /// </param>
    internal static TBuilder MayReadStandby<TBuilder>(this TBuilder routes, params string[] unless)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new Mark(unless));

    internal static void UseStandby(this WebApplication app)
    {
        if (app.Services.GetService<Standby>() is not { } standby)
            return;
        app.Use(
            async (http, next) =>
            {
                if (http.GetEndpoint()?.Metadata.GetMetadata<Mark>() is { } mark && mark.Allows(http.Request))
                    http.RequestServices.GetRequiredService<RequestStore>()
                        .Choose(await standby.OpenAsync(http.RequestAborted));
                await next(http);
            }
        );
    }

    private sealed record Mark(string[] Unless)
    {
        internal bool Allows(HttpRequest request) => !Unless.Any(request.Query.ContainsKey);
    }
}

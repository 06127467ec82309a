using Baton.Client;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands;

/// <summary>How the API shows a handoff after a command.</summary>
internal delegate HandoffRecord HandoffToRecord(Handoff handoff, RequestContext context, BaseUrl baseUrl);

/// <summary>The routes of commands: the one way in which the API takes them.</summary>
internal static class CommandRoutes
{
    internal static void MapCommand<TRequest>(
        this RouteGroupBuilder handoffs,
        RoutedCommand<TRequest> command,
        HandoffToRecord toRecord
    )
        where TRequest : class
    {
        if (command.Api is not { } route)
            return;
        Delegate handler =
            route.Path.Contains("{n:int}", StringComparison.Ordinal) ? OfNumber
            : route.Path.Contains("{key}", StringComparison.Ordinal) ? OfKey
            : OfHandoff;
#pragma warning disable RDG002 // Which body it takes is known at run time alone.
        handoffs.MapMethods($"/{{id:long}}{route.Path}", [route.Method], handler).Describe(command, route);
#pragma warning restore RDG002

        Task<Results<Ok<HandoffRecord>, ProblemHttpResult>> OfHandoff(
            long id,
            Body<TRequest> body,
            ApiRequest request,
            IDbContextFactory<BatonDb> factory,
            BaseUrl baseUrl,
            CancellationToken cancellationToken
        ) => RunAsync(id, body.Value, request, factory, baseUrl, cancellationToken);

        Task<Results<Ok<HandoffRecord>, ProblemHttpResult>> OfNumber(
            long id,
            int n,
            Body<TRequest> body,
            ApiRequest request,
            IDbContextFactory<BatonDb> factory,
            BaseUrl baseUrl,
            CancellationToken cancellationToken
        ) => RunAsync(new HandoffTarget(id, $"{n}"), body.Value, request, factory, baseUrl, cancellationToken);

        Task<Results<Ok<HandoffRecord>, ProblemHttpResult>> OfKey(
            long id,
            string key,
            Body<TRequest> body,
            ApiRequest request,
            IDbContextFactory<BatonDb> factory,
            BaseUrl baseUrl,
            CancellationToken cancellationToken
        ) => RunAsync(new HandoffTarget(id, key), body.Value, request, factory, baseUrl, cancellationToken);

        Task<Results<Ok<HandoffRecord>, ProblemHttpResult>> RunAsync(
            HandoffTarget target,
            TRequest body,
            ApiRequest request,
            IDbContextFactory<BatonDb> factory,
            BaseUrl baseUrl,
            CancellationToken cancellationToken
        ) =>
            request.WriteJudgedAsync<Handoff, Ok<HandoffRecord>>(
                async token => (await command.PrepareAsync(factory, request.Context, target, body, token)).Invoke,
                handoff => TypedResults.Ok(toRecord(handoff, request.Context, baseUrl)),
                cancellationToken
            );
    }

    private static void Describe(this RouteHandlerBuilder operation, HandoffCommand command, ApiRoute route) =>
        operation.WithName($"handoffs_{command.Name}").WithSummary(route.Summary).TakesIfMatch().Refuses(403, 404, 409);
}

using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Web.Api;

namespace Baton.Features.Handoffs.Commands;

/// <summary>How the API shows a handoff after a command.</summary>
internal delegate HandoffRecord HandoffToRecord(Handoff handoff, RequestContext context, BaseUrl baseUrl);

/// <summary>
/// The routes of commands: the one way in which the API takes them. No handler has a type parameter: one that has is
/// not made when the program is built, but compiled at each start.
/// </summary>
internal static class CommandRoutes
{
    internal static void MapCommand(this RouteGroupBuilder handoffs, HandoffCommand command, HandoffToRecord toRecord)
    {
        if (command.Api is not { } route)
            return;
        var path = $"/{{id:long}}{route.Path}";
        string[] methods = [route.Method];
        var operation =
            route.Path.Contains("{n:int}", StringComparison.Ordinal)
                ? handoffs.MapMethods(
                    path,
                    methods,
                    (long id, int n, CommandCall call, CancellationToken cancellationToken) =>
                        call.RunAsync(new HandoffTarget(id, $"{n}"), toRecord, cancellationToken)
                )
            : route.Path.Contains("{key}", StringComparison.Ordinal)
                ? handoffs.MapMethods(
                    path,
                    methods,
                    (long id, string key, CommandCall call, CancellationToken cancellationToken) =>
                        call.RunAsync(new HandoffTarget(id, key), toRecord, cancellationToken)
                )
            : handoffs.MapMethods(
                path,
                methods,
                (long id, CommandCall call, CancellationToken cancellationToken) =>
                    call.RunAsync(id, toRecord, cancellationToken)
            );
        operation
            .WithMetadata(command, new RequestBody(command.RequestType, ["application/json"]))
            .WithName($"handoffs_{command.Name}")
            .WithSummary(route.Summary)
            .TakesIfMatch()
            .Refuses(403, 404, 409, 413, 422);
    }
}

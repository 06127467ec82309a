using Baton.Client;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands;

/// <summary>How the API shows a handoff after a command.</summary>
internal delegate Web.Answer HandoffAnswer(Handoff handoff, RequestContext context, BaseUrl baseUrl);

/// <summary>The routes of commands: the one way in which the API takes them.</summary>
internal static class CommandRoutes
{
    internal static void MapCommand<TRequest>(
        this RouteGroupBuilder handoffs,
        HandoffCommand<TRequest> command,
        HandoffAnswer answer
    )
        where TRequest : class
    {
        if (command.Api is { } route)
            handoffs.Map(route, RunAsync).WithSummary(route.Summary).Takes<TRequest>().Answers<HandoffRecord>();

        Task RunAsync(HttpContext http, HandoffTarget target) =>
            Writes.RunAsync<TRequest, Handoff>(
                http,
                (context, body) => (db, token) => command.RunAsync(db, context, target, body, token),
                (handoff, context) => answer(handoff, context, http.RequestServices.GetRequiredService<BaseUrl>())
            );
    }

    /// <summary>Handing over is judged by the gate before the transaction.</summary>
    internal static void MapInitiate(this RouteGroupBuilder handoffs, ApiRoute route, HandoffAnswer answer) =>
        handoffs
            .MapMethods(
                $"/{{id:long}}{route.Path}",
                [route.Method],
                (HttpContext http, long id, IDbContextFactory<BatonDb> factory, BaseUrl baseUrl) =>
                    Writes.RunJudgedAsync<InitiateRequest, Handoff>(
                        http,
                        (context, body, token) => JudgeInitiate.JudgeAsync(factory, context, id, body, null, token),
                        (handoff, context) => answer(handoff, context, baseUrl)
                    )
            )
            .WithSummary(route.Summary)
            .Takes<InitiateRequest>()
            .Answers<HandoffRecord>();

    /// <summary>The parameters stand in the signature, because the API description reads them there.</summary>
    private static RouteHandlerBuilder Map(
        this RouteGroupBuilder handoffs,
        ApiRoute route,
        Func<HttpContext, HandoffTarget, Task> runAsync
    )
    {
        var pattern = $"/{{id:long}}{route.Path}";
        string[] methods = [route.Method];
        if (route.Path.Contains("{n:int}", StringComparison.Ordinal))
            return handoffs.MapMethods(
                pattern,
                methods,
                (HttpContext http, long id, int n) => runAsync(http, new HandoffTarget(id, $"{n}"))
            );
        if (route.Path.Contains("{key}", StringComparison.Ordinal))
            return handoffs.MapMethods(
                pattern,
                methods,
                (HttpContext http, long id, string key) => runAsync(http, new HandoffTarget(id, key))
            );
        return handoffs.MapMethods(pattern, methods, (HttpContext http, long id) => runAsync(http, id));
    }
}

using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.Watches;
using Baton.Web;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.Handoffs;

/// <summary>How much of a handoff the caller hears.</summary>
internal static class WatchEndpoints
{
    internal static void MapWatches(this RouteGroupBuilder handoffs)
    {
        var handoff = handoffs.MapGroup("/{id:long}").Refuses(404);
        handoff
            .MapPut(
                "/watch",
                (long id, Body<NothingRequest> _, ApiRequest request, BaseUrl baseUrl, CancellationToken token) =>
                    StartAsync(id, Attention.Watching, request, baseUrl, token)
            )
            .WithName("handoffs_watch")
            .WithSummary("Watch a handoff")
            .WithDescription(
                "Until they may no longer see it, the caller gets by email what its teams are notified of."
            );
        handoff
            .MapDelete(
                "/watch",
                (long id, ApiRequest request, BaseUrl baseUrl, CancellationToken token) =>
                    EndAsync(id, Attention.Watching, request, baseUrl, token)
            )
            .WithName("handoffs_unwatch")
            .WithSummary("Watch a handoff no longer");
        handoff
            .MapPut(
                "/mute",
                (long id, Body<NothingRequest> _, ApiRequest request, BaseUrl baseUrl, CancellationToken token) =>
                    StartAsync(id, Attention.Muted, request, baseUrl, token)
            )
            .WithName("handoffs_mute")
            .WithSummary("Mute a handoff")
            .WithDescription(
                "The caller gets no email that goes to all of their team, but for what is late. Mentions, what is "
                    + "assigned to them, and channels of the team stay as they are, and so does what asks a team to "
                    + "act that would otherwise reach nobody."
            );
        handoff
            .MapDelete(
                "/mute",
                (long id, ApiRequest request, BaseUrl baseUrl, CancellationToken token) =>
                    EndAsync(id, Attention.Muted, request, baseUrl, token)
            )
            .WithName("handoffs_unmute")
            .WithSummary("Mute a handoff no longer");
    }

    private static Task<Results<Ok<HandoffRecord>, ProblemHttpResult>> StartAsync(
        long id,
        Attention attention,
        ApiRequest request,
        BaseUrl baseUrl,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => WatchHandoff.StartAsync(db, request.Context, id, attention, token),
            watched => Answer(watched, request, baseUrl),
            cancellationToken
        );

    private static Task<Results<Ok<HandoffRecord>, ProblemHttpResult>> EndAsync(
        long id,
        Attention attention,
        ApiRequest request,
        BaseUrl baseUrl,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => WatchHandoff.EndAsync(db, request.Context, id, attention, token),
            watched => Answer(watched, request, baseUrl),
            cancellationToken
        );

    private static Ok<HandoffRecord> Answer(WatchHandoff.Watched watched, ApiRequest request, BaseUrl baseUrl) =>
        TypedResults.Ok(request.RecordOf(watched.Handoff, baseUrl).With(watched.Attention));
}

using Baton.Client;
using Baton.Core;
using Baton.Storage;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.Deliveries;

internal static class NotificationEndpoints
{
    internal static void MapNotifications(this RouteGroupBuilder api)
    {
        var own = api.MapGroup("/me/notifications").WithTags("People");
        own.MapGet("", ListAsync)
            .WithName("me_list_notifications")
            .WithSummary("List the notifications of the caller, newest first")
            .WithDescription("Whichever channel it went over. `unread` counts to 100. They are kept for 90 days.");
        own.MapPost("/read", Read)
            .WithName("me_read_notifications")
            .WithSummary("Mark notifications of the caller as read")
            .WithDescription("Either those with the `ids`, or `all`.");
    }

    private static async Task<Ok<NotificationsRecord>> ListAsync(
        Query<NotificationFilter> query,
        ApiRequest request,
        BatonDb db,
        BaseUrl baseUrl,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Ok(
            await Notifications.ListAsync(db, request.Context, query.Value, baseUrl.Value, cancellationToken)
        );

    private static Task<Results<Ok<ReadRecord>, ProblemHttpResult>> Read(
        Body<ReadNotificationsRequest> body,
        ApiRequest request,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => Notifications.ReadAsync(db, request.Context, body.Value, token),
            TypedResults.Ok,
            cancellationToken
        );
}

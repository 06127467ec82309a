using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.Teams;

/// <summary>The channels of a team, one by one. If-Match names the version of the channel.</summary>
internal static class ChannelEndpoints
{
    internal static void MapChannels(this RouteGroupBuilder team)
    {
        var channels = team.MapGroup("/channels");
        channels.MapPost("", Add).WithName("teams_add_channel").WithSummary("Add a channel to a team");
        channels.MapPut("/{id:long}", Put).WithName("teams_put_channel").WithSummary("Change a channel of a team");
        channels
            .MapDelete("/{id:long}", Remove)
            .WithName("teams_remove_channel")
            .WithSummary("Remove a channel of a team");
        channels
            .MapPost("/{id:long}/test", Test)
            .WithName("teams_test_channel")
            .WithSummary("Send a test message through a channel");
        channels
            .MapPost("/{id:long}/rotate", Rotate)
            .WithName("teams_rotate_channel_secret")
            .WithSummary("Give a webhook a new secret")
            .WithDescription("The answer shows the secret; nothing shows it again. A repeated request is not told it.");
        channels
            .MapPost("/{id:long}/enable", Enable)
            .WithName("teams_enable_channel")
            .WithSummary("Switch a channel on again, and resend what it missed");
    }

    private static Task<Results<Created<ChannelRecord>, ProblemHttpResult>> Add(
        string key,
        Body<ChannelRequest> body,
        ApiRequest request,
        AddChannel add,
        ChannelVault vault,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => add.RunAsync(db, request.Context, key, body.Value, token),
            made => TypedResults.Created((string?)null, TeamRecords.ToRecord(made, vault)),
            cancellationToken,
            kept: made => TypedResults.Created((string?)null, TeamRecords.ToRecord(made.Channel, vault))
        );

    private static Task<Results<Ok<ChannelRecord>, ProblemHttpResult>> Rotate(
        string key,
        long id,
        Body<RotateSecretRequest> body,
        ApiRequest request,
        RotateSecret rotate,
        ChannelVault vault,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => rotate.RunAsync(db, request.Context, key, id, body.Value.OverlapHours, token),
            made => TypedResults.Ok(TeamRecords.ToRecord(made, vault)),
            cancellationToken,
            kept: made => TypedResults.Ok(TeamRecords.ToRecord(made.Channel, vault))
        );

    private static Task<Results<Ok<ChannelRecord>, ProblemHttpResult>> Put(
        string key,
        long id,
        Body<ChannelRequest> body,
        ApiRequest request,
        PutChannel put,
        ChannelVault vault,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => put.RunAsync(db, request.Context, key, id, body.Value, token),
            channel => TypedResults.Ok(TeamRecords.ToRecord(channel, vault)),
            cancellationToken
        );

    private static Task<Results<Ok<TeamRecord>, ProblemHttpResult>> Remove(
        string key,
        long id,
        Body<NothingRequest> body,
        ApiRequest request,
        ChannelVault vault,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => RemoveChannel.RunAsync(db, request.Context, key, id, token),
            request.Record(vault),
            cancellationToken
        );

    /// <summary>It calls somebody else, which no transaction may wait for.</summary>
    private static Task<Results<Ok<ChannelTestRecord>, ProblemHttpResult>> Test(
        string key,
        long id,
        Body<ChannelTestRequest> body,
        ApiRequest request,
        TestChannel test,
        CancellationToken cancellationToken
    ) =>
        request.WriteJudgedAsync(
            token => test.RunAsync(request.Context, key, id, token),
            TypedResults.Ok,
            cancellationToken
        );

    private static Task<Results<Ok<ChannelEnabledRecord>, ProblemHttpResult>> Enable(
        string key,
        long id,
        Body<ChannelEnableRequest> body,
        ApiRequest request,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => EnableChannel.RunAsync(db, request.Context, key, id, token),
            TypedResults.Ok,
            cancellationToken
        );
}

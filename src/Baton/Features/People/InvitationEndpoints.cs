using Baton.Client;
using Baton.Storage;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.People;

/// <summary>Invitations at the API. They are made on pages, where their link is shown once.</summary>
internal static class InvitationEndpoints
{
    internal static void MapInvitations(this RouteGroupBuilder api)
    {
        var invitations = api.MapGroup("/invitations").WithTags("People");
        invitations
            .MapGet("", ListAsync)
            .WithName("invitations_list")
            .WithSummary("List the invitations and password links that still work")
            .WithDescription("An admin sees all, a lead those of their own teams.");
        invitations
            .MapDelete("/{id:long}", Revoke)
            .WithName("invitations_revoke")
            .WithSummary("Revoke an invitation or a password link")
            .Refuses(404);
    }

    private static async Task<Ok<ItemsOf<InvitationRecord>>> ListAsync(
        ApiRequest request,
        BatonDb db,
        CancellationToken cancellationToken
    )
    {
        var open = await ListInvitations.RunAsync(db, request.Context, cancellationToken);
        return TypedResults.Ok(new ItemsOf<InvitationRecord>([.. open.Select(link => link.ToRecord())]));
    }

    private static Task<Results<Ok<InvitationRecord>, ProblemHttpResult>> Revoke(
        long id,
        Body<NothingRequest> body,
        ApiRequest request,
        CancellationToken cancellationToken
    ) =>
        request.WriteAsync(
            (db, token) => RevokeInvitation.RunAsync(db, request.Context, id, token),
            link => TypedResults.Ok(link.ToRecord()),
            cancellationToken
        );
}

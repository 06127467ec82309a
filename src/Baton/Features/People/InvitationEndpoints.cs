using Baton.Client;
using Baton.Storage;
using Baton.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Features.People;

/// <summary>Invitations at the API. Where the server cannot send email, the answer has the link, once.</summary>
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
            .MapPost("", InviteAsync)
            .WithName("invitations_create")
            .WithSummary("Invite people by email")
            .WithDescription(
                "For admins, and for leads into their own team. With one wrong address, nobody is invited."
            )
            .Refuses(403);
        invitations
            .MapPost("/{id:long}/resend", ResendAsync)
            .WithName("invitations_resend")
            .WithSummary("Send an invitation again with a new link")
            .WithDescription("The former link stops working.")
            .Refuses(404);
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

    private static async Task<Results<Ok<ItemsOf<InvitationRecord>>, ProblemHttpResult>> InviteAsync(
        Body<InviteRequest> body,
        ApiRequest request,
        InvitationMails mails,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<NewLink> made = [];
        var answer = await request.WriteAsync(
            (db, token) => InvitePerson.RunAsync(db, request.Context, body.Value, token),
            links => Records(made = links, mails.LinkToShow),
            cancellationToken,
            links => Records(links, _ => null)
        );
        await mails.SendAsync(request.Context, made, cancellationToken);
        return answer;
    }

    private static Ok<ItemsOf<InvitationRecord>> Records(
        IReadOnlyList<NewLink> links,
        Func<NewLink, string?> linkToShow
    ) =>
        TypedResults.Ok(
            new ItemsOf<InvitationRecord>([
                .. links.Select(link => link.Invitation.ToRecord() with { Link = linkToShow(link) }),
            ])
        );

    private static async Task<Results<Ok<InvitationRecord>, ProblemHttpResult>> ResendAsync(
        long id,
        Body<NothingRequest> body,
        ApiRequest request,
        InvitationMails mails,
        CancellationToken cancellationToken
    )
    {
        NewLink? made = null;
        var answer = await request.WriteAsync(
            (db, token) => InvitePerson.ResendAsync(db, request.Context, id, token),
            link => Record(made = link, mails.LinkToShow(link)),
            cancellationToken,
            link => Record(link, null)
        );
        if (made is not null)
            await mails.SendAsync(request.Context, [made], cancellationToken);
        return answer;
    }

    private static Ok<InvitationRecord> Record(NewLink link, string? toShow) =>
        TypedResults.Ok(link.Invitation.ToRecord() with { Link = toShow });

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

using Baton.Client;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;
using Answer = Baton.Web.Answer;

namespace Baton.Features.People;

/// <summary>Invitations at the API. They are made on pages, where their link is shown once.</summary>
internal static class InvitationRoutes
{
    internal static void MapInvitations(this RouteGroupBuilder api)
    {
        var invitations = api.MapGroup("/invitations").WithTags("People");
        invitations
            .MapGet("", ListAsync)
            .WithSummary("The invitations and password links that are still good; a lead sees those of their own teams")
            .Answers<ItemsOf<InvitationRecord>>();
        invitations
            .MapDelete("/{id:long}", RevokeAsync)
            .WithSummary("Revoke an invitation or a password link")
            .Answers<InvitationRecord>();
    }

    private static async Task ListAsync(HttpContext http, IDbContextFactory<BatonDb> factory)
    {
        await using var db = await factory.CreateDbContextAsync(http.RequestAborted);
        var open = await ListInvitations.RunAsync(db, http.RequestContext(), http.RequestAborted);
        await http.AnswerAsync<ItemsOf<InvitationRecord>>(
            new ItemsOf<InvitationRecord>([.. open.Select(link => link.ToRecord())])
        );
    }

    private static Task RevokeAsync(HttpContext http, long id) =>
        Writes.RunAsync<NothingRequest, Invitation>(
            http,
            (context, _) => (db, token) => RevokeInvitation.RunAsync(db, context, id, token),
            (link, _) => Answer.Of(link.ToRecord())
        );
}

using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.People;

/// <summary>The invitations and password links that are still good, for whoever might make them.</summary>
internal static class ListInvitations
{
    internal static async Task<IReadOnlyList<Invitation>> RunAsync(
        BatonDb db,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var open = await db.OpenInvitations(context.Now)
            .AsNoTracking()
            .Where(link => link.Kind != LinkKind.Address && link.Kind != LinkKind.Reset)
            .OrderBy(link => link.Id)
            .ToListAsync(cancellationToken);
        return open.FindAll(link => context.Caller.MayMake(link.Kind, link.TeamKey));
    }

    /// <summary>Those into one team, or where there is none, all of them.</summary>
    internal static async Task<IReadOnlyList<InvitationRecord>> OnPageAsync(HttpContext http, string? team)
    {
        await using var db = await http
            .RequestServices.GetRequiredService<IDbContextFactory<BatonDb>>()
            .CreateDbContextAsync(http.RequestAborted);
        var open = await http
            .RequestServices.GetRequiredService<KeptReads>()
            .ReadAsync(http, "invitations", () => RunAsync(db, http.RequestContext(), http.RequestAborted));
        return [.. open.Where(link => team is null || link.TeamKey == team).Select(link => link.ToRecord())];
    }
}

using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Teams;

/// <summary>Takes one channel from a team; <c>If-Match</c> names the channel's version, not the team's.</summary>
internal static class RemoveChannel
{
    internal static async Task<Outcome<Team>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        long id,
        CancellationToken cancellationToken
    )
    {
        if (
            (
                await db.FindForChangeAsync(context with { IfMatch = null }, key, T("its channels"), cancellationToken)
            ).Refused(out var refusal, out var team)
        )
            return refusal;
        if (TeamChannels.Find(context, team, id).Refused(out refusal, out var channel))
            return refusal;
        db.Channels.Remove(channel);
        team.Version++;
        await db.SaveChangesAsync(cancellationToken);
        return team;
    }
}

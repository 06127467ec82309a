using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Teams;

/// <param name="Channel">The channel.</param>
/// <param name="Secret">The secret that Baton made for it, to be shown once; null where it made none.</param>
internal sealed record SecretChannel(Channel Channel, string? Secret);

/// <summary>Gives a team one channel more.</summary>
internal sealed class AddChannel(TeamChannels channels)
{
    internal async Task<Outcome<SecretChannel>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        ChannelRequest request,
        CancellationToken cancellationToken
    )
    {
        if (
            (await db.FindForChangeAsync(context, key, T("its channels"), cancellationToken)).Refused(
                out var refusal,
                out var team
            )
        )
            return refusal;
        var faults = channels.FaultsOfOne(request, team, more: 1);
        if (faults.Count > 0)
            return Refusal.Invalid(faults);
        var added = channels.Add(team, request);
        team.Version++;
        await db.SaveChangesAsync(cancellationToken);
        return new SecretChannel(added, channels.MadeSecretOf(added, request));
    }
}

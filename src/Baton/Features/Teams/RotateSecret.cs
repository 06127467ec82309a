using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Teams;

/// <summary>
/// Gives a webhook a new secret. The former one ends at once, unless it is to sign beside the new one for some hours.
/// </summary>
internal sealed class RotateSecret(TeamChannels channels)
{
    /// <summary>A week: whoever has not changed a receiver by then has forgotten it.</summary>
    internal const int MostHours = 168;

    internal async Task<Outcome<SecretChannel>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        long id,
        int overlapHours,
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
        if (overlapHours is < 0 or > MostHours)
            return Refusal.Invalid("overlap_hours", "rule", T("overlap_hours must be from 0 to {0}.", MostHours));
        if (channels.Rotate(channel, overlapHours > 0 ? context.Now.AddHours(overlapHours) : null) is not { } rotated)
            return Refusal.Invalid(
                "channel",
                "rule",
                T(
                    "Channel {0} has no secret that can be rotated. Only a webhook whose settings can be "
                        + "read has one.",
                    id
                )
            );
        team.Version++;
        await db.SaveChangesAsync(cancellationToken);
        return rotated;
    }
}

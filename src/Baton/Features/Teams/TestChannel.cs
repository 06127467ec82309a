using Baton.Channels;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Teams;

/// <summary>
/// Sends a marked message over one channel at once. Delivered, it also proves that a channel that was switched off
/// works again, and switches it on.
/// </summary>
internal sealed class TestChannel(ChannelTypes types, ChannelVault vault, BaseUrl baseUrl, TimeProvider time)
{
    /// <summary>Sends it, and gives what is left to be written.</summary>
    /// <param name="act">Who asks.</param>
    /// <param name="key">The team.</param>
    /// <param name="id">The channel's number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal async Task<Func<BatonDb, CancellationToken, Task<Outcome<ChannelTestRecord>>>> RunAsync(
        RequestContext context,
        string key,
        long id,
        CancellationToken cancellationToken
    )
    {
        if (Find(context, key, id).Refused(out var refusal, out var channel))
            return (_, _) => Task.FromResult<Outcome<ChannelTestRecord>>(refusal);
        if (vault.Open(channel.ProtectedSettings) is not { } settings)
            return (_, _) =>
                Task.FromResult<Outcome<ChannelTestRecord>>(
                    Refusal.Invalid(
                        "channel",
                        "sealed",
                        T(
                            "The settings of the channel cannot be decrypted because their key is missing. Enter "
                                + "them again."
                        )
                    )
                );
        var message = MessageTo(context, context.Catalog.Teams[key].Team);
        var started = time.GetTimestamp();
        var attempt = await types.Find(channel.Type)!.TestAsync(message, settings, cancellationToken);
        var took = (int)time.GetElapsedTime(started).TotalMilliseconds;
        return async (db, token) =>
        {
            if (attempt.Outcome == AttemptOutcome.Delivered)
                await HeldTargets.WorksAsync(db, Addressee.TargetOf(channel.Type, channel.Id), token);
            return new ChannelTestRecord(
                channel.Type,
                types.Mask(channel.Type, settings),
                message.DeliveryId,
                attempt.Outcome.ToString().ToLowerInvariant(),
                attempt.StatusCode,
                took,
                attempt.Reason,
                attempt.Outcome == AttemptOutcome.Delivered && await SwitchOnAsync(db, channel.Id, token)
            );
        };
    }

    internal static Outcome<Channel> Find(RequestContext context, string key, long id)
    {
        if (!context.Catalog.Teams.TryGetValue(key, out var team))
            return Refusal.NotFound(T("team {0}", key));
        if (!context.Caller.Leads(key))
            return Refusal.Forbidden(T("Only leads of {0} and admins can test its channels or switch them on.", key));
        return TeamChannels.Find(context, team.Team, id);
    }

    private Message MessageTo(RequestContext context, Team team) =>
        new()
        {
            DeliveryId = $"msg_{Guid.CreateVersion7():N}",
            Kind = Kinds.ChannelTest,
            At = context.Now,
            HandoffId = 0,
            Title = team.Name,
            Template = "",
            FromTeam = team.Key,
            ToTeam = team.Key,
            Status = "test",
            ContextRevision = 0,
            Actor = context.Caller.Person,
            ActorName = context.Caller.Name,
            Zone = team.TimeZone,
            Url = baseUrl.Value.AbsoluteUri,
        };

    private static async Task<bool> SwitchOnAsync(BatonDb db, long id, CancellationToken cancellationToken)
    {
        if (
            await db.Channels.SingleOrDefaultAsync(row => row.Id == id && row.DisabledAt != null, cancellationToken)
            is not { } channel
        )
            return false;
        channel.DisabledAt = null;
        channel.DisabledReason = null;
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Teams;

/// <summary>Changes one channel of a team; <c>If-Match</c> names the channel's version, not the team's.</summary>
internal sealed class PutChannel(TeamChannels channels)
{
    internal Task<Outcome<Channel>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        long id,
        ChannelRequest request,
        CancellationToken cancellationToken
    ) => RunAsync(db, context, key, id, _ => request, cancellationToken);

    /// <summary>What a channel is told and how often, and nothing else of it.</summary>
    internal Task<Outcome<Channel>> ChangeAsync(
        BatonDb db,
        RequestContext context,
        string key,
        long id,
        Func<ChannelRequest, ChannelRequest> change,
        CancellationToken cancellationToken
    ) => RunAsync(db, context, key, id, channel => change(channels.ToRequest(channel)), cancellationToken);

    private async Task<Outcome<Channel>> RunAsync(
        BatonDb db,
        RequestContext context,
        string key,
        long id,
        Func<Channel, ChannelRequest> requestFor,
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
        var request = requestFor(channel);
        var faults = channels.FaultsOfOne(request, team);
        if (request.Type != channel.Type)
            faults.Add(
                new FieldError(
                    "type",
                    "rule",
                    T(
                        "The type of a channel cannot be changed; channel {0} is of type {1}. Add a new channel "
                            + "instead.",
                        id,
                        channel.Type
                    )
                )
            );
        if (faults.Count > 0)
            return Refusal.Invalid(faults);
        var paced = channel.Pace != request.Delivery;
        channels.Set(channel, request, team);
        team.Version++;
        await db.SaveChangesAsync(cancellationToken);
        if (paced)
            await Pacing.MoveAsync(
                db,
                Pacing.OfChannel(id),
                Pacing.Due(channel.Pace, new KnownTeam(team), context.Now),
                cancellationToken
            );
        return channel;
    }
}

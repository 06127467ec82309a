namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>Adds a channel to a team.</summary>
    public Task<ChannelRecord> AddChannelAsync(
        string team,
        ChannelRequest request,
        CancellationToken cancellationToken = default
    ) => PostAsync<ChannelRecord>($"teams/{Esc(team)}/channels", request, null, null, cancellationToken);

    /// <summary>Changes one channel of a team.</summary>
    /// <param name="team">The team's key.</param>
    /// <param name="channel">The channel's <c>Id</c>.</param>
    /// <param name="request">What it is to be; its type must stay.</param>
    /// <param name="version">
    /// The version of the channel that was read: another one is 412, and nothing is changed. Null: whatever it is.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ChannelRecord> PutChannelAsync(
        string team,
        long channel,
        ChannelRequest request,
        int? version = null,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<ChannelRecord>(
            HttpMethod.Put,
            $"teams/{Esc(team)}/channels/{channel}",
            Body(request),
            version,
            null,
            cancellationToken
        );

    /// <summary>Removes one channel of a team.</summary>
    /// <param name="team">The team's key.</param>
    /// <param name="channel">The channel's <c>Id</c>.</param>
    /// <param name="version">
    /// The version of the channel that was read: another one is 412, and nothing is changed. Null: whatever it is.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TeamRecord> RemoveChannelAsync(
        string team,
        long channel,
        int? version = null,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync<TeamRecord>(
            HttpMethod.Delete,
            $"teams/{Esc(team)}/channels/{channel}",
            null,
            version,
            null,
            cancellationToken
        );

    /// <summary>Makes a new secret for a webhook; the answer alone shows it.</summary>
    /// <param name="team">The team's key.</param>
    /// <param name="channel">The channel's <c>Id</c>.</param>
    /// <param name="overlapHours">For how many hours the former secret signs too; 0: it ends at once.</param>
    /// <param name="version">
    /// The version of the channel that was read: another one is 412, and nothing is changed. Null: whatever it is.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ChannelRecord> RotateChannelSecretAsync(
        string team,
        long channel,
        int overlapHours = 0,
        int? version = null,
        CancellationToken cancellationToken = default
    ) =>
        PostAsync<ChannelRecord>(
            $"teams/{Esc(team)}/channels/{channel}/rotate",
            new RotateSecretRequest(overlapHours),
            version,
            null,
            cancellationToken
        );

    /// <summary>Sends a test message on a channel of a team, at once.</summary>
    /// <param name="team">The team.</param>
    /// <param name="channel">The channel's <c>Id</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ChannelTestRecord> TestChannelAsync(
        string team,
        long channel,
        CancellationToken cancellationToken = default
    ) =>
        PostAsync<ChannelTestRecord>(
            $"teams/{Esc(team)}/channels/{channel}/test",
            new ChannelTestRequest(),
            null,
            null,
            cancellationToken
        );

    /// <summary>Turns a channel on again, and sends what failed since it was turned off.</summary>
    /// <param name="team">The team.</param>
    /// <param name="channel">The channel's <c>Id</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ChannelEnabledRecord> EnableChannelAsync(
        string team,
        long channel,
        CancellationToken cancellationToken = default
    ) =>
        PostAsync<ChannelEnabledRecord>(
            $"teams/{Esc(team)}/channels/{channel}/enable",
            new ChannelEnableRequest(),
            null,
            null,
            cancellationToken
        );
}

namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>Sends the caller by email what the teams of the handoff are notified of.</summary>
    /// <param name="id">The handoff.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<HandoffRecord> WatchAsync(long id, CancellationToken cancellationToken = default) =>
        SendAsync<HandoffRecord>(HttpMethod.Put, $"handoffs/{id}/watch", null, null, null, cancellationToken);

    /// <summary>Ends watching.</summary>
    /// <param name="id">The handoff.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<HandoffRecord> UnwatchAsync(long id, CancellationToken cancellationToken = default) =>
        SendAsync<HandoffRecord>(HttpMethod.Delete, $"handoffs/{id}/watch", null, null, null, cancellationToken);

    /// <summary>Sends the caller no email that goes to all of their team, but for what is late.</summary>
    /// <param name="id">The handoff.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<HandoffRecord> MuteAsync(long id, CancellationToken cancellationToken = default) =>
        SendAsync<HandoffRecord>(HttpMethod.Put, $"handoffs/{id}/mute", null, null, null, cancellationToken);

    /// <summary>Ends muting.</summary>
    /// <param name="id">The handoff.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<HandoffRecord> UnmuteAsync(long id, CancellationToken cancellationToken = default) =>
        SendAsync<HandoffRecord>(HttpMethod.Delete, $"handoffs/{id}/mute", null, null, null, cancellationToken);
}

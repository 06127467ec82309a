using Baton.Channels;
using Baton.Storage;

namespace Baton.Features.Deliveries;

/// <summary>Makes one attempt: finds the channel as it is now, and hands it the message as it was written then.</summary>
internal sealed class SendDelivery(IEnumerable<IChannel> known, ChannelVault vault, Catalogs catalogs)
{
    private readonly Dictionary<string, IChannel> channels = known.ToDictionary(channel => channel.Type);

    internal async Task<Attempt> RunAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        var (settings, fault) = delivery.ChannelId is { } id ? OfChannel(catalog, delivery.Team, id) : OfPerson(catalog, delivery.PersonKey!);
        return fault ?? await channels[delivery.Channel].SendAsync(delivery.Message with { Told = delivery.Team }, settings!, cancellationToken);
    }

    private (ChannelSettings? Settings, Attempt? Fault) OfChannel(Catalog catalog, string team, long id)
    {
        var channel = catalog.Teams.GetValueOrDefault(team)?.Team.Channels.FirstOrDefault(one => one.Id == id);
        if (channel is null)
            return (null, Attempt.Refused("The channel was removed."));
        if (channel.DisabledAt is not null)
            return (null, Attempt.Refused($"The channel is switched off: {channel.DisabledReason}"));
        return vault.Open(channel.ProtectedSettings) is { } settings
            ? (settings, null)
            : (null, Attempt.Retry("The settings of the channel cannot be read: the key that sealed them is missing. Set the channel again."));
    }

    private static (ChannelSettings? Settings, Attempt? Fault) OfPerson(Catalog catalog, string person) => catalog.CallerOf(person) is null
        ? (null, Attempt.Refused($"{person} is no longer active."))
        : (new ChannelSettings(catalog.People[person].Email, null, null), null);
}

namespace Baton.Channels;

/// <summary>The channels that this program has: whatever is registered as an <see cref="IChannel"/>.</summary>
internal sealed class ChannelTypes(IEnumerable<IChannel> channels)
{
    internal IReadOnlyList<IChannel> All { get; } = [.. channels];

    internal IEnumerable<string> Names => All.Select(channel => channel.Type);

    /// <summary>Null where no channel of this type is known, as after a step back to an older program.</summary>
    internal IChannel? Find(string type) => All.FirstOrDefault(channel => channel.Type == type);

    internal string Show(string type, ChannelSettings settings) => Find(type)?.Show(settings) ?? type;
}

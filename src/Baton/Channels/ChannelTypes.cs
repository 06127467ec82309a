namespace Baton.Channels;

/// <summary>The channels that this program has: whatever is registered as an <see cref="IChannel"/>.</summary>
internal sealed class ChannelTypes(IEnumerable<IChannel> channels)
{
    /// <summary>That on which people are told in person, each by their own address.</summary>
    internal const string InPerson = "email";

    internal IReadOnlyList<IChannel> All { get; } = [.. channels];

    internal IEnumerable<string> Names => All.Select(channel => channel.Type);

    /// <summary>Null where no channel of this type is known, as after a step back to an older program.</summary>
    internal IChannel? Find(string type) => All.FirstOrDefault(channel => channel.Type == type);

    /// <summary>What people call it; the type itself where it is not known.</summary>
    internal string NameOf(string type) => Find(type)?.Name ?? type;

    /// <summary>One for each kind of place that a channel may lead to.</summary>
    internal IEnumerable<string> Examples => All.Select(channel => channel.Example).Distinct();

    internal string Mask(string type, ChannelSettings settings) => Find(type)?.Mask(settings) ?? type;
}

using Baton.Client;

namespace Baton.Channels;

/// <summary>A way to tell somebody something.</summary>
internal interface IChannel
{
    /// <summary>Its name in a team's settings: <c>email</c>, <c>slack</c>, <c>webhook</c>.</summary>
    string Type { get; }

    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>Where it may lead, as an example in the form that asks for it.</summary>
    string Example { get; }

    /// <summary>What is meant by the text that somebody typed into that form.</summary>
    ChannelSettings Read(string typed);

    /// <summary>Where it leads, without what lets others use it: fit to be shown in a log.</summary>
    string Mask(ChannelSettings settings);

    /// <summary>What is kept of settings that a person gave; what they left out stays as it was.</summary>
    ChannelSettings Complete(ChannelSettings asked, ChannelSettings? before) => asked;

    /// <summary>
    /// The settings with a new secret; the former one signs too until then, where a moment is given. Null where this
    /// kind of channel has no secret of its own.
    /// </summary>
    ChannelSettings? Rotate(ChannelSettings settings, DateTime? formerEndsAt) => null;

    /// <summary>What a receiver gets, as text; null where a person reads it anyway.</summary>
    string? Sample(Message message, ChannelSettings settings) => null;

    /// <summary>Whether it can be told of many notices in one message.</summary>
    bool TakesDigests { get; }

    /// <summary>How many of these, from the first on, one message holds.</summary>
    int MostTogether(IReadOnlyList<Message> messages);

    /// <summary>The faults of settings that are about to be saved; empty when there are none.</summary>
    IReadOnlyList<FieldError> Validate(ChannelSettings settings);

    /// <summary>
    /// Makes one attempt. Throws nothing but <see cref="OperationCanceledException"/> for its own token.
    /// </summary>
    Task<Attempt> SendAsync(Message message, ChannelSettings settings, CancellationToken cancellationToken);

    /// <summary>Sends a message by which somebody tries the channel out.</summary>
    Task<Attempt> TestAsync(Message test, ChannelSettings settings, CancellationToken cancellationToken) =>
        SendAsync(test, settings, cancellationToken);

    /// <summary>The same for many notices in one message.</summary>
    Task<Attempt> SendAsync(Digest digest, ChannelSettings settings, CancellationToken cancellationToken);
}

/// <summary>Where a channel sends to. Which members count depends on the channel.</summary>
internal sealed record ChannelSettings(string? Address, string? Url, string? Secret)
{
    /// <summary>Until when the secrets behind the first one sign too; null: as long as they stand there.</summary>
    public DateTime? FormerEndsAt { get; init; }

    // A record prints its members, and a Slack address is as secret as the secret itself.
    public override string ToString() => nameof(ChannelSettings);
}

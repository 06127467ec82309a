using System.Security.Cryptography;
using System.Text;

namespace Baton.Channels;

/// <summary>Many notices in one message.</summary>
/// <param name="Id">Made of the ids of the notices: the same over all attempts to tell of the same.</param>
/// <param name="Messages">At least two, the oldest first.</param>
/// <param name="Url">The first page of Baton.</param>
internal sealed record Digest(string Id, IReadOnlyList<Message> Messages, string Url)
{
    internal static Digest Of(IReadOnlyList<Message> messages, string url) =>
        new($"msg_{HashOf(messages)[..32]}", messages, url);

    private static string HashOf(IReadOnlyList<Message> messages)
    {
        var ids = string.Join(' ', messages.Select(message => message.DeliveryId));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ids)));
    }

    /// <summary>The notices of each handoff, in the order in which it was first told of.</summary>
    internal IEnumerable<IGrouping<long, Message>> Handoffs => Messages.GroupBy(message => message.HandoffId);

    internal string Heading =>
        T("{0} notices about {1, plural, one {# handoff} other {# handoffs}}", Messages.Count, Handoffs.Count());
}

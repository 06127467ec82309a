using Baton.Channels;
using Baton.Features.Organization;
using Baton.Web;

namespace Baton.Features.Teams;

/// <summary>What a channel would send, made by what sends.</summary>
internal sealed class ChannelSample(ChannelTypes types, ChannelVault vault, BaseUrl baseUrl)
{
    /// <summary>Null for a channel that people read, and for one whose settings cannot be read.</summary>
    internal string? Of(RequestContext context, Channel channel) =>
        vault.Open(channel.ProtectedSettings) is { } settings
            ? types.Find(channel.Type)?.Sample(MessageTo(context, channel), settings)
            : null;

    private Message MessageTo(RequestContext context, Channel channel)
    {
        var template = context.Catalog.Templates.Values.FirstOrDefault(known => known.ReceivingTeam == channel.TeamKey);
        return new Message
        {
            DeliveryId = $"msg_{Guid.CreateVersion7():N}",
            Kind = channel.Kinds is [var first, ..] ? first : "handoff.initiated",
            At = context.Now,
            HandoffId = 1042,
            Title = "Kestrel Freight",
            Template = template?.Key ?? "sales_to_onboarding",
            FromTeam = template?.FromTeam ?? "sales",
            ToTeam = channel.TeamKey,
            Status = "initiated",
            ContextRevision = 1,
            Actor = context.Caller.Person,
            Url = new Uri(baseUrl.Value, "handoffs/1042").AbsoluteUri,
        };
    }
}

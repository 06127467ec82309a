using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Web.Pages;

namespace Baton.Features.Teams;

/// <summary>What pages say of a channel.</summary>
internal static class ChannelWords
{
    private const string Slack = "slack";
    private const int Named = 2;

    /// <summary>So many characters tell one webhook from another.</summary>
    private const int Shown = 4;

    /// <summary>Whoever knows the path of a Slack webhook can write there.</summary>
    internal static string AddressOf(ChannelRecord channel) =>
        channel.Address
        ?? (
            channel.Type == Slack && Uri.TryCreate(channel.Url, UriKind.Absolute, out var url)
                ? $"{url.Host}/…{url.AbsolutePath[Math.Max(0, url.AbsolutePath.Length - Shown)..]}"
                : channel.Url ?? ""
        );

    /// <summary>All of few; of many, how many there are.</summary>
    internal static string KindsOf(ChannelRecord channel) =>
        channel.Kinds switch
        {
            null => T("Everything"),
            { Count: <= Named } few => string.Join(", ", few.Select(NoticeNames.Of)),
            var many => T("{0, plural, one {# kind of notice} other {# kinds of notice}}", many.Count),
        };

    internal static string PaceOf(ChannelRecord channel) => PaceField.Say(channel.Delivery);

    internal static string ToneOf(DeliveryState state) =>
        state switch
        {
            DeliveryState.Delivered => "done",
            DeliveryState.Dead => "late",
            _ => "warn",
        };

    internal static string Of(LatestDelivery latest) =>
        (latest.State, latest.Attempts) switch
        {
            (DeliveryState.Delivered, _) => T("Delivered"),
            (DeliveryState.Dead, _) => T("Failed permanently"),
            (_, 0) => T("Waiting"),
            _ => T("Failed on attempt {0}, will be sent again", latest.Attempts),
        };
}

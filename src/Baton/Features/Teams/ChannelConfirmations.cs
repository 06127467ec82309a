using Baton.Channels;
using Baton.Client;
using Baton.Web.Pages;

namespace Baton.Features.Teams;

/// <summary>What follows when a channel is removed, or its secret is rotated.</summary>
internal static class ChannelConfirmations
{
    internal static Confirmation OfRemoval(TeamRecord team, ChannelRecord channel, string name, int version) =>
        new(
            T("Remove {0} of {1}?", name, team.Name),
            [
                T("Nothing more is sent to {0}.", ChannelWords.AddressOf(channel)),
                team.Channels.Any(other => other.DisabledReason is null && other.Id != channel.Id)
                    ? T("The other channels of {0} stay as they are.", team.Name)
                    : T("No other channel is on, so the members of {0} get notices by email.", team.Name),
                .. channel.Secret is null ? Array.Empty<string>() : [T("Its signing secret is gone for good.")],
            ],
            $"/teams/{team.Key}/channels/{channel.Id}/remove",
            T("Remove channel"),
            TeamTabs.PathOf(team.Key, TeamTab.Notifications)
        )
        {
            Label = T("Remove channel: {0} {1}", name, ChannelWords.AddressOf(channel)),
            Fields = [("version", version.ToString(System.Globalization.CultureInfo.InvariantCulture))],
        };

    internal static Confirmation OfRotation(TeamRecord team, ChannelRecord channel) =>
        new(
            T("Rotate the secret of {0}?", ChannelWords.AddressOf(channel)),
            [
                T("Baton creates a new secret and shows it once."),
                T("A receiver that knows only the former secret refuses what is signed without it."),
                T("What is refused is sent again for 24 hours, so nothing is lost while you change the receiver."),
            ],
            $"/teams/{team.Key}/channels/{channel.Id}/rotate",
            T("Rotate secret"),
            $"/teams/{team.Key}/channels/{channel.Id}"
        )
        {
            Choices = new Choices(
                "overlap_hours",
                T("Former secret"),
                [("0", T("Ends at once")), ("24", T("Also signs for 24 hours")), ("168", T("Also signs for a week"))]
            ),
        };
}

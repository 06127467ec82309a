using Baton.Channels;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Organization;

namespace Baton.Features.Teams;

internal static class TeamRecords
{
    /// <summary>Channels are for those who may change them; their secrets for nobody.</summary>
    internal static TeamRecord Of(Team team, Caller caller, ChannelVault vault) =>
        new()
        {
            Key = team.Key,
            Name = team.Name,
            TimeZone = team.TimeZone,
            WorkingHours = team.WorkingHours,
            Holidays = team.Holidays,
            ClosedAt = team.ClosedAt,
            Version = team.Version,
            Channels = caller.Leads(team.Key)
                ? [.. team.Channels.OrderBy(channel => channel.Id).Select(channel => ToRecord(channel, vault))]
                : [],
            Members =
            [
                .. team
                    .Members.OrderBy(member => member.PersonKey, StringComparer.Ordinal)
                    .Select(member => new MemberRecord(member.PersonKey, member.Role)),
            ],
        };

    /// <summary>With the secret that was made just now, which is shown this once.</summary>
    internal static ChannelRecord ToRecord(SecretChannel made, ChannelVault vault) =>
        ToRecord(made.Channel, vault) is var record && made.Secret is { } secret
            ? record with
            {
                Secret = secret,
            }
            : record;

    internal static ChannelRecord ToRecord(Channel channel, ChannelVault vault)
    {
        var settings = vault.Open(channel.ProtectedSettings);
        return new ChannelRecord
        {
            Id = channel.Id,
            Version = channel.Version,
            Type = channel.Type,
            Address = settings?.Address,
            Url = settings?.Url,
            Secret = settings?.Secret is null ? null : ChannelRecord.KeptSecret,
            FormerSecretEndsAt = settings?.FormerEndsAt,
            Kinds = channel.Kinds,
            Delivery = channel.Pace,
            DisabledReason = settings is null
                ? Kept("Its encryption key is missing. Enter it again.")
                : channel.DisabledReason,
        };
    }
}

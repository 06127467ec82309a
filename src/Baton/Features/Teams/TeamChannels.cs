using Baton.Channels;
using Baton.Channels.Webhook;
using Baton.Client;
using Baton.Storage;

namespace Baton.Features.Teams;

/// <summary>The channels of a team: checked by the channel that they belong to, kept encrypted.</summary>
internal sealed class TeamChannels(IEnumerable<IChannel> known, ChannelVault vault)
{
    private const int Most = 20;

    private readonly Dictionary<string, IChannel> byType = known.ToDictionary(channel => channel.Type);

    internal IEnumerable<FieldError> Faults(IReadOnlyList<ChannelRequest>? wanted, Team team)
    {
        if (wanted?.Count > Most)
            yield return new FieldError("channels", "rule", $"A team may have at most {Most} channels.");
        foreach (var (i, request) in (wanted ?? []).Index())
        {
            var unknown = (request.Kinds ?? []).Where(kind => !Kinds.All.Contains(kind)).ToList();
            foreach (var kind in unknown)
                yield return new FieldError($"channels[{i}].kinds", "unknown", $"There is no kind {kind}; known are {string.Join(", ", Kinds.All)}.");
            if (!byType.TryGetValue(request.Type, out var channel))
            {
                yield return new FieldError($"channels[{i}].type", "rule", $"type must be one of {string.Join(", ", byType.Keys)}.");
                continue;
            }

            if (request.Delivery != DeliveryPace.Immediate && !channel.TakesDigests)
                yield return new FieldError($"channels[{i}].delivery", "rule", $"A {request.Type} is told of each notice at once, since programs want each: delivery must be immediate.");
            foreach (var fault in channel.Validate(SettingsOf(request, team)))
                yield return fault with { Field = $"channels[{i}].{fault.Field}" };
        }
    }

    /// <summary>Gives the channels that were there and are told at another pace from now on.</summary>
    internal IReadOnlyList<Channel> Replace(BatonDb db, Team team, IReadOnlyList<ChannelRequest> wanted)
    {
        var settings = wanted.Select(request => SettingsOf(request, team)).ToList();
        var (kept, paced) = (new HashSet<Channel>(), new List<Channel>());
        foreach (var (request, setting) in wanted.Zip(settings))
        {
            var same = team.Channels.FirstOrDefault(channel => !kept.Contains(channel) && channel.Type == request.Type && IsSamePlace(vault.Open(channel.ProtectedSettings), setting));
            if (same is null)
                team.Channels.Add(same = new Channel { TeamKey = team.Key, Type = request.Type, ProtectedSettings = "" });
            if (same.Id != 0 && same.Pace != request.Delivery)
                paced.Add(same);
            if (same.ProtectedSettings.Length == 0 || vault.Open(same.ProtectedSettings) != setting)
                same.ProtectedSettings = vault.Seal(setting);
            (same.Kinds, same.Pace, same.DisabledAt, same.DisabledReason) = (request.Kinds, request.Delivery, null, null);
            kept.Add(same);
        }

        db.Channels.RemoveRange(team.Channels.Where(channel => !kept.Contains(channel)));
        return paced;
    }

    private ChannelSettings SettingsOf(ChannelRequest request, Team team)
    {
        var asked = new ChannelSettings(request.Address, request.Url, request.Secret);
        if (request.Type != "webhook" || request.Secret is not (null or ChannelRecord.KeptSecret))
            return asked;
        var before = team.Channels.Where(channel => channel.Type == "webhook").Select(channel => vault.Open(channel.ProtectedSettings)).FirstOrDefault(old => IsSamePlace(old, asked));
        return asked with { Secret = before?.Secret ?? WebhookSecret.New() };
    }

    private static bool IsSamePlace(ChannelSettings? old, ChannelSettings asked) => old is not null && old.Address == asked.Address && old.Url == asked.Url;
}

using Baton.Channels;
using Baton.Channels.Webhook;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Teams;

/// <summary>The channels of a team: checked by the channel that they belong to, kept encrypted.</summary>
internal sealed class TeamChannels(ChannelTypes types, ChannelVault vault)
{
    private const int Most = 20;

    internal IEnumerable<FieldError> Faults(IReadOnlyList<ChannelRequest>? wanted, Team team)
    {
        if (wanted?.Count > Most)
            yield return new FieldError("channels", "rule", T("A team can have at most {0} channels.", Most));
        foreach (var (i, request) in (wanted ?? []).Index())
        {
            if (request.Kinds is [])
                yield return new FieldError($"channels[{i}].kinds", "rule", T("Choose at least one kind of notice."));
            var unknown = (request.Kinds ?? []).Where(kind => !NoticeKinds.All.Contains(kind)).ToList();
            foreach (var kind in unknown)
                yield return new FieldError(
                    $"channels[{i}].kinds",
                    "unknown",
                    T("{0} is not a kind of notice. Use one of {1}.", kind, string.Join(", ", NoticeKinds.All))
                );
            if (types.Find(request.Type) is not { } channel)
            {
                yield return new FieldError(
                    $"channels[{i}].type",
                    "rule",
                    T("type must be one of {0}.", string.Join(", ", types.Names))
                );
                continue;
            }

            if (request.Delivery != DeliveryPace.Immediate && !channel.TakesDigests)
                yield return new FieldError(
                    $"channels[{i}].delivery",
                    "rule",
                    T(
                        "delivery must be immediate for a channel of type {0}, which always gets each notice "
                            + "immediately.",
                        request.Type
                    )
                );
            foreach (var fault in channel.Validate(SettingsOf(request, team)))
                yield return fault with
                {
                    Field = $"channels[{i}].{fault.Field}",
                };
        }
    }

    /// <summary>Gives the channels that were there and are told at another pace from now on.</summary>
    internal IReadOnlyList<Channel> Replace(BatonDb db, Team team, IReadOnlyList<ChannelRequest> wanted)
    {
        var settings = wanted.Select(request => SettingsOf(request, team)).ToList();
        var kept = new HashSet<Channel>();
        var paced = new List<Channel>();
        foreach (var (request, setting) in wanted.Zip(settings))
        {
            var same = team.Channels.FirstOrDefault(channel =>
                !kept.Contains(channel)
                && channel.Type == request.Type
                && IsSamePlace(vault.Open(channel.ProtectedSettings), setting)
            );
            if (same is { } old && old.Pace != request.Delivery)
                paced.Add(old);
            if (same is null)
                team.Channels.Add(same = New(team, request));
            Set(same, request, setting);
            kept.Add(same);
        }

        db.Channels.RemoveRange(team.Channels.Where(channel => !kept.Contains(channel)));
        return paced;
    }

    internal List<FieldError> FaultsOfOne(ChannelRequest request, Team team, int more = 0)
    {
        List<FieldError> faults =
        [
            .. Faults([request], team)
                .Select(fault =>
                    fault with
                    {
                        Field = fault.Field.Replace("channels[0].", "", StringComparison.Ordinal),
                    }
                ),
        ];
        if (team.Channels.Count + more > Most)
            faults.Add(new FieldError("channels", "rule", T("A team can have at most {0} channels.", Most)));
        return faults;
    }

    /// <summary>A channel as a form asks for it. What type it must have is said where it is none.</summary>
    internal ChannelRequest Read(string type, string typed)
    {
        var settings = types.Find(type)?.Read(typed);
        return new ChannelRequest(type, settings?.Address, settings?.Url, settings?.Secret);
    }

    internal Channel Add(Team team, ChannelRequest request)
    {
        var added = New(team, request);
        Set(added, request, SettingsOf(request, team));
        team.Channels.Add(added);
        return added;
    }

    /// <summary>What nobody but Baton knows yet; null where the request named it, or there is none.</summary>
    internal string? MadeSecretOf(Channel channel, ChannelRequest request) =>
        request.Secret is null or ChannelRecord.KeptSecret ? vault.Open(channel.ProtectedSettings)?.Secret : null;

    /// <summary>Gives the channel a new secret. Null where its type has none, or its settings cannot be read.</summary>
    internal SecretChannel? Rotate(Channel channel, DateTime? formerEndsAt)
    {
        if (
            vault.Open(channel.ProtectedSettings) is not { } settings
            || types.Find(channel.Type)?.Rotate(settings, formerEndsAt) is not { Secret: { } secrets } rotated
        )
            return null;
        channel.ProtectedSettings = vault.Seal(rotated);
        channel.Version++;
        return new SecretChannel(channel, WebhookSecret.Newest(secrets));
    }

    internal void Set(Channel channel, ChannelRequest request, Team team) =>
        Set(channel, request, SettingsOf(request, team));

    /// <summary>As it would have to be sent to leave it as it is.</summary>
    internal ChannelRequest ToRequest(Channel channel)
    {
        var record = TeamRecords.ToRecord(channel, vault);
        return new ChannelRequest(
            record.Type,
            record.Address,
            record.Url,
            record.Secret,
            record.Kinds,
            Delivery: record.Delivery
        );
    }

    /// <summary>A channel of the team, where it is as the caller saw it.</summary>
    internal static Outcome<Channel> Find(RequestContext context, Team team, long id)
    {
        if (team.Channels.SingleOrDefault(channel => channel.Id == id) is not { } channel)
            return Refusal.NotFound(T("channel {0} of {1}", id, team.Key));
        return context.IfMatch is { } seen && seen != channel.Version ? Refusal.Stale(seen, channel.Version) : channel;
    }

    private static Channel New(Team team, ChannelRequest request) =>
        new()
        {
            TeamKey = team.Key,
            Type = request.Type,
            ProtectedSettings = "",
            Version = 0,
        };

    /// <summary>What is set is on again.</summary>
    private void Set(Channel channel, ChannelRequest request, ChannelSettings settings)
    {
        if (channel.ProtectedSettings.Length == 0 || vault.Open(channel.ProtectedSettings) != settings)
            channel.ProtectedSettings = vault.Seal(settings);
        channel.Kinds = request.Kinds;
        channel.Pace = request.Delivery;
        channel.DisabledAt = null;
        channel.DisabledReason = null;
        channel.Version++;
    }

    private ChannelSettings SettingsOf(ChannelRequest request, Team team)
    {
        var asked = new ChannelSettings(request.Address, request.Url, request.Secret);
        var before = team
            .Channels.Where(channel => channel.Type == request.Type)
            .Select(channel => vault.Open(channel.ProtectedSettings))
            .FirstOrDefault(old => IsSamePlace(old, asked));
        return types.Find(request.Type)?.Complete(asked, before) ?? asked;
    }

    private static bool IsSamePlace(ChannelSettings? old, ChannelSettings asked) =>
        old is not null && old.Address == asked.Address && old.Url == asked.Url;
}

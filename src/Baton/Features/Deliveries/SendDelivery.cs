using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Links;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>
/// Makes one attempt: finds the channel as it is now, and hands it the message as it was written then.
/// </summary>
internal sealed class SendDelivery(
    ChannelTypes types,
    ChannelVault vault,
    Catalogs catalogs,
    MakeLink makeLink,
    BaseUrl baseUrl,
    Glances glances,
    IDbContextFactory<BatonDb> factory
)
{
    private const int MostEarlier = 10;

    private readonly Dictionary<string, IChannel> channels = types.All.ToDictionary(channel => channel.Type);

    internal async Task<Attempt> RunAsync(DeliveryBatch parcel, CancellationToken cancellationToken)
    {
        var delivery = parcel.First;
        using var activity = Tracing.Start($"deliver by {delivery.Channel}", delivery.Trace);
        activity
            ?.SetTag("baton.handoff_id", delivery.HandoffId)
            .SetTag("baton.delivery_id", delivery.Id)
            .SetTag("baton.kind", delivery.Kind);
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        Languages.SpeakTo(catalog, delivery.PersonKey);
        var (settings, fault) = delivery.ChannelId is { } id
            ? OfChannel(catalog, delivery.Team, id)
            : OfPerson(catalog, delivery.PersonKey!);
        var attempt =
            fault
            ?? (
                parcel.IsDigest
                    ? await SendDigestAsync(parcel, catalog, channels[delivery.Channel], settings!, cancellationToken)
                    : await channels[delivery.Channel]
                        .SendAsync(
                            await AddressAsync(delivery, catalog, cancellationToken),
                            settings!,
                            cancellationToken
                        )
            );
        activity?.SetTag("baton.outcome", attempt.Outcome.ToString().ToLowerInvariant());
        return attempt;
    }

    private async Task<Attempt> SendDigestAsync(
        DeliveryBatch parcel,
        Catalog catalog,
        IChannel channel,
        ChannelSettings settings,
        CancellationToken cancellationToken
    )
    {
        var digest = Digest.Of(
            [
                .. parcel.Deliveries.Select(delivery =>
                    delivery.Message with
                    {
                        Zone = Pacing.ZoneOf(catalog, delivery.Team, delivery.PersonKey),
                        Glance = Glances.Names(delivery.Message, catalog),
                    }
                ),
            ],
            baseUrl.Value.AbsoluteUri
        );
        var attempt = await channel.SendAsync(digest, settings, cancellationToken);
        return attempt with
        {
            Reason = Kept("{0} One message for {1} notices, {2}.", attempt.Reason, digest.Messages.Count, digest.Id),
        };
    }

    /// <summary>
    /// The message as it was written, and what is known only now: what its reader was told before, and how that very
    /// person can act.
    /// </summary>
    private async Task<Message> AddressAsync(Delivery delivery, Catalog catalog, CancellationToken cancellationToken)
    {
        var message = delivery.Message with
        {
            Told = delivery.Team,
            Zone = Pacing.ZoneOf(catalog, delivery.Team, delivery.PersonKey),
            Glance = Glances.Names(delivery.Message, catalog),
        };
        if (delivery.Channel != ChannelTypes.InPerson || !message.IsOfHandoff)
            return message;
        return message with
        {
            Glance = await glances.OfMailAsync(message, delivery.PersonKey, catalog, cancellationToken),
            Earlier = await EarlierAsync(delivery, cancellationToken),
            Links = await LinksAsync(message, delivery.PersonKey, catalog, cancellationToken),
        };
    }

    /// <summary>Whoever reads the address of a team signs in first; the links of a person act for them.</summary>
    private async Task<ActionLinks?> LinksAsync(
        Message message,
        string? person,
        Catalog catalog,
        CancellationToken cancellationToken
    ) =>
        !message.AsksToAccept ? null
        : person is null ? new ActionLinks($"{message.Url}/accept", $"{message.Url}/return", areForOne: false)
        : catalog.CallerOf(person)!.Is(message.ToTeam)
            ? await makeLink.RunAsync(person, message.HandoffId, message.ContextRevision, cancellationToken)
        : null;

    private async Task<IReadOnlyList<string>> EarlierAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var newest = await db
            .Deliveries.Where(row =>
                row.HandoffId == delivery.HandoffId
                && row.Id < delivery.Id
                && row.Channel == ChannelTypes.InPerson
                && row.Address == delivery.Address
                && row.State == DeliveryState.Delivered
            )
            .OrderByDescending(row => row.Id)
            .Take(MostEarlier)
            .Select(row => row.MessageId)
            .ToListAsync(cancellationToken);
        newest.Reverse();
        return newest;
    }

    private (ChannelSettings? Settings, Attempt? Fault) OfChannel(Catalog catalog, string team, long id)
    {
        var channel = catalog.Teams.GetValueOrDefault(team)?.Team.Channels.FirstOrDefault(known => known.Id == id);
        if (channel is null)
            return (null, Attempt.Refused(Kept("The channel was removed.")));
        if (channel.DisabledAt is not null)
            return (null, Attempt.Refused(Kept("The channel is switched off. {0}", channel.DisabledReason)));
        return vault.Open(channel.ProtectedSettings) is { } settings
            ? (settings, null)
            : (
                null,
                Attempt.Retry(
                    Kept(
                        "The settings of the channel cannot be decrypted because their key is missing. Enter "
                            + "them again."
                    )
                )
            );
    }

    private static (ChannelSettings? Settings, Attempt? Fault) OfPerson(Catalog catalog, string person) =>
        catalog.CallerOf(person) is null
            ? (null, Attempt.Refused(Kept("{0} is no longer active.", person)))
            : (new ChannelSettings(catalog.People[person].Email, null, null), null);
}

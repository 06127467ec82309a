using Baton.Channels;
using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>
/// When all channels of a team failed permanently, its members are emailed, then the admins. If nobody can be reached,
/// the handoff needs an owner.
/// </summary>
internal sealed class TellInstead(Addressees addressees)
{
    /// <summary>Of what was lost with a digest, each person gets one mail.</summary>
    internal async Task RunAsync(
        BatonDb db,
        Catalog catalog,
        Delivery delivery,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (delivery.Kind is Kinds.ChannelDisabled or Kinds.SummaryWeekly)
            return;
        var others = await db
            .Deliveries.AsNoTracking()
            .Where(row =>
                row.HandoffId == delivery.HandoffId
                && row.EventSeq == delivery.EventSeq
                && row.Kind == delivery.Kind
                && row.Team == delivery.Team
                && row.Id != delivery.Id
            )
            .ToListAsync(cancellationToken);
        if (others.Any(other => other.State is not (DeliveryState.Dead or DeliveryState.Cancelled)))
            return;
        var tried = others.Append(delivery).Select(known => known.PersonKey).ToHashSet();
        var next = FirstWithAny(
            tried,
            addressees.MembersOf(catalog, delivery.Team, null),
            addressees.Admins(catalog, delivery.Team)
        );
        db.Deliveries.AddRange(
            next.Select(addressee =>
                MakeDeliveries.Make(
                    catalog,
                    delivery.HandoffId,
                    delivery.EventSeq,
                    addressee,
                    delivery.Message,
                    now,
                    together: delivery.Digest is not null
                )
            )
        );
        if (next.Count == 0 && HandoffCommands.AsksTeam(delivery.Kind))
            await KeepAlarm.NobodyToldAsync(
                db,
                delivery.HandoffId,
                delivery.EventSeq,
                delivery.Team,
                now,
                cancellationToken
            );
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Tells those who look after a team's channels that one is off.</summary>
    internal IEnumerable<Delivery> WarningsOf(Catalog catalog, Delivery delivery, string reason, DateTime now)
    {
        var message = delivery.Message with
        {
            Kind = Kinds.ChannelDisabled,
            At = now,
            Actor = null,
            ActorName = null,
            Facts =
            [
                new Fact(FactLabels.Team, catalog.NameOfTeam(delivery.Team)),
                new Fact(FactLabels.Channel, $"{delivery.Channel} {delivery.Address}"),
                new Fact(FactLabels.Reason, reason, Words: new FactWords(reason, [])),
            ],
        };
        return addressees
            .KeepersOf(catalog, delivery.Team)
            .Select(keeper =>
                MakeDeliveries.Make(catalog, delivery.HandoffId, delivery.EventSeq, keeper, message, now)
            );
    }

    private static List<Addressee> FirstWithAny(HashSet<string?> tried, params IReadOnlyList<Addressee>[] ways) =>
        ways.Select(way => way.Where(addressee => !tried.Contains(addressee.PersonKey)).ToList())
            .FirstOrDefault(way => way.Count > 0)
        ?? [];
}

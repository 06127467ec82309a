using Baton.Channels;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>
/// When somebody is told who asked to be told less often: then all that waited goes out as one message. See
/// <c>docs/delivery.md</c>.
/// </summary>
internal static class Pacing
{
    internal static string OfChannel(long id) => $"channel {id}";

    internal static string OfPerson(string key) => $"person {key}";

    /// <summary>What a delivery goes out together with (null: by itself, at once), and when.</summary>
    internal static (string? Digest, DateTime Due) Of(Catalog catalog, Addressee addressee, string kind, DateTime now)
    {
        if (addressee.Pace == DeliveryPace.Immediate || Kinds.ComesAtOnce(kind))
            return (null, now);
        return addressee.ChannelId is { } channel
            ? (OfChannel(channel), Due(addressee.Pace, catalog.Teams.GetValueOrDefault(addressee.Team), now))
            : (OfPerson(addressee.PersonKey!), Due(addressee.Pace, TeamOf(catalog, addressee.PersonKey!), now));
    }

    /// <summary>Whoever asks to be told sooner need not wait for what was planned before.</summary>
    internal static Task MoveAsync(BatonDb db, string digest, DateTime due, CancellationToken cancellationToken) =>
        db
            .Deliveries.Where(delivery =>
                delivery.Digest == digest && delivery.State == DeliveryState.Queued && delivery.NextAttemptAt > due
            )
            .ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.NextAttemptAt, due), cancellationToken);

    /// <summary>By the clock and the hours of the team; without one, by UTC.</summary>
    internal static DateTime Due(DeliveryPace pace, KnownTeam? team, DateTime now) =>
        (pace, team) switch
        {
            (DeliveryPace.Immediate, _) => now,
            (DeliveryPace.Hourly, { } known) => known.NextHour(now),
            (DeliveryPace.Hourly, null) => now.Date.AddHours(now.Hour + 1),
            (_, { } known) => known.NextDay(now),
            _ => now.Date.AddHours(now.Hour < 9 ? 9 : 33),
        };

    /// <summary>
    /// When the next week begins: its first working day, by the clock and the hours of the team; without one, Monday
    /// at nine, UTC.
    /// </summary>
    internal static DateTime NextWeek(KnownTeam? team, DateTime now) =>
        team?.NextWeek(now) ?? now.Date.AddDays(7 - (((int)now.DayOfWeek + 6) % 7)).AddHours(9);

    /// <summary>By which clock times are told: that of the person's team, else of the team that is told.</summary>
    internal static string? ZoneOf(Catalog catalog, string team, string? person) =>
        ((person is null ? null : TeamOf(catalog, person)) ?? catalog.Teams.GetValueOrDefault(team))?.Team.TimeZone;

    /// <summary>Whose hours a person keeps: those of their team, the first by key.</summary>
    internal static KnownTeam? TeamOf(Catalog catalog, string person) =>
        catalog.CallerOf(person)?.Teams.Keys.Order(StringComparer.Ordinal).FirstOrDefault() is { } team
            ? catalog.Teams.GetValueOrDefault(team)
            : null;
}

using System.Text.Json;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Handoffs.Watches;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Web.Pages;

namespace Baton.Features.Deliveries;

/// <summary>Makes the deliveries of a notice: who is told, over which channels, in which words.</summary>
internal sealed class MakeDeliveries(
    NoticeReaders readersOf,
    Watchers watchers,
    ChannelOptions options,
    BaseUrl baseUrl
)
{
    internal Expanded Of(
        Notice notice,
        IEnumerable<HandoffEvent> events,
        IReadOnlyList<HandoffWatch> watches,
        ILookup<long, Delivery> lower,
        IReadOnlyDictionary<long, Handoff> parents,
        Catalog catalog,
        DateTime now
    )
    {
        var history = events.TakeWhile(happened => happened.Seq <= notice.EventSeq).ToList();
        var happened = history[^1];
        var then = HandoffHistory.Fold(notice.HandoffId, history);
        var message = NoticeMessages.Of(history, then, catalog, baseUrl.Value) with { Kind = notice.Kind };
        if (notice.Data is { } told)
            message = NoticeMessages.OfClock(message, told, notice.CreatedAt, then, catalog);
        var hearing = new Hearing(happened.Actor, happened.Team, then.FromTeam, then.ToTeam, then.EverInitiated);
        IReadOnlyList<Audience> audiences = notice.Data is null
            ? Recipients.Of(notice.Kind, happened.Change, hearing)
            : [];
        var readers = notice.Data is { } clock
            ? readersOf.OfClock(notice, clock, then, lower, catalog)
            : audiences.SelectMany(audience => readersOf.Of(audience, message, happened.Change, then, catalog));
        var watching =
            notice.Data is not null || audiences.Any(NoticeReaders.IsTeam)
                ? Watchers.Of(watches, message, then, catalog)
                : [];
        var deaf = NoticeReaders.DeafOf(notice, happened.Change, audiences, watches);
        var addressed = new AddressedMessage(
            message,
            then.ParentId is { } id ? parents.GetValueOrDefault(id) : null,
            catalog
        );
        return ToldOf(notice, addressed, [.. readers], [.. watching], deaf, catalog, now);
    }

    private Expanded ToldOf(
        Notice notice,
        AddressedMessage addressed,
        IReadOnlyList<Addressee> readers,
        IReadOnlyList<Caller> watching,
        HashSet<string> deaf,
        Catalog catalog,
        DateTime now
    )
    {
        var message = addressed.Message;
        var named = message with { Glance = Glances.Names(message, catalog) };
        // What asks a team to act is not silenced by all of its people at once.
        if (HandoffCommands.AsksTeam(notice.Kind) && readers.All(IsDeaf))
            deaf = [];
        return new Expanded(
            [
                .. readers
                    .Concat(watching.SelectMany(person => watchers.AddresseeOf(person, message, catalog)))
                    .Where(addressee => !IsDeaf(addressee))
                    .DistinctBy(addressee => addressee.Reader)
                    .Select(addressee => New(catalog, notice, addressee, addressed, now)),
            ],
            [
                .. readers
                    .SelectMany(addressee => addressee.HearersIn(catalog, message.Actor))
                    .Concat(watching.Select(person => person.Person))
                    .Except(deaf)
                    .Select(person => NotificationOf(person, notice, named, now)),
            ]
        );

        bool IsDeaf(Addressee addressee) => addressee.PersonKey is { } person && deaf.Contains(person);
    }

    private static Notification NotificationOf(string person, Notice notice, Message message, DateTime now) =>
        new()
        {
            PersonKey = person,
            HandoffId = notice.HandoffId,
            EventSeq = notice.EventSeq,
            Kind = notice.Kind,
            Title = message.Title,
            Text = NoticeText.For(message).Sentence,
            Words = NotificationWords.Of(message),
            Actor = message.Actor,
            CreatedAt = now,
        };

    private Delivery New(
        Catalog catalog,
        Notice notice,
        Addressee addressee,
        AddressedMessage addressed,
        DateTime now
    ) =>
        addressee.Channel == Delivery.NoChannel
            ? Make(
                catalog,
                notice.HandoffId,
                notice.EventSeq,
                addressee,
                addressed.Message,
                now,
                Nobody(catalog, addressee.Team),
                notice.Trace,
                payload: addressed.PayloadFor(addressee)
            )
            : Make(
                catalog,
                notice.HandoffId,
                notice.EventSeq,
                addressee,
                addressed.Message,
                now,
                trace: notice.Trace,
                payload: addressed.PayloadFor(addressee)
            );

    internal static Delivery Make(
        Catalog catalog,
        long handoffId,
        int seq,
        Addressee addressee,
        Message message,
        DateTime now,
        string? dead = null,
        string? trace = null,
        bool together = false,
        string? payload = null
    )
    {
        var (digest, due) =
            together && addressee.PersonKey is { } person
                ? (Pacing.OfPerson(person), now)
                : Pacing.Of(catalog, addressee, message.Kind, now);
        return new Delivery
        {
            MessageId = $"msg_{Guid.CreateVersion7():N}",
            HandoffId = handoffId,
            EventSeq = seq,
            Kind = message.Kind,
            Team = addressee.Team,
            Channel = addressee.Channel,
            ChannelId = addressee.ChannelId,
            PersonKey = addressee.PersonKey,
            Address = addressee.Address,
            Target = addressee.Target,
            Payload = payload ?? JsonSerializer.Serialize(message, BatonJson.Options),
            Digest = digest,
            State = dead is null ? DeliveryState.Queued : DeliveryState.Dead,
            NextAttemptAt = dead is null ? due : null,
            CreatedAt = now,
            LastReason = dead,
            Trace = trace,
        };
    }

    private string Nobody(Catalog catalog, string team) =>
        options.Smtp is null && NoticeReaders.HasQuietChannels(catalog, team)
            ? Kept(
                "Nobody was notified: this is sent to a person, and email is not set up. Set {0}.",
                ChannelOptions.SmtpUrlKey
            )
        : options.Smtp is null
            ? Kept(
                "Nobody was notified: {0} has no channel, and email is not set up. Add a channel, or " + "set {1}.",
                catalog.NameOfTeam(team),
                ChannelOptions.SmtpUrlKey
            )
        : Kept(
            "Nobody was notified: {0} has no channel and no active members. Add a channel or a member.",
            catalog.NameOfTeam(team)
        );
}

/// <summary>What is made of a notice.</summary>
internal sealed record Expanded(IReadOnlyList<Delivery> Deliveries, IReadOnlyList<Notification> Notifications);

using System.Text.Json;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Assign;
using Baton.Features.Handoffs.Commands.Assisting;
using Baton.Features.Handoffs.State;
using Baton.Features.Handoffs.Watches;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>
/// Makes the deliveries of notices: who is told, over which channels, in which words. In one transaction with the
/// mark that it was done.
/// </summary>
internal sealed class ExpandNotices(
    IDbContextFactory<BatonDb> factory,
    Writer writer,
    StoreModel model,
    Catalogs catalogs,
    Addressees addressees,
    ClockAudience clockAudience,
    Watchers watchers,
    ChannelOptions options,
    BaseUrl baseUrl,
    TimeProvider time
)
{
    private const int MostTogether = 256;

    /// <summary>
    /// So few in one write that people who hand over at the same moment wait for them a millisecond or two, not for
    /// all; and so few held in memory.
    /// </summary>
    private const int MostAtOnce = 16;

    /// <summary>How many were taken; 0 when none waits.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var notices = await db
            .Notices.AsNoTracking()
            .Where(notice => notice.ExpandedAt == null)
            .OrderBy(notice => notice.Id)
            .Take(MostTogether)
            .ToListAsync(cancellationToken);
        if (notices.Count == 0)
            return 0;
        foreach (var few in InTurn(db, notices).Chunk(MostAtOnce))
            await ExpandAsync(db, await LeftAsync(db, few, cancellationToken), cancellationToken);
        return notices.Count;
    }

    /// <summary>
    /// Servers that share a store begin with different handoffs, so that they rarely work out the same notices; those
    /// of one handoff stay in their order, as a later one cancels what an earlier one made.
    /// </summary>
    private static IEnumerable<Notice> InTurn(BatonDb db, List<Notice> notices)
    {
        if (db.OneServer)
            return notices;
        var first = Random.Shared.Next(MostAtOnce);
        return notices.OrderBy(notice => (notice.HandoffId + first) % MostAtOnce);
    }

    /// <summary>Those that no other server has taken since they were read.</summary>
    private static async Task<Notice[]> LeftAsync(BatonDb db, Notice[] notices, CancellationToken cancellationToken)
    {
        if (db.OneServer)
            return notices;
        var ids = notices.Select(notice => notice.Id).ToList();
        var left = await db
            .Notices.Where(notice => EF.Parameter(ids).Contains(notice.Id) && notice.ExpandedAt == null)
            .Select(notice => notice.Id)
            .ToHashSetAsync(cancellationToken);
        return [.. notices.Where(notice => left.Contains(notice.Id))];
    }

    private async Task ExpandAsync(BatonDb db, Notice[] notices, CancellationToken cancellationToken)
    {
        if (notices.Length == 0)
            return;
        var ids = notices.Select(notice => notice.HandoffId).Distinct().ToList();
        var events = (
            await db
                .Events.AsNoTracking()
                .Where(happened => EF.Parameter(ids).Contains(happened.HandoffId))
                .OrderBy(happened => happened.Seq)
                .ToListAsync(cancellationToken)
        ).ToLookup(happened => happened.HandoffId);
        var catalog = await catalogs.CurrentAsync(cancellationToken);
        var watches = await Watchers.ReadAsync(db, ids, cancellationToken);
        var lower = await Superseded.LowerRungsAsync(db, notices, cancellationToken);
        var parents = await AddressedMessage.ReadAsync(db, events, cancellationToken);
        var now = time.UtcNow();
        var insert = RowInsert.For<Delivery>(model.Value);
        var own = RowInsert.For<Notification>(model.Value);
        var expanded = notices.ToDictionary(
            notice => notice.Id,
            notice =>
                Expand(notice, events[notice.HandoffId], [.. watches[notice.HandoffId]], lower, parents, catalog, now)
        );
        var rows = expanded.ToDictionary(
            notice => notice.Key,
            notice => notice.Value.Deliveries.Select(insert.ValuesOf).ToList()
        );
        var ownRows = expanded.ToDictionary(
            notice => notice.Key,
            notice => notice.Value.Notifications.Select(own.ValuesOf).ToList()
        );
        await writer.WriteAsync(
            (writing, token) => KeepAsync(writing, notices, lower, rows, insert, (own, ownRows), now, token),
            cancellationToken
        );
    }

    /// <summary>Another server may have taken some of them meanwhile.</summary>
    private static async Task KeepAsync(
        BatonDb db,
        IReadOnlyList<Notice> notices,
        ILookup<long, Delivery> lower,
        Dictionary<long, List<object?[]>> rows,
        RowInsert insert,
        (RowInsert Insert, Dictionary<long, List<object?[]>> Rows) own,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var channel = insert.IndexOf("channel");
        var team = insert.IndexOf("team");
        var free = await NoticeTables.FreeAsync(db, [.. notices.Select(notice => notice.Id)], cancellationToken);
        foreach (var notice in notices.Where(notice => free.Contains(notice.Id)))
        {
            await NoticeTables.TakeAsync(db, notice.Id, now, cancellationToken);
            await Superseded.CancelAsync(db, notice, cancellationToken);
            if (Superseded.IsRung(notice))
                await Superseded.CancelAsync(
                    db,
                    [.. lower[notice.HandoffId].Select(delivery => delivery.Id)],
                    notice.Kind,
                    cancellationToken
                );
            foreach (var row in rows[notice.Id])
                await insert.SendAsync(db, row, cancellationToken);
            foreach (var row in own.Rows[notice.Id])
                await own.Insert.SendAsync(db, row, cancellationToken);
            if (
                HandoffCommands.AsksTeam(notice.Kind)
                && rows[notice.Id].FirstOrDefault(row => row[channel] is Delivery.NoChannel) is { } nobody
            )
                await KeepAlarm.NobodyToldAsync(
                    db,
                    notice.HandoffId,
                    notice.EventSeq,
                    (string)nobody[team]!,
                    now,
                    cancellationToken
                );
        }
    }

    private Expanded Expand(
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
        var message = NoticeMessages.Of(happened, then, catalog, baseUrl.Value) with { Kind = notice.Kind };
        if (notice.Data is { } told)
            message = NoticeMessages.OfClock(message, told, notice.CreatedAt, then);
        var hearing = new Hearing(happened.Actor, happened.Team, then.FromTeam, then.ToTeam, then.EverInitiated);
        IReadOnlyList<Audience> audiences = notice.Data is null
            ? Recipients.Of(notice.Kind, happened.Change, hearing)
            : [];
        var readers = notice.Data is { } clock
            ? ReadersOf(notice, clock, then, lower, catalog)
            : audiences.SelectMany(audience => Tell(audience, message, happened.Change, then, catalog));
        var watching =
            notice.Data is not null || audiences.Any(IsTeam) ? Watchers.Of(watches, message, then, catalog) : [];
        var deaf = DeafOf(notice, happened.Change, audiences, watches);
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

    /// <summary>
    /// Whoever a comment names is told that, and not a second time as one of their team; whoever muted the handoff
    /// is not told what goes to all of a team.
    /// </summary>
    private static HashSet<string> DeafOf(
        Notice notice,
        HandoffChange change,
        IReadOnlyList<Audience> audiences,
        IReadOnlyList<HandoffWatch> watches
    )
    {
        var deaf = new HashSet<string>(StringComparer.Ordinal);
        if (notice.Kind == change.Kind)
            deaf.UnionWith(change.Mentioned);
        if (notice.Data is null && audiences.All(IsTeam))
            deaf.UnionWith(watches.Where(watch => watch.Muted).Select(watch => watch.PersonKey));
        return deaf;
    }

    private static bool IsTeam(Audience audience) =>
        audience is Audience.Sender or Audience.Receiver or Audience.Assisting;

    private static Notification NotificationOf(string person, Notice notice, Message message, DateTime now) =>
        new()
        {
            PersonKey = person,
            HandoffId = notice.HandoffId,
            EventSeq = notice.EventSeq,
            Kind = notice.Kind,
            Title = message.Title,
            Text = NoticeText.For(message).Sentence,
            Actor = message.Actor,
            CreatedAt = now,
        };

    /// <summary>What is made of a notice.</summary>
    private sealed record Expanded(IReadOnlyList<Delivery> Deliveries, IReadOnlyList<Notification> Notifications);

    /// <summary>Whoever has not heard of a lower rung hears of this one in its place.</summary>
    private IEnumerable<Addressee> ReadersOf(
        Notice notice,
        ClockNotice clock,
        Handoff then,
        ILookup<long, Delivery> lower,
        Catalog catalog
    ) =>
        clock
            .Tell.SelectMany(who => OrNobody(clockAudience.Of(who, clock, then, catalog), clock.Team))
            .Concat(Superseded.IsRung(notice) ? lower[notice.HandoffId].Select(Addressee.Of) : []);

    private static IReadOnlyList<Addressee> OrNobody(
        IReadOnlyList<Addressee> told,
        string team,
        IReadOnlyList<string>? people = null
    ) => told.Count > 0 ? told : [new Addressee(team, Delivery.NoChannel, null, null, "") { People = people }];

    private IReadOnlyList<Addressee> Tell(
        Audience audience,
        Message message,
        HandoffChange change,
        Handoff then,
        Catalog catalog
    )
    {
        if (audience == Audience.Mentioned)
            return TellMentioned(message, change, then, catalog);
        var team = audience switch
        {
            Audience.Sender => then.FromTeam,
            Audience.Assisting => ((IAssistChange)change).Team,
            _ => then.ToTeam,
        };
        var told =
            audience == Audience.Owner
                ? addressees.InPerson(catalog, team, [((HandoffAssigned)change).To!])
                : addressees.OfTeam(catalog, team, message.Kind, message.Actor);
        return told.Count == 0 && HasQuietChannels(catalog, team)
            ? told
            : OrNobody(told, team, audience == Audience.Owner ? [((HandoffAssigned)change).To!] : null);
    }

    /// <summary>Those who may see it still, each on behalf of a team through which they do.</summary>
    private IReadOnlyList<Addressee> TellMentioned(
        Message message,
        HandoffChange change,
        Handoff then,
        Catalog catalog
    ) =>
        [
            .. change
                .Mentioned.Where(person => person != message.Actor)
                .Select(catalog.CallerOf)
                .OfType<Caller>()
                .Where(then.IsVisibleTo)
                .GroupBy(person => Watchers.TeamOf(person, then), person => person.Person)
                .SelectMany(people =>
                    OrNobody(addressees.InPerson(catalog, people.Key, people), people.Key, [.. people])
                ),
        ];

    /// <summary>A team whose channels are on but do not want this kind has chosen not to be told.</summary>
    private static bool HasQuietChannels(Catalog catalog, string team) =>
        catalog.Teams.TryGetValue(team, out var known)
        && known.Team.Channels.Any(channel => channel.DisabledAt is null);

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
        options.Smtp is null && HasQuietChannels(catalog, team)
            ? Kept(
                "Nobody was notified: this is sent to a person, and email is not set up. Set {0}.",
                ChannelOptions.SmtpUrlKey
            )
        : options.Smtp is null
            ? Kept(
                "Nobody was notified: {0} has no channel, and email is not set up. Add a channel, or " + "set {1}.",
                team,
                ChannelOptions.SmtpUrlKey
            )
        : Kept("Nobody was notified: {0} has no channel and no active members. Add a channel or a " + "member.", team);
}

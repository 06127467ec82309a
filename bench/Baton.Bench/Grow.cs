using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Quality.Measures;
using Baton.Storage;

namespace Baton.Bench;

/// <summary>
/// Handoffs with all that belongs to them in a store that was in use for years: notices and deliveries of every event
/// that is told, questions, files, alarms in trouble, refused attempts.
/// </summary>
internal sealed class Grow(BenchStore store, int count, int days)
{
    private const int Together = 1000;

    private readonly RowInsert notices = RowInsert.For<Notice>(store.Model);
    private readonly RowInsert deliveries = RowInsert.For<Delivery>(store.Model, withId: true);
    private readonly RowInsert attempts = RowInsert.For<DeliveryAttempt>(store.Model);
    private readonly RowInsert passed = RowInsert.For<PassedTeam>(store.Model);
    private readonly RowInsert refused = RowInsert.For<GateAttempt>(store.Model);
    private readonly Stories stories = new(store, withTalk: true);
    private long lastDelivery;

    private sealed record Story(NewHandoff New, IReadOnlyList<(RowInsert Insert, object?[] Row)> Rows);

    internal static async Task RunAsync(BenchStore store, int count, int days)
    {
        var grow = new Grow(store, count, days);
        foreach (var numbers in Enumerable.Range(0, count).Chunk(Together))
        {
            var made = numbers.Select(grow.Tell).ToList();
            await store.Writer.WriteAsync((db, token) => KeepAsync(db, made, token), CancellationToken.None);
        }

        var folder = Path.Combine(store.Directory, "attachments", Talk.Hash[..2]);
        System.IO.Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, Talk.Hash), Talk.Content);
    }

    private static async Task KeepAsync(BatonDb db, List<Story> stories, CancellationToken cancellationToken)
    {
        foreach (var story in stories)
        {
            await story.New.KeepAsync(db, cancellationToken);
            foreach (var (insert, row) in story.Rows)
                await insert.SendAsync(db, row, cancellationToken);
            if (story.Rows.Any(row => row.Insert.Names.Contains("door")))
                await MetricHour.NoteAsync(
                    db,
                    MetricHour.HourOf(story.New.Handoff.InitiatedAt!.Value),
                    null,
                    cancellationToken
                );
        }
    }

    private Story Tell(int number)
    {
        var random = new Random(number);
        var span = TimeSpan.FromDays(days);
        var (handoff, template) = stories.Initiated(number, store.Now - span + (span / count * number), random);
        handoff.Id = number + 1;
        stories.GoOn(handoff, template, random);
        var alarm = Alarm.Of(handoff, template, store.Catalog);
        if (alarm is not null)
            alarm.HandoffId = handoff.Id;
        alarm?.PassOver(store.Now);
        var rows = new List<(RowInsert, object?[])>();
        foreach (var happened in handoff.Events.Where(happened => Recipients.IsTold(happened.Kind)))
            AddNotice(rows, handoff, happened, random);
        rows.AddRange(
            handoff.PassedTeams.Select(team =>
                (passed, passed.ValuesOf(new PassedTeam { TeamKey = team, HandoffId = handoff.Id }))
            )
        );
        if (random.NextDouble() < 0.05)
            rows.Add((refused, refused.ValuesOf(Refused(handoff))));
        return new Story(
            new NewHandoff(store.Model, HandoffWrite.Begun(handoff, alarm, told: false), withId: true),
            rows
        );
    }

    private void AddNotice(List<(RowInsert, object?[])> rows, Handoff handoff, HandoffEvent happened, Random random)
    {
        var notice = new Notice
        {
            HandoffId = handoff.Id,
            EventSeq = happened.Seq,
            Kind = happened.Kind,
            CreatedAt = happened.At,
            ExpandedAt = happened.At.AddSeconds(1),
        };
        rows.Add((notices, notices.ValuesOf(notice)));
        var delivery = Delivered(handoff, happened, random);
        rows.Add((deliveries, deliveries.ValuesOf(delivery)));
        rows.AddRange(delivery.Log.Select(attempt => (attempts, attempts.ValuesOf(attempt))));
    }

    /// <summary>One in two hundred failed for good.</summary>
    private Delivery Delivered(Handoff handoff, HandoffEvent happened, Random random)
    {
        var team = happened.Team == handoff.FromTeam ? handoff.ToTeam : handoff.FromTeam;
        var to = new Addressee(team, "email", null, $"{team}-lead", $"{team}-lead@example.org");
        var message = NoticeMessages.Of([happened], handoff, store.Catalog, new Uri("http://127.0.0.1")) with
        {
            Kind = happened.Kind,
        };
        var made = MakeDeliveries.Make(store.Catalog, handoff.Id, happened.Seq, to, message, happened.At);
        var isDead = random.NextDouble() < 0.005;
        var delivery = new Delivery
        {
            Id = ++lastDelivery,
            MessageId = made.MessageId,
            HandoffId = made.HandoffId,
            EventSeq = made.EventSeq,
            Kind = made.Kind,
            Team = made.Team,
            Channel = made.Channel,
            PersonKey = made.PersonKey,
            Address = made.Address,
            Target = made.Target,
            Payload = made.Payload,
            CreatedAt = made.CreatedAt,
            State = isDead ? DeliveryState.Dead : DeliveryState.Delivered,
            Attempts = 1,
            Tries = 1,
            DeliveredAt = isDead ? null : happened.At.AddSeconds(2),
            LastReason = isDead ? "The mailbox does not exist." : "Accepted by the mail server.",
        };
        delivery.Log.Add(
            new DeliveryAttempt
            {
                DeliveryId = delivery.Id,
                Number = 1,
                At = happened.At.AddSeconds(2),
                Outcome = isDead ? "refused" : "delivered",
                DurationMs = 40,
                Reason = delivery.LastReason,
            }
        );
        return delivery;
    }

    private static GateAttempt Refused(Handoff handoff) =>
        new()
        {
            At = handoff.InitiatedAt!.Value,
            Person = handoff.InitiatedBy!,
            Team = handoff.FromTeam,
            Template = handoff.Template,
            TemplateVersion = handoff.TemplateVersion,
            Fields = ["client_name"],
            Codes = ["missing"],
            Door = "page",
        };
}

using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.Deliveries;

/// <summary>
/// The real program under a load of initiate and accept is killed (SIGKILL) at random moments and started again on
/// the same data. What a client saw is there, what was promised is told, and no state is without its events.
/// </summary>
public sealed class CrashTests(SmtpServer smtp) : IClassFixture<SmtpServer>
{
    private const int Clients = 4;

    private readonly ConcurrentDictionary<long, bool> seen = new();
    private readonly Random random = new(4711);

    [Fact]
    public Task Kills_lose_nothing_on_sqlite() => NothingIsLostAsync(Engine.Sqlite, kills: LongRun.Tries(4, 50));

    [Fact]
    public Task Kills_lose_nothing_on_postgres() => NothingIsLostAsync(Engine.Postgres, kills: LongRun.Tries(3, 20));

    private async Task NothingIsLostAsync(Engine engine, int kills)
    {
        await using var hook = await Receiver.AnswerAsync(200);
        var cast = await PrepareAsync(engine, hook);
        var storage = cast.App.Storage;
        for (var kill = 0; kill < kills; kill++)
        {
            await using var server = BatonProcess.Start(
                Environment,
                ["serve", "--urls", "http://127.0.0.1:0", .. Cli.On(storage)]
            );
            var address = await server.AddressAsync();
            using var stop = new CancellationTokenSource();
            var before = seen.Count;
            var load = Enumerable.Range(0, Clients).Select(_ => LoadAsync(cast, address, stop.Token)).ToList();
            await Wait.ForAsync(() => Task.FromResult(seen.Count), count => count > before);
            await Task.Delay(random.Next(0, 500), TestContext.Current.CancellationToken); // the random moment
            server.KillHard();
            await stop.CancelAsync();
            await Task.WhenAll(load);
        }

        Assert.True(seen.Count > kills, $"Only {seen.Count} handoffs were made.");
        await using var last = await BatonApp.StartAsync(storage, Mail);
        await Wait.ForAsync(
            () => last.ReadAsync(db => db.Notices.CountAsync(notice => notice.ExpandedAt == null)),
            count => count == 0
        );
        await ReleaseAsync(last);
        await Wait.ForAsync(
            () => last.ReadAsync(db => db.Deliveries.CountAsync(delivery => delivery.State != DeliveryState.Delivered)),
            count => count == 0
        );
        await EverythingIsThereAsync(last, cast, hook);
    }

    private async Task EverythingIsThereAsync(BatonApp app, Cast cast, Receiver hook)
    {
        var handoffs = await app.ReadAsync(db => db.Handoffs.AsNoTracking().ToListAsync());
        Assert.Empty(seen.Keys.Except(handoffs.Select(handoff => handoff.Id)));
        Assert.All(
            handoffs.Where(handoff => seen.GetValueOrDefault(handoff.Id)),
            handoff => Assert.Equal(HandoffStatus.Accepted, handoff.Status)
        );
        var events = (
            await app.ReadAsync(db => db.Events.AsNoTracking().OrderBy(happened => happened.Seq).ToListAsync())
        ).ToLookup(happened => happened.HandoffId);
        Assert.All(
            handoffs,
            handoff => Assert.Equal(Snapshot(handoff), Snapshot(HandoffHistory.Fold(handoff.Id, events[handoff.Id])))
        );

        var posted = hook
            .Requests.Select(request => (Data: JsonElement.Parse(request.Text), Id: request.Headers["webhook-id"]))
            .ToLookup(
                candidate =>
                    (
                        candidate.Data.GetProperty("data").GetProperty("handoff_id").GetInt64(),
                        candidate.Data.GetProperty("type").GetString()!
                    ),
                candidate => candidate.Id
            );
        // The mail server is shared with the other test; the addresses are not.
        string[] addresses = [$"{cast.Sender}@example.org", $"{cast.Receiver}@example.org"];
        var mailed = smtp
            .Received.Where(mail => addresses.Contains(mail.RcptTo[0]))
            .Select(mail => mail.Open())
            .ToLookup(
                mail =>
                    (
                        long.Parse(mail.Headers["X-Baton-Handoff"]!),
                        mail.Subject!.Contains("Accepted", StringComparison.Ordinal)
                            ? HandoffAccepted.EventName
                            : HandoffInitiated.EventName
                    ),
                mail => mail.Headers["X-Baton-Delivery"]
            );
        foreach (
            var kind in handoffs.SelectMany(handoff =>
                events[handoff.Id]
                    .Where(happened => Recipients.IsTold(happened.Kind))
                    .Select(happened => (handoff.Id, happened.Kind))
            )
        )
        {
            // At least once; and where more than once, the id says that it is the same.
            Assert.Single(posted[kind].Distinct());
            Assert.Single(mailed[kind].Distinct());
        }
    }

    /// <summary>Both teams are told by webhook and by mail.</summary>
    private async Task<Cast> PrepareAsync(Engine engine, Receiver hook)
    {
        await using var app = await BatonApp.StartAsync(engine, Mail);
        var cast = await app.CastAsync();
        foreach (var team in (string[])[cast.Sender, cast.Receiver])
            await cast.Root.Api.PutTeamAsync(
                team,
                new TeamRequest
                {
                    Channels = [new("webhook", Url: hook.Url), new("email", Address: $"{team}@example.org")],
                }
            );
        return cast;
    }

    private async Task LoadAsync(Cast cast, Uri address, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = address };
        var alice = new BatonClient(http, cast.Alice.Token);
        var bob = new BatonClient(http, cast.Bob.Token);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var handoff = await alice.CreateAsync(cast.NewHandoff(), cancellationToken: CancellationToken.None);
                seen[handoff.HandoffId] = false;
                await bob.AcceptAsync(handoff.HandoffId, cancellationToken: CancellationToken.None);
                seen[handoff.HandoffId] = true;
            }
        }
        catch (Exception killed) when (killed is HttpRequestException or IOException or SocketException)
        {
            // The server is gone; what it had answered is in the list.
        }
    }

    /// <summary>
    /// On PostgreSQL another server might hold a lease; here none is left, so nobody needs to wait for its end.
    /// </summary>
    private static Task<int> ReleaseAsync(BatonApp app) =>
        app.ReadAsync(db =>
            db.Deliveries.Where(delivery => delivery.State != DeliveryState.Delivered)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(
                        delivery => delivery.NextAttemptAt,
                        new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)
                    )
                )
        );

    private Dictionary<string, string?> Mail =>
        new() { ["BATON_SMTP_URL"] = smtp.Url, ["BATON_MAIL_FROM"] = "baton@example.org" };

    private Dictionary<string, string> Environment =>
        new(Mail.ToDictionary(pair => pair.Key, pair => pair.Value!))
        {
            ["BATON_ALLOW_PRIVATE_TARGETS"] = "true",
            ["BATON_RATE_LIMIT"] = "off",
        };

    internal static string Snapshot(Handoff handoff) =>
        JsonSerializer.Serialize(
            typeof(Handoff)
                .GetProperties()
                .Where(property => property.Name != nameof(Handoff.Events))
                .ToDictionary(property => property.Name, property => property.GetValue(handoff)),
            BatonJson.Options
        );
}

using System.Net.Sockets;
using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Features.Templates;
using Baton.Storage;
using Baton.Tests.App;
using Baton.Tests.Features.Handoffs;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.Deliveries;

/// <summary>
/// Wards hand their lists over from shift to shift while the real program is killed (SIGKILL) at random moments: no
/// item is lost or looked after twice, and no hand-over is half made.
/// </summary>
public sealed class ShiftCrashTests
{
    private const int Wards = 4;
    private const int MostOpen = 6;

    private readonly Random random = new(2026);

    [Fact]
    public Task Kills_lose_no_item_on_sqlite() => NothingIsLostAsync(Engine.Sqlite, kills: LongRun.Tries(3, 40));

    [Fact]
    public Task Kills_lose_no_item_on_postgres() => NothingIsLostAsync(Engine.Postgres, kills: LongRun.Tries(2, 20));

    /// <summary>What the people of a ward know: what they tried, and what the server confirmed of it.</summary>
    private sealed class Ward(Cast cast)
    {
        internal Cast Cast => cast;

        internal HashSet<string> Listing { get; } = [];

        internal HashSet<string> Listed { get; } = [];

        internal HashSet<string> Closing { get; } = [];

        internal HashSet<string> Closed { get; } = [];

        internal int Accepted { get; set; }
    }

    private async Task NothingIsLostAsync(Engine engine, int kills)
    {
        var (storage, wards) = await PrepareAsync(engine);
        for (var kill = 0; kill < kills; kill++)
        {
            await using var server = BatonProcess.Start(
                new Dictionary<string, string> { ["BATON_RATE_LIMIT"] = "off" },
                ["serve", "--urls", "http://127.0.0.1:0", .. Cli.On(storage)]
            );
            var address = await server.AddressAsync();
            using var stop = new CancellationTokenSource();
            var before = wards.Sum(ward => ward.Accepted);
            var load = wards.Select(ward => LoadAsync(ward, address, stop.Token)).ToList();
            await Wait.ForAsync(() => Task.FromResult(wards.Sum(ward => ward.Accepted)), count => count > before + 3);
            await Task.Delay(random.Next(0, 400), TestContext.Current.CancellationToken); // the random moment
            server.KillHard();
            await stop.CancelAsync();
            await Task.WhenAll(load);
        }

        await using var last = await BatonApp.StartAsync(storage);
        foreach (var ward in wards)
            await EverythingIsThereAsync(last, ward);
        Assert.True(wards.Sum(ward => ward.Listed.Count) > kills, "Hardly anything was handed over.");
    }

    private static async Task<(StorageOptions Storage, List<Ward> Wards)> PrepareAsync(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var wards = new List<Ward>();
        for (var i = 0; i < Wards; i++)
            wards.Add(new Ward(await app.CastAsync(ShiftTests.Template)));
        return (app.Storage, wards);
    }

    /// <summary>A new item with each shift, read back and accepted; the oldest are closed.</summary>
    private static async Task LoadAsync(Ward ward, Uri address, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = address };
        var alice = new BatonClient(http, ward.Cast.Alice.Token);
        var bob = new BatonClient(http, ward.Cast.Bob.Token);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var handed = await HandOverAsync(ward, alice);
                var accepted = await AcceptAsync(bob, handed);
                ward.Accepted++;
                await CloseOldestAsync(ward, bob, accepted);
            }
        }
        catch (Exception killed) when (killed is HttpRequestException or IOException or SocketException)
        {
            // The server is gone; what it had answered is in the lists.
        }
    }

    /// <summary>The one that the kill interrupted is gone on with.</summary>
    private static async Task<HandoffRecord> HandOverAsync(Ward ward, BatonClient alice)
    {
        var query = new HandoffQuery { Template = ward.Cast.Template_, Status = "initiated" };
        if ((await alice.ListAsync(query)).Items is [var waiting, ..])
            return await alice.GetAsync(waiting.HandoffId);
        var key = $"bed-{ward.Listing.Count}";
        ward.Listing.Add(key);
        var item = $$"""{"key": "{{key}}", "severity": "watcher", "bed": "{{ward.Listing.Count}}", "name": "N"}""";
        var handed = await alice.CreateAsync(
            new CreateHandoffRequest(ward.Cast.Template_, ShiftTests.Items(item)),
            cancellationToken: CancellationToken.None
        );
        ward.Listed.Add(key);
        return handed;
    }

    private static Task<HandoffRecord> AcceptAsync(BatonClient bob, HandoffRecord handed)
    {
        var readBacks = handed
            .Shift!.Items.Where(item => item.State != ItemState.Closed)
            .ToDictionary(item => item.Key, _ => "I watch it.");
        return bob.AcceptAsync(
            handed.HandoffId,
            new AcceptRequest(ItemReadBacks: readBacks),
            cancellationToken: CancellationToken.None
        );
    }

    private static async Task CloseOldestAsync(Ward ward, BatonClient bob, HandoffRecord accepted)
    {
        foreach (var item in accepted.Shift!.Items.SkipLast(MostOpen))
        {
            ward.Closing.Add(item.Key);
            await bob.MarkItemAsync(accepted.HandoffId, item.Key, new MarkItemRequest(ItemMark.Closed, "Discharged"));
            ward.Closed.Add(item.Key);
        }
    }

    private static async Task EverythingIsThereAsync(BatonApp app, Ward ward)
    {
        var shifts = await app.ReadAsync(db =>
            db.Handoffs.AsNoTracking()
                .Where(handoff => handoff.Template == ward.Cast.Template_)
                .OrderBy(handoff => handoff.Id)
                .ToListAsync()
        );
        var ids = shifts.Select(shift => shift.Id).ToList();
        var events = (
            await app.ReadAsync(db =>
                db.Events.AsNoTracking()
                    .Where(happened => ids.Contains(happened.HandoffId))
                    .OrderBy(happened => happened.Seq)
                    .ToListAsync()
            )
        ).ToLookup(happened => happened.HandoffId);
        Assert.All(shifts, shift => CheckOne(shift, [.. events[shift.Id]]));
        // At most one is looked after, and at most one is on its way: all before were completed with it.
        Assert.True(shifts.Count(shift => shift.Status == HandoffStatus.Initiated) <= 1);
        Assert.Single(shifts, shift => shift.Status == HandoffStatus.Accepted);
        CheckItems(ward, shifts[^1]);
        Assert.Single(
            await app.ReadAsync(db =>
                db.ShiftAlarms.Where(alarm => alarm.Template == ward.Cast.Template_).ToListAsync()
            )
        );
    }

    private static void CheckOne(Handoff shift, IReadOnlyList<HandoffEvent> events)
    {
        Assert.Equal(CrashTests.Snapshot(shift), CrashTests.Snapshot(HandoffHistory.Fold(shift.Id, events)));
        SignedSide[] signed =
            shift.Status == HandoffStatus.Initiated ? [SignedSide.Sender] : [SignedSide.Sender, SignedSide.Receiver];
        Assert.Equal(signed, shift.Shift!.Signatures.Select(signature => signature.Side));
        Assert.Single(shift.Shift.Signatures.Select(signature => signature.ContextRevision).Distinct());
    }

    /// <summary>In the newest list stands all that was confirmed and not closed, each once.</summary>
    private static void CheckItems(Ward ward, Handoff newest)
    {
        var open = newest.Shift!.OpenIn(newest.Context).Select(item => item.Key).ToList();
        Assert.Distinct(open);
        Assert.Empty(open.Intersect(ward.Closed));
        Assert.Empty(ward.Listed.Except(ward.Closing).Except(open));
        Assert.Empty(open.Except(ward.Listing));
    }
}

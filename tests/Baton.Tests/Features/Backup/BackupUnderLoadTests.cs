using System.Collections.Concurrent;
using Baton.Client;
using Baton.Features.Backup;
using Baton.Features.Doctor;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.Backup;

public sealed class BackupUnderLoadTests
{
    private const int Clients = 8;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task What_was_acknowledged_before_a_backup_began_is_in_it_and_the_store_is_sound(Engine engine)
    {
        var storage = await BatonApp.NewStorageAsync(engine);
        await using var hook = await Receiver.AnswerAsync(200);
        await using var app = await BatonApp.StartAsync(storage);
        var cast = await app.CastAsync();
        foreach (var team in (string[])[cast.Sender, cast.Receiver])
            await cast.Root.Api.PutTeamAsync(team, new TeamRequest { Channels = [new("webhook", Url: hook.Url)] });
        var acknowledged = new ConcurrentBag<HandoffRecord>();
        var many = new TaskCompletionSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var writing = Task.WhenAll(
            Enumerable
                .Range(0, Clients)
                .Select(i => WriteAsync(cast, i, acknowledged, many, () => stop.IsCancellationRequested))
        );
        await many.Task;

        var before = acknowledged.ToList();
        var file = Path.Combine(storage.DataDirectory, "backup.zip");
        var backup = await BackupStore.RunAsync(
            storage,
            Folder.Of(storage),
            file,
            force: false,
            DateTime.UnixEpoch,
            Cancel
        );
        Assert.Null(backup.Refusal);
        var examined = await Examine.RunAsync(
            new Examination(app.Services) { Now = before.Max(handoff => handoff.InitiatedAt)!.Value },
            repair: false,
            Cancel
        );
        Assert.False(writing.IsCompleted, "the clients write all the while");
        await stop.CancelAsync();
        await writing;

        Assert.Equal([], examined.Checks.SelectMany(check => check.Findings));
        await ProveAsync(engine, file, cast, before, backup.Value!.Manifest);
    }

    private static async Task ProveAsync(
        Engine engine,
        string file,
        Cast cast,
        List<HandoffRecord> acknowledged,
        Manifest manifest
    )
    {
        var storage = await BatonApp.NewStorageAsync(engine);
        Assert.Null((await RestoreStore.RunAsync(storage, file, Cancel)).Refusal);
        await using var app = await BatonApp.StartAsync(storage);
        var alice = new BatonClient(app.Http, cast.Alice.Token);
        foreach (var handoff in acknowledged)
            Assert.Equal(handoff.Context.ToString(), (await alice.GetAsync(handoff.HandoffId)).Context.ToString());
        Assert.Equal(manifest.Rows["handoffs"], await app.ReadAsync(db => db.Handoffs.LongCountAsync()));
        var channels = (await new BatonClient(app.Http, cast.Root.Token).GetTeamAsync(cast.Receiver)).Channels;
        Assert.StartsWith("http://127.0.0.1:", Assert.Single(channels).Url, StringComparison.Ordinal);
        var next = await alice.CreateAsync(cast.NewHandoff());
        Assert.True(next.HandoffId > acknowledged.Max(handoff => handoff.HandoffId));
        var examined = await Examine.RunAsync(
            new Examination(app.Services) { Now = next.InitiatedAt!.Value },
            repair: false,
            Cancel
        );
        Assert.Equal([], examined.Checks.SelectMany(check => check.Findings));
    }

    /// <summary>Every other handoff is accepted and worked on, so that there are histories of several events.</summary>
    private static async Task WriteAsync(
        Cast cast,
        int client,
        ConcurrentBag<HandoffRecord> acknowledged,
        TaskCompletionSource many,
        Func<bool> enough
    )
    {
        while (!enough())
        {
            var handoff = await cast.Alice.Api.CreateAsync(cast.NewHandoff());
            acknowledged.Add(handoff);
            if (acknowledged.Count >= 200)
                many.TrySetResult();
            if (client % 2 == 0)
                continue;
            await cast.Bob.Api.AcceptAsync(handoff.HandoffId);
            await cast.Bob.Api.TickAsync(handoff.HandoffId, "first-step", new TickRequest(Done: true));
        }
    }
}

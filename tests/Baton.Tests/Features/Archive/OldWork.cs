using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Client;
using Baton.Storage.Partitions;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Features.Archive;

/// <summary>
/// A server on PostgreSQL whose clock a test moves: a handoff of the month before last that is done, and one of last
/// month that is not.
/// </summary>
internal sealed partial class OldWork : IAsyncDisposable
{
    private OldWork(BatonApp app, Receiver hook, Cast cast, FakeTimeProvider time) =>
        (App, Hook, Cast, Time) = (app, hook, cast, time);

    internal BatonApp App { get; }

    internal Receiver Hook { get; }

    internal Cast Cast { get; }

    internal FakeTimeProvider Time { get; }

    /// <summary>Done long ago, with everything that a history may have.</summary>
    internal long Done { get; private set; }

    /// <summary>Accepted a month later, and not done.</summary>
    internal long Live { get; private set; }

    internal string Oldest { get; private set; } = "";

    internal string Now => HistoryMonth.Of(Time.GetUtcNow().UtcDateTime);

    internal static async Task<OldWork> BeginAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var middle = new DateTimeOffset(now.Year, now.Month, 15, 9, 0, 0, TimeSpan.Zero);
        var time = new FakeTimeProvider(middle.AddMonths(-2));
        var app = await BatonApp.StartAsync(Engine.Postgres, time: time);
        var hook = await Receiver.AnswerAsync(200);
        var cast = await app.CastAsync();
        await cast.Ben.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [new("webhook", Url: hook.Url)] });
        var work = new OldWork(app, hook, cast, time) { Oldest = HistoryMonth.Of(time.GetUtcNow().UtcDateTime) };
        work.Done = await work.LoopAsync();
        await work.SettledAsync();
        time.SetUtcNow(middle.AddMonths(-1));
        work.Live = (await cast.AcceptedAsync()).HandoffId;
        await work.SettledAsync();
        time.SetUtcNow(now);
        await work.SettledAsync();
        return work;
    }

    /// <summary>A handoff from its beginning to its end.</summary>
    internal async Task<long> LoopAsync()
    {
        var id = (await Cast.ReturnedAsync()).HandoffId;
        await Cast.Alice.Api.InitiateAsync(
            id,
            new InitiateRequest(Replies: new Dictionary<string, string> { ["contract_value"] = "So it is there." })
        );
        await Cast.Bob.Api.AcceptAsync(id);
        await Cast.Bob.Api.AskAsync(id, new AskRequest("Which portal?", "client_name"));
        await Cast.Alice.Api.AnswerAsync(id, 1, new AnswerRequest("The one in Dublin."));
        await Cast.Bob.Api.TickAsync(id, "first-step", new TickRequest(Done: true));
        await Cast.Bob.Api.TickAsync(id, "second", new TickRequest(Done: true));
        await Cast.Bob.Api.CompleteAsync(id);
        return id;
    }

    internal Task SettledAsync() => SettledAsync(App);

    /// <summary>Everything that must be told was told.</summary>
    internal static async Task SettledAsync(BatonApp app)
    {
        await Wait.ForAsync(
            () =>
                app.ReadAsync(db =>
                    db.Set<Baton.Features.Notices.Notice>().CountAsync(notice => notice.ExpandedAt == null)
                ),
            count => count == 0
        );
        await Wait.ForAsync(
            () =>
                app.ReadAsync(db =>
                    db.Set<Baton.Features.Deliveries.Delivery>().CountAsync(row => row.NextAttemptAt != null)
                ),
            count => count == 0
        );
    }

    internal async Task PartitionAsync() => (await App.AdminAsync("partitions", "on")).Done();

    internal async Task ArchiveAsync() => (await App.AdminAsync("archive", "--before", Now)).Done();

    /// <summary>Everything that can be read of a handoff, by each door, without what says when it was read.</summary>
    internal async Task<string> ReadAsync(long id, BatonApp? elsewhere = null)
    {
        var app = elsewhere ?? App;
        var read = new List<string>();
        foreach (var who in (Someone[])[Cast.Alice, Cast.Root])
        foreach (
            var path in (string[])
                [
                    $"api/v1/handoffs/{id}/events",
                    $"api/v1/handoffs/{id}/context",
                    $"api/v1/deliveries?handoff_id={id}",
                    $"api/v1/handoffs?q=Acme",
                ]
        )
        {
            var answer = await app.SendAsync(who, HttpMethod.Get, path);
            Assert.Equal(200, answer.Status);
            read.Add(Commands().Replace(answer.Body, ""));
        }

        var written = await app.SendAsync(Cast.Alice, HttpMethod.Get, $"api/v1/handoffs/{id}/receipt");
        var receipt = JsonElement.Parse(written.Body).GetProperty("receipt");
        read.Add(receipt.GetProperty("passed").GetRawText() + receipt.GetProperty("last_event").GetRawText());
        using var visitor = await app.VisitAsync(Cast.Root);
        var page = await visitor.GetAsync($"/handoffs/{id}");
        Assert.Equal(200, page.Status);
        read.AddRange(page.Document.QuerySelectorAll("[data-part=history] li").Select(entry => entry.TextContent));
        return string.Join('\n', read).Replace(app.Url.AbsoluteUri, "/", StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Hook.DisposeAsync();
    }

    [GeneratedRegex("\"allowed_commands\":\\[[^\\]]*\\]")]
    private static partial Regex Commands();
}

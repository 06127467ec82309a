using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Features.SignIn;
using Baton.Storage;
using Baton.Storage.Keys;
using Baton.Tests.App;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Baton.Tests.Storage;

/// <summary>Servers that have nothing in common but a database.</summary>
public sealed class NodesTests
{
    private const string Secret = "a secret of more than thirty-two characters";

    private static readonly DateTimeOffset Morning = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_signed_in_at_one_server_is_signed_in_at_the_other_and_guesses_count_at_both()
    {
        await using var first = await BatonApp.StartAsync(Engine.Postgres);
        await using var second = await BatonApp.StartAsync(Beside(first.Storage));
        var ada = await first.AddPersonAsync("ada");
        using var visitor = await first.VisitAsync(ada);
        using var elsewhere = new Visitor(second);
        foreach (var (name, value) in visitor.Jar)
            elsewhere.Cookies.Add(second.Url, new System.Net.Cookie(name, value));
        Assert.Equal("/account", (await elsewhere.GetAsync("/account")).Path);
        await elsewhere.SubmitAsync(await elsewhere.GetAsync("/account"), "Sign out");
        Assert.StartsWith("/sign-in", (await visitor.GetAsync("/account")).Path, StringComparison.Ordinal);

        using var guesser = new Visitor(first);
        using var other = new Visitor(second);
        for (var i = 0; i < SignInLimits.PerName; i++)
            Assert.Equal(422, (await (i % 2 == 0 ? guesser : other).SignInAsync("nobody", "wrong")).Status);
        Assert.Equal(429, (await guesser.SignInAsync("nobody", "wrong")).Status);
        Assert.Equal(429, (await other.SignInAsync("nobody", "wrong")).Status);
    }

    [Fact]
    public async Task An_open_page_hears_at_once_of_what_another_server_did()
    {
        // Its clock stands still, so that no page looks by itself.
        await using var first = await BatonApp.StartAsync(Engine.Postgres);
        await using var second = await BatonApp.StartAsync(Beside(first.Storage), time: Still());
        var cast = await first.CastAsync();
        var id = (await cast.InitiatedAsync()).HandoffId;
        using var visitor = await second.VisitAsync(cast.Bob);
        var before = await ListenerAsync(first);
        await HearsAsync(second, visitor, id, () => cast.Bob.Api.AcceptAsync(id, cancellationToken: Cancel));

        await first.ReadAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE application_name = {PostgresSignals.ApplicationName} AND datname = current_database()
                """
            )
        );
        await Wait.ForAsync(() => ListenerAsync(first), now => now.Count == 2 && !now.Intersect(before).Any());
        await HearsAsync(
            second,
            visitor,
            id,
            () => cast.Bob.Api.CommentAsync(id, new CommentRequest("Seen?"), cancellationToken: Cancel)
        );
    }

    [Theory, BothEngines]
    public async Task Keys_of_a_directory_move_in_once_and_stay_there(Engine engine)
    {
        var storage = await EmptyStores.CopyAsync(engine);
        var old = new ServiceCollection();
        old.AddDataProtection()
            .SetApplicationName("baton")
            .PersistKeysToFileSystem(Directory.CreateDirectory(storage.KeysDirectory));
        await using var before = old.BuildServiceProvider();
        var sealedBefore = before.GetDataProtector("channel").Protect("secret");
        var file = Assert.Single(Directory.GetFiles(storage.KeysDirectory));
        for (var starts = 0; starts < 2; starts++)
        {
            await using var app = await BatonApp.StartAsync(storage);
            Assert.Equal("secret", app.Services.GetDataProtector("channel").Unprotect(sealedBefore));
            var key = Assert.Single(await app.ReadAsync(db => db.DataKeys.ToListAsync(Cancel)));
            Assert.Equal(Path.GetFileNameWithoutExtension(file), key.Name);
            Assert.Equal(await File.ReadAllTextAsync(file, Cancel), key.Content);
        }

        Directory.Delete(storage.KeysDirectory, recursive: true);
        await using var later = await BatonApp.StartAsync(storage);
        Assert.Equal("secret", later.Services.GetDataProtector("channel").Unprotect(sealedBefore));
        Assert.False(Directory.Exists(storage.KeysDirectory));
    }

    [Theory, BothEngines]
    public async Task A_secret_seals_the_keys_and_no_server_starts_without_it(Engine engine)
    {
        var storage = await EmptyStores.CopyAsync(engine);
        string content;
        await using (var open = await BatonApp.StartAsync(storage))
            content = open.Services.GetDataProtector("channel").Protect("secret");
        var settings = new Dictionary<string, string?> { [KeySeal.Setting] = Secret };
        await using (var app = await BatonApp.StartAsync(storage, settings))
        {
            Assert.Equal("secret", app.Services.GetDataProtector("channel").Unprotect(content));
            Assert.All(
                await app.ReadAsync(db => db.DataKeys.ToListAsync(Cancel)),
                key => Assert.DoesNotContain("<key", key.Content, StringComparison.Ordinal)
            );
        }

        Assert.Contains(
            "Set BATON_KEYS_SECRET as on the other servers",
            (await Assert.ThrowsAsync<StoreNotReadyException>(() => BatonApp.StartAsync(storage))).Message,
            StringComparison.Ordinal
        );
        settings[KeySeal.Setting] = Secret + "!";
        Assert.Contains(
            "sealed with another secret",
            (await Assert.ThrowsAsync<StoreNotReadyException>(() => BatonApp.StartAsync(storage, settings))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "The encryption keys in the database are sealed.",
            (await Cli.OnAsync(storage, "invitation", "list")).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_server_whose_clock_is_off_runs_no_clocks_and_says_so()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await BatonApp.StartAsync(
            Engine.Postgres,
            time: time,
            change: builder => builder.Services.TryAddSingleton<ReadServerTime>(Inspection.ServerTimeAsync)
        );
        await Wait.ForAsync(() => ReadyAsync(app), ready => ready["clocks"]!.GetValue<string>() == "ok");
        time.Advance(TimeSpan.FromMinutes(10));
        var red = await Wait.ForAsync(
            () =>
            {
                // A worker that was busy at the leap waits for the next tick.
                time.Advance(TimeSpan.FromSeconds(1));
                return ReadyAsync(app);
            },
            ready =>
                ready["clocks"]!.GetValue<string>().Contains("ahead of that of the database", StringComparison.Ordinal)
                && ready["outbox"]!.GetValue<string>().Contains("sends no notices", StringComparison.Ordinal)
        );
        Assert.False(red["ready"]!.GetValue<bool>());
        Assert.Equal(503, (await app.SendAsync(null, HttpMethod.Get, "readyz")).Status);
    }

    private static async Task<JsonNode> ReadyAsync(BatonApp app) =>
        JsonNode.Parse((await app.SendAsync(null, HttpMethod.Get, "readyz")).Body)!;

    private static FakeTimeProvider Still() => new(Morning);

    private static StorageOptions Beside(StorageOptions storage) =>
        storage with
        {
            DataDirectory = Directory.CreateTempSubdirectory("baton-test-").FullName,
        };

    private static Task<List<int>> ListenerAsync(BatonApp app) =>
        app.ReadAsync(db =>
            db.Database.SqlQuery<int>(
                    $"""
                    SELECT pid AS "Value" FROM pg_stat_activity
                    WHERE application_name = {PostgresSignals.ApplicationName} AND datname = current_database()
                    """
                )
                .ToListAsync(Cancel)
        );

    /// <summary>The page is open before it happens.</summary>
    private static async Task HearsAsync(BatonApp app, Visitor visitor, long id, Func<Task> act)
    {
        using var browser = new HttpClient { BaseAddress = app.Url };
        browser.DefaultRequestHeaders.Add(
            "Cookie",
            string.Join("; ", visitor.Jar.Select(cookie => $"{cookie.Key}={cookie.Value}"))
        );
        var version = await app.ReadAsync(db =>
            db.Set<Baton.Features.Handoffs.State.Handoff>()
                .Where(handoff => handoff.Id == id)
                .Select(handoff => handoff.Version)
                .SingleAsync(Cancel)
        );
        using var lines = new StreamReader(
            await browser.GetStreamAsync(new Uri($"/live/handoffs/{id}?version={version}", UriKind.Relative), Cancel)
        );
        Assert.Equal("event: hello", await lines.ReadLineAsync(Cancel));
        await act();
        while (await lines.ReadLineAsync(Cancel) is { } line)
            if (line == "event: changed")
                return;
        Assert.Fail("The page heard nothing.");
    }
}

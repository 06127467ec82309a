using System.Text.Json;
using Baton.Client;
using Baton.Commands.Demo;
using Baton.Features.Attachments.Files;
using Baton.Features.Backup;
using Baton.Features.Handoffs.State;
using Baton.Hosting;
using Baton.Storage;
using Baton.Tests.App;
using Baton.Tests.Features.Attachments;
using Baton.Tests.Features.Doctor;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Features.Backup;

public sealed class MoveTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task All_of_it_moves_though_it_is_killed_half_way(Engine engine)
    {
        var (source, cast, before) = await FilledAsync(engine);
        var target = await EmptyAsync(engine);
        await using var from = Provider(source, "directory");
        await using (var db = await from.GetRequiredService<IDbContextFactory<BatonDb>>().CreateDbContextAsync(Cancel))
            await Wait.ForAsync(() => Inspection.ServersAsync(db, Cancel), servers => servers == 0);
        await using var to = Provider(target, "database");

        // A batch is committed or not, wherever it is killed.
        await Assert.ThrowsAsync<KilledException>(() =>
            MoveInstallation.RunAsync(
                from,
                to,
                (what, done) =>
                {
                    if (what == "handoff_events copied" && done > 20)
                        throw new KilledException();
                },
                Cancel,
                batchRows: 7
            )
        );
        (await Cli.OnAsync(target, "invitation", "list")).Refused("Run the same baton move again");
        var copied = new List<string>();
        Assert.Null(await MoveInstallation.RunAsync(from, to, (what, _) => copied.Add(what), Cancel));
        Assert.DoesNotContain("people copied", copied);
        Assert.Contains("handoff_events verified", copied);
        // The server indexes what was moved; until then that is no problem.
        var doctor = await Cli.OnAsync(target, "doctor");
        Assert.DoesNotContain("missing from search", doctor.Out + doctor.Error, StringComparison.Ordinal);
        Assert.Contains("search does not know", doctor.Out + doctor.Error, StringComparison.Ordinal);

        await using var app = await BatonApp.StartAsync(
            target,
            new Dictionary<string, string?> { [FilesOptions.Setting] = "database" }
        );
        var api = new BatonClient(app.Http, cast.Alice.Token);
        var after = await api.GetAsync(before.HandoffId, Cancel);
        Assert.Equal(
            JsonSerializer.Serialize(before with { Url = after.Url }, BatonJson.Options),
            JsonSerializer.Serialize(after, BatonJson.Options)
        );
        Assert.Equal(
            "kept with it",
            await new StreamReader(
                (
                    await app
                        .Services.GetRequiredService<StoredFiles>()
                        .TryOpenAsync(after.Attachments[0].Sha256, Cancel)
                )!
            ).ReadToEndAsync(Cancel)
        );
        await Wait.ForAsync(
            () =>
                app.ReadAsync(db =>
                    db.Stamps.Where(stamp => stamp.Name == DirectoryVersion.Search)
                        .Select(stamp => stamp.Value)
                        .SingleAsync(Cancel)
                ),
            left => left == 0
        );
        using var visitor = new Visitor(app);
        Assert.Equal("/", (await visitor.SignInAsync(cast.Alice.Key)).Path);
        var last = await app.ReadAsync(db => db.Handoffs.MaxAsync(handoff => handoff.Id, Cancel));
        var next = await app.AddPersonAsync("later");
        Assert.NotNull(next.Token);
        Assert.True((await (await app.CastAsync()).InitiatedAsync()).HandoffId > last);
        foreach (
            var check in (string[])
                ["integrity", "references", "history", "alarms", "measures", "attachments", "keys", "search"]
        )
            Assert.Equal("", await Checkup.FoundAsync(app, check));
    }

    [Theory, BothEngines]
    public async Task It_is_refused_where_something_is_and_while_a_server_runs(Engine engine)
    {
        var target = await EmptyAsync(engine);
        var to = engine == Engine.Sqlite ? target.Postgres! : target.DataDirectory;
        await using (var full = await BatonApp.StartAsync(target))
            await full.AddPersonAsync("ada");
        var source = await EmptyStores.CopyAsync(engine);
        (await Cli.OnAsync(source, "move", "--to", to)).Refused("The target is not empty: it has rows in");

        await using var running = await BatonApp.StartAsync(engine);
        using var held = DataLock.Take(running.Storage.DataDirectory, out _);
        var other = await EmptyAsync(engine);
        (
            await Cli.OnAsync(
                running.Storage,
                "move",
                "--to",
                engine == Engine.Sqlite ? other.Postgres! : other.DataDirectory
            )
        ).Refused("Another Baton server is already using");
        held!.Dispose();
        if (engine == Engine.Postgres)
            await Wait.ForAsync(
                () => Cli.OnAsync(running.Storage, "move", "--to", other.DataDirectory),
                said => said.Error.Contains("Servers that use this database: 1.", StringComparison.Ordinal)
            );
    }

    [Theory, BothEngines]
    public async Task What_is_not_of_Baton_or_of_another_version_stays_as_it_is(Engine engine)
    {
        var source = await EmptyStores.CopyAsync(engine);
        var strange = await EmptyAsync(engine);
        await strange.RunSqlAsync("CREATE TABLE orders (id integer)");
        (await Cli.OnAsync(source, "move", "--to", ToOf(strange))).Refused("tables that are not of Baton");
        Assert.Empty(Schema.Applied(strange).Applied);

        var older = await EmptyAsync(engine);
        var files = Schema.Scripts(older).Select(script => script.Name).SkipLast(1).ToList();
        Assert.Null(Schema.Upgrade(older, files));
        (await Cli.OnAsync(source, "move", "--to", ToOf(older))).Refused("tables of another version of Baton");
        Assert.Equal(files, Schema.Applied(older).Applied);
    }

    [Fact]
    public async Task Wrong_targets_are_told_in_a_line()
    {
        var source = await EmptyStores.CopyAsync(Engine.Sqlite);
        (await Cli.OnAsync(source, "move", "--to", "Database=x")).WrongUsage("--to has no Host");
        (await Cli.OnAsync(source, "move", "--to", "/tmp/elsewhere")).WrongUsage("on this engine already");
    }

    private static async Task<(StorageOptions Storage, Cast Cast, HandoffRecord Handoff)> FilledAsync(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        await Script.PlayAsync(app.Services, Cancel);
        var cast = await app.CastAsync();
        await app.GivePasswordAsync(cast.Alice.Key);
        var id = (await cast.InitiatedAsync()).HandoffId;
        await cast.Alice.Api.AttachAsync(id, "a.txt", Uploads.Text("kept with it"), cancellationToken: Cancel);
        return (app.Storage, cast, await cast.Alice.Api.GetAsync(id, Cancel));
    }

    private static string ToOf(StorageOptions target) => target.Postgres ?? target.DataDirectory;

    private static Task<StorageOptions> EmptyAsync(Engine source) =>
        BatonApp.NewStorageAsync(source == Engine.Sqlite ? Engine.Postgres : Engine.Sqlite);

    private static ServiceProvider Provider(StorageOptions storage, string files)
    {
        Assert.Null(Schema.Upgrade(storage));
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create(FilesOptions.Setting, (string?)files)])
            .Build();
        return BatonHost
            .AddCore(
                new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration),
                storage,
                configuration
            )
            .BuildServiceProvider();
    }

    private sealed class KilledException : Exception;
}

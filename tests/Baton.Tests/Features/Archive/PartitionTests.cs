using Baton.Client;
using Baton.Features.Backup;
using Baton.Storage;
using Baton.Storage.Partitions;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using static Baton.Tests.Features.Doctor.Checkup;

namespace Baton.Tests.Features.Archive;

/// <summary>The history of PostgreSQL by month: it becomes so and stays so, and everything else goes on.</summary>
public sealed class PartitionTests
{
    private const string Indexes =
        "SELECT replace(indexdef, 'ON ONLY ', 'ON ') AS \"Value\" FROM pg_indexes WHERE schemaname = 'public' "
        + "AND tablename IN ('handoff_events', 'deliveries', 'delivery_attempts', 'notices') ORDER BY 1";

    private const string Columns =
        "SELECT table_name || ' ' || column_name || ' ' || data_type || is_nullable || is_identity AS \"Value\" FROM "
        + "information_schema.columns WHERE table_schema = 'public' AND table_name IN ('handoff_events', "
        + "'deliveries', 'delivery_attempts', 'notices') ORDER BY table_name, ordinal_position";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_tables_stay_what_they_were_but_for_one_index()
    {
        await using var work = await OldWork.BeginAsync();
        var (indexes, columns) = (await ListAsync(work.App, Indexes), await ListAsync(work.App, Columns));
        await work.PartitionAsync();
        Assert.Equal(columns, await ListAsync(work.App, Columns));
        var missing = Assert.Single(indexes.Except(await ListAsync(work.App, Indexes)));
        Assert.Contains("ix_deliveries_message_id", missing, StringComparison.Ordinal);
        Assert.Empty((await ListAsync(work.App, Indexes)).Except(indexes));
        (await work.App.AdminAsync("partitions", "on")).Refused("is partitioned by month already");
    }

    [Fact]
    public async Task The_loop_goes_on_across_the_turn_of_a_month_which_one_of_two_servers_notices()
    {
        await using var work = await OldWork.BeginAsync();
        await using var second = await BatonApp.StartAsync(Beside(work.App.Storage), time: work.Time);
        await work.PartitionAsync();
        var before = await work.LoopAsync();
        await work.SettledAsync();
        var open = (await work.Cast.AcceptedAsync()).HandoffId;

        var next = work.Time.GetUtcNow().AddMonths(1);
        work.Time.SetUtcNow(next);
        await Wait.ForAsync(() => MonthsAsync(work.App), months => months[^1] == work.Now);
        var after = await work.LoopAsync();
        await work.SettledAsync();
        await work.Cast.Bob.Api.CommentAsync(open, new CommentRequest("Still here."));
        Assert.Equal(4, (await MonthsAsync(work.App)).Count);
        var here = $"handoff_events_{work.Now.Replace('-', '_')}";
        var found = await ListAsync(work.App, $"SELECT DISTINCT handoff_id::text AS \"Value\" FROM {here}");
        Assert.Equal([$"{after}"], found);

        await work.SettledAsync();
        await work.ArchiveAsync();
        foreach (var id in (long[])[work.Done, before, open, after])
            Assert.Equal(await work.ReadAsync(id), await work.ReadAsync(id, second));
        Assert.Empty(await FoundAsync(work.App, "history"));
    }

    /// <summary>
    /// Everything was done but for the row of the audit log, for which it waits: so it is killed, and nothing was.
    /// </summary>
    [Fact]
    public async Task Killed_in_the_middle_it_leaves_everything_as_it_was()
    {
        await using var work = await OldWork.BeginAsync();
        var before = await work.ReadAsync(work.Done);
        await KilledAsync(work, "partitions", "on");
        Assert.Equal(before, await work.ReadAsync(work.Done));
        Assert.Empty(await MonthsAsync(work.App));
        await work.PartitionAsync();

        await KilledAsync(work, "archive", "--before", work.Now);
        Assert.Equal(before, await work.ReadAsync(work.Done));
        Assert.Empty(await ArchivedAsync(work.App));
        await work.ArchiveAsync();

        await KilledAsync(work, "archive", "--back", work.Oldest);
        Assert.Equal([work.Oldest], await ArchivedAsync(work.App));
        Assert.Equal(before, await work.ReadAsync(work.Done));
        (await work.App.AdminAsync("archive", "--back", work.Oldest)).Done();
        Assert.Empty(await FoundAsync(work.App, "history"));
        Assert.Empty(await FoundAsync(work.App, "references"));
    }

    [Fact]
    public async Task A_backup_holds_the_archive_and_a_move_asks_to_bring_it_back()
    {
        await using var work = await OldWork.BeginAsync();
        await work.PartitionAsync();
        await work.ArchiveAsync();
        var before = await work.ReadAsync(work.Done);
        var storage = work.App.Storage;
        var file = Path.Combine(storage.DataDirectory, "history.bak");
        (await Cli.OnAsync(storage, "backup", file)).Done();
        var empty = await BatonApp.NewStorageAsync(Engine.Postgres);
        Assert.Null((await RestoreStore.RunAsync(empty, file, Cancel)).Refusal);
        await using (var restored = await BatonApp.StartAsync(empty, time: work.Time))
        {
            await IsReadAsync(restored);
            Assert.Empty(await MonthsAsync(restored));
            Assert.Empty(await FoundAsync(restored, "history"));
        }

        await work.App.App.StopAsync(Cancel);
        var target = (await BatonApp.NewStorageAsync(Engine.Sqlite)).DataDirectory;
        (await Cli.OnAsync(storage, "move", "--to", target)).Refused(
            $"Months of the history that are in the archive: {work.Oldest}. Bring them back first"
        );
        (await Cli.OnAsync(storage, "archive", "--back", work.Oldest)).Done();
        (await Cli.OnAsync(storage, "move", "--to", target)).Done();
        await using var moved = await BatonApp.StartAsync(new StorageOptions(target, null), time: work.Time);
        await IsReadAsync(moved);

        // A server indexes the words of what came in only after its start.
        Task<string> IsReadAsync(BatonApp elsewhere) =>
            Wait.ForAsync(() => work.ReadAsync(work.Done, elsewhere), read => read == before);
    }

    [Fact]
    public async Task A_later_schema_reaches_the_archive_too()
    {
        await using var work = await OldWork.BeginAsync();
        await work.PartitionAsync();
        await work.ArchiveAsync();
        var before = await work.ReadAsync(work.Done);
        var storage = work.App.Storage;
        await storage.RunSqlAsync("ALTER TABLE deliveries ADD COLUMN weight integer NOT NULL DEFAULT 7");
        await storage.RunSqlAsync("ALTER TABLE handoff_events ADD COLUMN extra text NULL");
        await storage.RunSqlAsync("CREATE INDEX ix_deliveries_weight ON deliveries (weight)");
        Assert.Equal(before, await work.ReadAsync(work.Done));
        Assert.Null(Schema.Upgrade(storage));
        const string Weights = "SELECT DISTINCT weight::text AS \"Value\" FROM archive.deliveries";
        Assert.Equal(["7"], await ListAsync(work.App, Weights));
        await storage.RunSqlAsync("ALTER TABLE handoff_events DROP COLUMN extra");
        Assert.Null(Schema.Upgrade(storage));
        Assert.Equal(before, await work.ReadAsync(work.Done));
        (await work.App.AdminAsync("archive", "--back", work.Oldest)).Done();
        Assert.Equal(before, await work.ReadAsync(work.Done));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_with_a_sentence()
    {
        var sqlite = await EmptyStores.CopyAsync(Engine.Sqlite);
        (await Cli.OnAsync(sqlite, "partitions", "on")).Refused("on PostgreSQL only");
        (await Cli.OnAsync(sqlite, "archive", "--before", "2025-06")).Refused("on PostgreSQL only");
        var postgres = await EmptyStores.CopyAsync(Engine.Postgres);
        (await Cli.OnAsync(postgres, "archive", "--before", "2025-06")).Refused("Run baton partitions on first.");
        (await Cli.OnAsync(postgres, "archive", "--before", "June")).WrongUsage("'June' is not a month");
        (await Cli.OnAsync(postgres, "archive")).WrongUsage("Give either --before or --back");
        await postgres.RunSqlAsync("CREATE SCHEMA archive");
        (await Cli.OnAsync(postgres, "partitions", "on")).Refused("has a schema archive that is not Baton's");
        await postgres.RunSqlAsync("DROP SCHEMA archive");
        (await Cli.OnAsync(postgres, "partitions", "on")).Done();
        (await Cli.OnAsync(postgres, "archive", "--back", "2025-05")).Refused("2025-05 is not in the archive");
        var listed = (await Cli.OnAsync(postgres, "partitions")).Done();
        Assert.Equal("attached", Assert.Single(listed.Lines).Split('\t')[1]);
    }

    /// <summary>Runs a command until it waits for the audit log, as its last deed, and kills it there.</summary>
    private static async Task KilledAsync(OldWork work, params string[] command)
    {
        await using var holder = await work.App.Storage.OpenAsync();
        await using var transaction = await holder.BeginTransactionAsync(Cancel);
        await using var hold = holder.CreateCommand();
        hold.CommandText = "LOCK TABLE audit_entries IN EXCLUSIVE MODE";
        await hold.ExecuteNonQueryAsync(Cancel);
        await using var process = BatonProcess.Start(null, [.. command, .. Cli.On(work.App.Storage)]);
        hold.CommandText = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'audit_entries'::regclass";
        await Wait.ForAsync(async () => (long)(await hold.ExecuteScalarAsync(Cancel))!, waiting => waiting > 0);
        process.KillHard();
        await transaction.RollbackAsync(Cancel);
    }

    private static StorageOptions Beside(StorageOptions storage) =>
        storage with
        {
            DataDirectory = Directory.CreateTempSubdirectory("baton-test-").FullName,
        };

    private static Task<List<string>> MonthsAsync(BatonApp app) =>
        app.ReadAsync(db => db.Set<HistoryMonth>().OrderBy(row => row.Month).Select(row => row.Month).ToListAsync());

    private static Task<List<string>> ArchivedAsync(BatonApp app) =>
        app.ReadAsync(db =>
            db.Set<HistoryMonth>().Where(row => row.ArchivedAt != null).Select(row => row.Month).ToListAsync()
        );

    private static Task<List<string>> ListAsync(BatonApp app, string sql) =>
        app.ReadAsync(db => db.Database.SqlQueryRaw<string>(sql).ToListAsync());
}

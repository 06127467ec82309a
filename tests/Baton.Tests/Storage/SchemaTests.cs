using System.Data.Common;
using Baton.Storage;
using Baton.Storage.Partitions;
using Baton.Tests.App;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Baton.Tests.Storage;

public sealed class SchemaTests
{
    private const string SqliteColumns =
        "SELECT m.name, p.name, lower(p.type), p.\"notnull\", p.pk FROM sqlite_master m JOIN "
        + "pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY "
        + "1, 2";

    private const string SqliteIndexes =
        "SELECT m.tbl_name, m.name, group_concat(i.name), l.\"unique\", l.partial FROM sqlite_master "
        + "m JOIN pragma_index_list(m.tbl_name) l ON l.name = m.name JOIN pragma_index_info(m.name) i "
        + "WHERE m.type = 'index' AND m.sql IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2";

    private const string PostgresColumns =
        "SELECT table_name::text, column_name::text, data_type::text, is_nullable::text, "
        + "is_identity::text FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, "
        + "2";

    private const string PostgresIndexes =
        "SELECT tablename::text, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2";

    /// <summary>
    /// What only the SQL files have: the journal of the upgrades, and full text, which the model does not know.
    /// </summary>
    private static readonly string[] NotInTheModel =
    [
        "schemaversions",
        "handoff_search",
        "handoff_search_more",
        "question_search",
    ];

    [Theory, BothEngines]
    public async Task The_files_make_the_schema_that_the_model_expects(Engine engine)
    {
        var byFiles = await BatonApp.NewStorageAsync(engine);
        var byModel = await BatonApp.NewStorageAsync(engine);
        Assert.Null(Schema.Upgrade(byFiles));
        await using (var db = Context(byModel))
            await db.GetService<IRelationalDatabaseCreator>().CreateTablesAsync(TestContext.Current.CancellationToken);
        foreach (
            var sql in engine == Engine.Sqlite
                ? new[] { SqliteColumns, SqliteIndexes }
                : [PostgresColumns, PostgresIndexes]
        )
            Assert.Equal(await LinesAsync(byModel, sql), await LinesAsync(byFiles, sql));
    }

    [Theory, BothEngines]
    public async Task Upgrading_again_changes_nothing(Engine engine)
    {
        var storage = await BatonApp.NewStorageAsync(engine);
        Assert.Null(Schema.Upgrade(storage));
        Assert.Null(Schema.Upgrade(storage));
    }

    [Theory, BothEngines]
    public async Task A_newer_schema_is_refused_and_left_alone(Engine engine)
    {
        var storage = await BatonApp.NewStorageAsync(engine);
        Assert.Null(Schema.Upgrade(storage));
        await using (var db = Context(storage))
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO schemaversions (scriptname, applied) VALUES ('9999-later.sql', '2030-01-01')",
                TestContext.Current.CancellationToken
            );
        Assert.Contains("newer version of Baton", Schema.Upgrade(storage));
    }

    [Theory, BothEngines]
    public async Task A_database_of_something_else_is_refused_and_left_alone(Engine engine)
    {
        var storage = await BatonApp.NewStorageAsync(engine);
        foreach (var table in (string[])["invoices", "customers", "payments", "refunds"])
            await storage.RunSqlAsync($"CREATE TABLE {table} (id integer)");
        Assert.Contains("tables that are not Baton's: customers, invoices, payments, …. Name", Schema.Upgrade(storage));
        Assert.Empty(Schema.Applied(storage).Applied);
    }

    [Fact]
    public async Task A_user_who_may_make_no_tables_is_told_what_to_grant()
    {
        var storage = await BatonApp.NewStorageAsync(Engine.Postgres);
        var name = $"reader_{Guid.NewGuid():N}";
        await storage.RunSqlAsync($"CREATE ROLE {name} LOGIN");
        var poor = new NpgsqlConnectionStringBuilder(storage.Postgres) { Username = name, Pooling = false };
        var reason = Schema.Upgrade(new StorageOptions(storage.DataDirectory, poor.ConnectionString));
        Assert.EndsWith("let it create tables: GRANT CREATE ON SCHEMA public TO the user.", reason);
        await storage.RunSqlAsync($"DROP ROLE {name}");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        var storage = await BatonApp.NewStorageAsync(Engine.Sqlite);
        await File.WriteAllTextAsync(storage.SqliteFile, new string('x', 5000), TestContext.Current.CancellationToken);
        Assert.Contains("cannot be opened", Schema.Upgrade(storage));
    }

    private static BatonDb Context(StorageOptions storage)
    {
        var builder = new DbContextOptionsBuilder<BatonDb>();
        if (storage.IsSqlite)
            StorageServices.UseSqlite(builder, storage);
        else
            StorageServices.UsePostgres(builder, storage, new ArchiveReads());
        return new BatonDb(builder.Options);
    }

    private static async Task<List<string>> LinesAsync(StorageOptions storage, string sql)
    {
        await using var connection = await storage.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            if (!NotInTheModel.Any(name => values[0].ToString()!.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
                lines.Add(string.Join(" | ", values));
        }

        return lines;
    }
}

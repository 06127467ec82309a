using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests.Storage;

/// <summary>A table that PostgreSQL never counted is counted once it is large enough to matter.</summary>
public sealed class FirstStatisticsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_table_is_counted_and_a_small_one_is_not()
    {
        await using var app = await BatonApp.StartAsync(Engine.Postgres);
        await app.ReadAsync(db =>
            db.Database.ExecuteSqlRawAsync(
                """
                INSERT INTO stamps (name, value) SELECT repeat('x', 100) || number, number
                FROM generate_series(1, 5000) AS number
                """,
                Cancel
            )
        );
        await app.Services.GetRequiredService<FirstStatistics>().RunAsync(Cancel);
        Assert.True(await RowsAsync(app, "stamps") >= 5000);
        Assert.Equal(-1, await RowsAsync(app, "saved_views"));
    }

    private static Task<double> RowsAsync(BatonApp app, string table) =>
        app.ReadAsync(db =>
            db.Database.SqlQuery<double>(
                    $"SELECT reltuples::float8 AS \"Value\" FROM pg_class WHERE oid = {table}::regclass"
                )
                .SingleAsync(Cancel)
        );
}

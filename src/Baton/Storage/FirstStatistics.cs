using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Baton.Storage;

/// <summary>
/// PostgreSQL plans by what it counted, and counts a new table for the first time after one to three minutes. Until
/// then it takes the events of one handoff for a two-hundredth of all, and reads the whole table for them. So what was
/// never counted is counted here as soon as it is large enough to matter: after an installation, a move or a restore.
/// It may take as long as it needs, and nothing waits for it.
/// </summary>
internal sealed partial class FirstStatistics(
    IDbContextFactory<BatonDb> factory,
    TimeProvider time,
    ILogger<FirstStatistics> logger
) : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    /// <summary>In bytes; less is read whole anyway.</summary>
    private const int Smallest = 32 * 8192;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var rounds = new PeriodicTimer(Rest, time);
        try
        {
            while (await rounds.WaitForNextTickAsync(stoppingToken))
                await RoundAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            RoundFailed(exception);
        }
    }

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var tables = await db
            .Database.SqlQuery<string>(
                $"""
                SELECT oid::regclass::text AS "Value" FROM pg_class
                WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND reltuples < 0
                    AND pg_relation_size(oid) >= {Smallest}
                """
            )
            .ToListAsync(cancellationToken);
        foreach (var table in tables)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var connection = db.Database.GetDbConnection();
            await connection.RunAsync("SET LOCAL statement_timeout = 0", cancellationToken);
            await connection.RunAsync($"ANALYZE (SKIP_LOCKED) {table}", cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "New tables could not be counted; the next round will try again")]
    private partial void RoundFailed(Exception exception);
}

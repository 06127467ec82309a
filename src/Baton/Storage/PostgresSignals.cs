using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Baton.Storage;

/// <summary>
/// Tells the other servers of a PostgreSQL database that this one committed something, and hears the same of them. A
/// connection that is lost is made anew. What is sent goes after the commit and over another connection: within the
/// transaction, PostgreSQL would let only one commit at a time.
/// </summary>
internal sealed partial class PostgresSignals(
    StorageOptions storage,
    IDbContextFactory<BatonDb> factory,
    Signals signals,
    Writer writer,
    ILogger<PostgresSignals> logger
) : BackgroundService
{
    internal const string ApplicationName = "baton listener";

    private const string Channel = "baton";
    private const string Work = "work";

    /// <summary>Commits in quick succession are told of together.</summary>
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>A failure after so long is a new one.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(1);

    private readonly string own = Guid.NewGuid().ToString("N");
    private readonly SemaphoreSlim committed = new(0, 1);

    /// <summary>For a command that ends, which is no server.</summary>
    internal static Task TellOfWorkAsync(BatonDb db, CancellationToken cancellationToken) =>
        SendAsync(db, Work, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        writer.Committed += Committed;
        try
        {
            await Task.WhenAll(
                AgainAndAgainAsync(ListenAsync, stoppingToken),
                AgainAndAgainAsync(TellAsync, stoppingToken)
            );
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
        finally
        {
            writer.Committed -= Committed;
        }
    }

    public override void Dispose()
    {
        committed.Dispose();
        base.Dispose();
    }

    private async Task AgainAndAgainAsync(Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        string? said = null;
        while (true)
        {
            var began = TimeProvider.System.GetTimestamp();
            try
            {
                await run(cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // It is tried every second, and said once.
                if (exception.Message != said || TimeProvider.System.GetElapsedTime(began) > Steady)
                    Lost(exception.Message);
                said = exception.Message;
            }

            await Task.Delay(AfterFailure, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Returns only by an exception, when the connection is lost.</summary>
    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ForListening(storage.Listen ?? storage.Postgres!));
        connection.Notification += (_, notification) => Heard(notification.Payload);
        await connection.OpenAsync(cancellationToken);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);
        signals.HasWork(); // of what came before nobody was told
        while (true)
            await connection.WaitAsync(cancellationToken);
    }

    private void Heard(string payload)
    {
        if (payload == Work)
            signals.HasWork();
        else if (payload != own)
            signals.Changed();
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await committed.WaitAsync(cancellationToken);
            await using (var db = await factory.CreateDbContextAsync(cancellationToken))
                await SendAsync(db, own, cancellationToken);
            await Task.Delay(MinInterval, TimeProvider.System, cancellationToken);
        }
    }

    private void Committed()
    {
        try
        {
            committed.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is about to be told already.
        }
    }

    private static Task<int> SendAsync(BatonDb db, string payload, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_notify({Channel}, {payload})", cancellationToken);

    /// <summary>A server that is gone without a word is found out by the driver's own questions.</summary>
    private static string ForListening(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        if (builder.KeepAlive == 0)
            builder.KeepAlive = 15;
        builder.ApplicationName = ApplicationName;
        return builder.ConnectionString;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Servers do not hear of each other's changes at once, and look every few seconds until they do: {Reason}"
    )]
    private partial void Lost(string reason);
}

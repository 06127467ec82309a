using System.Data.Common;

namespace Baton.Features.Attachments;

/// <summary>Sweeps every hour, the first time an hour after the start: a start by itself removes nothing.</summary>
internal sealed partial class SweepWorker(SweepFiles sweep, TimeProvider time, ILogger<SweepWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var rounds = new PeriodicTimer(Rest, time);
        try
        {
            await RoundAsync(sweep.WarnAsync, stoppingToken);
            while (await rounds.WaitForNextTickAsync(stoppingToken))
                await RoundAsync(token => sweep.RunAsync(unnamed: false, token), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task RoundAsync(Func<CancellationToken, Task> round, CancellationToken cancellationToken)
    {
        try
        {
            await round(cancellationToken);
        }
        catch (Exception exception)
            when (exception is DbException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            RoundFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "The attachments could not be swept; the next round will try again")]
    private partial void RoundFailed(Exception exception);
}

using Baton.Features.Quality.Measures;
using Baton.Storage;

namespace Baton.Features.Quality;

/// <summary>
/// Stores the hours that reports read, behind their backs and a few at a time, so that the next start need not read
/// them. What is lost when the server ends is read again.
/// </summary>
internal sealed partial class KeepHours(HourCache cache, Writer writer, TimeProvider time, ILogger<KeepHours> logger)
    : BackgroundService
{
    private const int Together = 24;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await cache.Read.WaitToReadAsync(stoppingToken))
            {
                var together = new List<ReadHour>();
                while (together.Count < Together && cache.Read.TryRead(out var read))
                    together.Add(read);
                await KeepAsync(together, stoppingToken);
                await Task.Delay(Rest, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task KeepAsync(List<ReadHour> together, CancellationToken cancellationToken)
    {
        try
        {
            var rows = together.Select(read => (read, Content: read.Content())).ToList();
            await writer.WriteAsync(
                async (db, token) =>
                {
                    foreach (var (read, content) in rows)
                        await MeasuredHour.KeepAsync(
                            db,
                            read.Hour.Number,
                            read.Hour.Generation,
                            read.Calendars,
                            content,
                            token
                        );
                },
                cancellationToken
            );
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Failed(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Hours of the measures could not be stored; they are read again after a start")]
    private partial void Failed(Exception exception);
}

/// <summary>An hour that was read, with all that it takes to store it.</summary>
internal sealed record ReadHour(Hour Hour, string Calendars, IReadOnlyList<Lane> Lanes, IReadOnlyList<string> Fields)
{
    internal byte[] Content() => HourContent.Write(Hour, Lanes, Fields);
}

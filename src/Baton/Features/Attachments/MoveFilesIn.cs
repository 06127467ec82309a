using System.Data.Common;
using Baton.Features.Attachments.Files;

namespace Baton.Features.Attachments;

/// <summary>
/// Files that handoffs name and that lie in the directory of an older installation move into the store that is set
/// now, each checked by its hash. The old ones stay where they are. Until all have moved, both places are read; where
/// a server is killed, the next start goes on.
/// </summary>
internal sealed partial class MoveFilesIn(
    FileStore store,
    AttachmentFiles directory,
    SweepFiles sweep,
    TimeProvider time,
    ILogger<MoveFilesIn> logger
) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (store is SweptStore && directory.All().Any() && !await TryAsync(stoppingToken))
                await Task.Delay(AfterFailure, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the next start goes on.
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            var moved = await RunAsync(cancellationToken);
            if (moved > 0)
                Moved(moved, directory.Root, store.Place);
            return true;
        }
        catch (Exception exception)
            when (exception
                    is DbException
                        or IOException
                        or UnauthorizedAccessException
                        or InvalidDataException
                        or InvalidOperationException
            )
        {
            NotMoved(exception, directory.Root, store.Place);
            return false;
        }
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var hash in (await sweep.NamedAsync(cancellationToken)).Live.Where(directory.Exists))
        {
            if (await store.ExistsAsync(hash, cancellationToken))
                continue;
            await using var content = directory.Open(hash);
            await store.KeepAsync(content, hash, cancellationToken);
            count++;
        }

        return count;
    }

    [LoggerMessage(LogLevel.Information, "{Count} files were copied from {From} to {To}; the old ones are still there")]
    private partial void Moved(int count, string from, string to);

    [LoggerMessage(LogLevel.Error, "The files in {From} could not all be copied to {To}; it is tried again")]
    private partial void NotMoved(Exception exception, string from, string to);
}

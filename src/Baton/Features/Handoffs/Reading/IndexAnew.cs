using Baton.Features.Handoffs.State;
using Baton.Storage;
using Baton.Storage.Search;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Reading;

/// <summary>
/// After an upgrade by which words are cut in another way: cuts those of every handoff anew, the newest first and a
/// few at a time, so that nobody waits for it, and makes what else older handoffs lack beside their words. How far it
/// came is committed with what was done, so that any process goes on from there; until then the older entries answer.
/// </summary>
internal sealed partial class IndexAnew(Writer writer, TimeProvider time, ILogger<IndexAnew> logger) : BackgroundService
{
    private const int Together = 50;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    /// <summary>How many handoffs still have the older entries.</summary>
    internal static async Task<int> WaitingAsync(BatonDb db, CancellationToken cancellationToken)
    {
        var from = await FromAsync(db, cancellationToken);
        return from == 0 ? 0 : await db.Handoffs.CountAsync(handoff => handoff.Id <= from, cancellationToken);
    }

    /// <summary>The last handoff that may still be as an older version wrote it; 0: none.</summary>
    internal static Task<long> FromAsync(BatonDb db, CancellationToken cancellationToken) =>
        db
            .Stamps.Where(stamp => stamp.Name == DirectoryVersion.Search)
            .Select(stamp => stamp.Value)
            .SingleOrDefaultAsync(cancellationToken);

    /// <returns>How many it did; 0 when none is left.</returns>
    internal static async Task<int> SomeAsync(BatonDb db, CancellationToken cancellationToken)
    {
        var stamps = db.Stamps.Where(stamp => stamp.Name == DirectoryVersion.Search && stamp.Value > 0);

        // Touched first, so that another process waits here and goes on where this one ends.
        if (
            await stamps.ExecuteUpdateAsync(
                set => set.SetProperty(stamp => stamp.Value, stamp => stamp.Value),
                cancellationToken
            ) == 0
        )
            return 0;
        var from = await stamps.AsNoTracking().Select(stamp => stamp.Value).SingleAsync(cancellationToken);
        var handoffs = await db
            .Handoffs.AsNoTracking()
            .Where(handoff => handoff.Id <= from)
            .OrderByDescending(handoff => handoff.Id)
            .Take(Together)
            .ToListAsync(cancellationToken);
        foreach (var handoff in handoffs)
        {
            await SearchIndex.ReplaceAsync(db, handoff.Id, HandoffWords.Of(handoff), cancellationToken);
            if (handoff.Questions.Any(QuestionWords.IsFound))
                await QuestionIndex.ReplaceAsync(db, handoff.Id, QuestionWords.Of(handoff), cancellationToken);
            if (handoff.TitleHash is null)
                await HashAsync(db, handoff, cancellationToken);
            await EventChain.CompleteAsync(db, handoff, cancellationToken);
        }

        var next = handoffs.Count < Together ? 0 : handoffs[^1].Id - 1;
        await stamps.ExecuteUpdateAsync(set => set.SetProperty(stamp => stamp.Value, next), cancellationToken);
        return handoffs.Count;
    }

    private static Task<int> HashAsync(BatonDb db, Handoff handoff, CancellationToken cancellationToken)
    {
        var hash = TitleHashes.Of(handoff.Title);
        return db
            .Handoffs.Where(row => row.Id == handoff.Id && row.Title == handoff.Title)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.TitleHash, hash), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await RoundAsync(stoppingToken) is { } rest)
                await Task.Delay(rest, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the next one goes on.
        }
    }

    /// <summary>How long to rest before the next round; null when all is done.</summary>
    private async Task<TimeSpan?> RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await writer.WriteAsync(SomeAsync, cancellationToken) == 0 ? null : Rest;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Failed(exception);
            return AfterFailure;
        }
    }

    [LoggerMessage(LogLevel.Error, "Handoffs could not be indexed anew; it is tried again")]
    private partial void Failed(Exception exception);
}

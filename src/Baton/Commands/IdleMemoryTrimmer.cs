namespace Baton.Commands;

/// <summary>
/// Gives back to the machine what the start, or a busy time, needed and nothing needs any more, once nobody asks: the
/// collector by itself keeps it until memory becomes scarce.
/// </summary>
internal sealed class IdleMemoryTrimmer : BackgroundService
{
    /// <summary>Twice what the workers of a server that nobody asks allocate between two looks.</summary>
    private const long Quiet = 1_200_000;

    /// <summary>
    /// For less it is not worth to stop for some milliseconds; nor for less than is held, for much takes longer.
    /// </summary>
    private const long Worth = 32_000_000;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var looks = new PeriodicTimer(BetweenLooks, TimeProvider.System);
        var collected = 0L;
        var before = GC.GetTotalAllocatedBytes();
        while (await looks.WaitForNextTickAsync(stoppingToken))
        {
            var now = GC.GetTotalAllocatedBytes();
            if (
                now - before < Quiet
                && now - collected > Math.Max(Worth, GC.GetTotalMemory(forceFullCollection: false))
            )
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                collected = now;
            }

            before = now;
        }
    }
}

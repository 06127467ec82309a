namespace Baton.Features.Deliveries;

/// <summary>
/// When to try again. The waits are those of Standard Webhooks 1.0; ten attempts over about three days.
/// </summary>
internal static class RetrySchedule
{
    private const double Jitter = 0.1;

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    /// <summary>From the first attempt to the last.</summary>
    internal static TimeSpan Whole { get; } = new(Waits.Sum(wait => wait.Ticks));

    internal static int MostTries => Waits.Length + 1;

    /// <summary>
    /// The wait after so many tries, up to a tenth longer or shorter, and not shorter than the receiver asked for;
    /// null when they are used up.
    /// </summary>
    /// <param name="tries">How many attempts were made, from 1.</param>
    /// <param name="retryAfter">How long the receiver asked to be left alone.</param>
    /// <param name="chance">From 0 to 1.</param>
    internal static TimeSpan? Next(int tries, TimeSpan? retryAfter, double chance)
    {
        if (tries >= MostTries)
            return null;
        var wait = TimeSpan.FromMilliseconds(
            Math.Round(Waits[Math.Max(tries, 1) - 1].TotalMilliseconds * (1 - Jitter + (2 * Jitter * chance)))
        );
        return retryAfter > wait ? retryAfter : wait;
    }
}

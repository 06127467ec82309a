using Baton.Channels;

namespace Baton.Features.Deliveries;

/// <summary>
/// A target to which nothing goes for a while: it asked for that, or it does not work. What waits for it waits
/// without using up its attempts.
/// </summary>
internal sealed class HeldTarget
{
    /// <summary>
    /// Whoever says the same so often in a row without taking anything is asked less often than it says.
    /// </summary>
    private const int TakenAtItsWord = 10;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public required string Target { get; init; }

    /// <summary>When the next delivery may try.</summary>
    public required DateTime HeldUntil { get; set; }

    /// <summary>Since when it takes nothing from this installation; null where it is only busy.</summary>
    public DateTime? DownSince { get; set; }

    public required string Reason { get; set; }

    /// <summary>How often in a row it was not to be had.</summary>
    public int Failures { get; set; }

    /// <summary>
    /// Exactly as long as it said; where it said nothing, twice as long each time. What was under way at the same
    /// moment says the same once more.
    /// </summary>
    internal void Hold(Attempt attempt, DateTime now)
    {
        Reason = attempt.Reason;
        if (attempt.Target == TargetState.Down)
            DownSince ??= now;
        var isNew = HeldUntil <= now;
        if (!isNew && attempt.RetryAfter is null)
            return;
        var until = now + Wait(attempt);
        HeldUntil = until > HeldUntil ? until : HeldUntil;
        Failures += isNew ? 1 : 0;
    }

    private TimeSpan Wait(Attempt attempt)
    {
        var said = attempt.RetryAfter ?? TimeSpan.Zero;
        var more = said > TimeSpan.Zero ? Failures - TakenAtItsWord : Failures;
        if (more < 0)
            return said;
        // One message that a mail server does not want must not stop the others for long.
        var first = attempt.Target == TargetState.Down ? TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(1);
        var wait = first * Math.Pow(2, Math.Min(more, 10));
        return said > wait ? said
            : wait < LongestWait ? wait
            : LongestWait;
    }
}

using Baton.Channels;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>
/// Which targets are left alone now, in the store so that all servers keep to it, and as last seen by this one.
/// </summary>
internal sealed class HeldTargets
{
    /// <summary>What is over so long is not looked at any more.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private volatile IReadOnlyList<HeldTarget> seen = [];

    /// <summary>Why no mail goes out; null while it does.</summary>
    internal HeldTarget? MailFault =>
        seen.FirstOrDefault(target => target is { Target: Addressee.MailTarget, DownSince: not null });

    /// <summary>When the next of them is free again; null where none is held.</summary>
    internal DateTime? NextFree(DateTime now) =>
        seen.Where(target => target.HeldUntil > now).Select(target => (DateTime?)target.HeldUntil).Min();

    /// <summary>Those to which nothing goes now.</summary>
    internal async Task<IReadOnlyList<string>> ReadAsync(BatonDb db, DateTime now, CancellationToken cancellationToken)
    {
        seen = await db.HeldTargets.AsNoTracking().ToListAsync(cancellationToken);
        return [.. seen.Where(target => target.HeldUntil > now).Select(target => target.Target)];
    }

    /// <summary>What does not work is tried by one delivery at a time.</summary>
    internal bool IsDown(string target) => seen.Any(known => known.Target == target && known.DownSince is not null);

    /// <summary>
    /// Keeps what an attempt says of its target, in the transaction of the attempt. Gives whether it was down before.
    /// </summary>
    internal async Task<bool> KeepAsync(
        BatonDb db,
        string target,
        Attempt attempt,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var isHeld = attempt.Target is TargetState.Busy or TargetState.Down;
        if (!isHeld && !seen.Any(known => known.Target == target))
            return false;
        var held = await db.HeldTargets.SingleOrDefaultAsync(
            heldTarget => heldTarget.Target == target,
            cancellationToken
        );
        var wasDown = held?.DownSince is not null;
        if (isHeld)
            (
                held
                ?? db.HeldTargets.Add(
                    new HeldTarget
                    {
                        Target = target,
                        HeldUntil = now,
                        Reason = attempt.Reason,
                    }
                ).Entity
            ).Hold(attempt, now);
        else if (held is not null && attempt.StatusCode is not null && (wasDown || held.HeldUntil <= now))
            db.HeldTargets.Remove(held);
        else if (held is not null && attempt.Outcome == AttemptOutcome.Delivered)
            held.Failures = 0; // taken before it asked to be left alone
        return wasDown;
    }

    /// <summary>Somebody fixed it, or wants to check whether it works again.</summary>
    internal static Task TryAgainAsync(BatonDb db, DateTime now, CancellationToken cancellationToken) =>
        db
            .HeldTargets.Where(target => target.DownSince != null)
            .ExecuteUpdateAsync(set => set.SetProperty(target => target.HeldUntil, now), cancellationToken);

    /// <summary>It works: what waits goes out.</summary>
    internal static Task WorksAsync(BatonDb db, string target, CancellationToken cancellationToken) =>
        db
            .HeldTargets.Where(heldTarget => heldTarget.Target == target && heldTarget.DownSince != null)
            .ExecuteDeleteAsync(cancellationToken);

    internal static Task ForgetAsync(BatonDb db, DateTime now, CancellationToken cancellationToken)
    {
        var before = now - Remembered;
        return db
            .HeldTargets.Where(target => target.DownSince == null && target.HeldUntil < before)
            .ExecuteDeleteAsync(cancellationToken);
    }
}

using Baton.Channels;

namespace Baton.Features.Deliveries;

/// <summary>
/// How many deliveries this server has under way to each target. Whoever is new or did not answer gets one at a time,
/// whoever takes them gets more with each, so that silent receivers, however many, hold few places; and some places
/// are kept for those that answer.
/// </summary>
internal sealed class TargetSlots
{
    internal const int MostAtOnce = 512;

    /// <summary>Of these, so many are given only to targets that took what came last.</summary>
    internal const int Reserved = 64;

    private const int Most = 16;

    /// <summary>
    /// So long a receiver may think before nothing more is begun with it. All mail goes through one server, which may
    /// take longer.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (int Limit, bool Answers)> known = [];

    /// <summary>What may be begun now.</summary>
    internal TargetPlan Plan(IReadOnlyList<InFlight> sending)
    {
        lock (gate)
        {
            var counts = sending.CountBy(send => send.Batch.Target).ToDictionary();
            var slow = sending
                .Where(send => send.Batch.Target != Addressee.MailTarget && send.Age > Patience)
                .Select(send => send.Batch.Target)
                .ToHashSet();
            var full = counts
                .Where(pair => pair.Value >= LimitOf(pair.Key))
                .Select(pair => pair.Key)
                .Union(slow)
                .ToArray();
            var free = MostAtOnce - sending.Count;
            var answering =
                free > Reserved
                    ? null
                    : known
                        .Where(pair => pair.Value.Answers && !slow.Contains(pair.Key))
                        .Select(pair => pair.Key)
                        .ToArray();
            return new TargetPlan(
                full,
                answering,
                Math.Max(free, 0),
                target => Math.Max(LimitOf(target) - counts.GetValueOrDefault(target), 0) // it may get less meanwhile
            );
        }
    }

    /// <summary>
    /// Learns from what came of an attempt: more to whoever takes them, half to whoever is busy, one to whoever says
    /// nothing.
    /// </summary>
    internal void Settle(string target, Attempt attempt)
    {
        lock (gate)
        {
            var limit = LimitOf(target);
            var answers = attempt.StatusCode is not null && attempt.Target != TargetState.Down;
            known[target] = attempt switch
            {
                { Outcome: AttemptOutcome.Delivered } => (Math.Min(limit + 1, Most), true),
                { Target: TargetState.Busy } => (Math.Max(limit / 2, 1), true),
                _ when answers => (limit, true),
                _ => (1, false),
            };
        }
    }

    private int LimitOf(string target) => known.TryGetValue(target, out var found) ? found.Limit : 1;
}

/// <summary>What may be begun at this moment.</summary>
/// <param name="Full">Targets that get nothing more now.</param>
/// <param name="Only">Where few places are left, the targets for which they are kept; else null.</param>
/// <param name="Free">How many places there are.</param>
/// <param name="FreeOf">How many of them a target may have.</param>
internal sealed record TargetPlan(IReadOnlyList<string> Full, string[]? Only, int Free, Func<string, int> FreeOf);

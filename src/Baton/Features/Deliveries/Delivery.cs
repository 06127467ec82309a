using System.Text.Json;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Features.Deliveries;

/// <summary>One notice on one channel to one address. Its states are drawn in <c>docs/delivery.md</c>.</summary>
internal sealed class Delivery
{
    internal const string NoChannel = "none";

    /// <summary>What a weekly summary has for the number of a handoff: it tells of many.</summary>
    internal const long OfNoHandoff = 0;

    public long Id { get; init; }

    /// <summary>The id that the receiver sees; the same over all attempts.</summary>
    public required string MessageId { get; init; }

    public required long HandoffId { get; init; }

    public required int EventSeq { get; init; }

    public required string Kind { get; init; }

    /// <summary>The team that is told.</summary>
    public required string Team { get; init; }

    /// <summary><c>email</c>, <c>slack</c>, <c>webhook</c>; <c>none</c> where there was nobody to tell.</summary>
    public required string Channel { get; init; }

    /// <summary>The team's channel; null where a person is told by their own address.</summary>
    public long? ChannelId { get; init; }

    public string? PersonKey { get; init; }

    /// <summary>Where it goes, fit to be shown: without a secret part.</summary>
    public required string Address { get; init; }

    /// <summary>
    /// What is asked to take it: deliveries with the same target are sent a few at a time, so that a slow one holds
    /// up no other.
    /// </summary>
    public required string Target { get; init; }

    /// <summary>The <see cref="Message"/> as JSON: every attempt sends the same.</summary>
    public required string Payload { get; init; }

    /// <summary>
    /// What waits to go out with others in one message: whose; null for what goes by itself. See
    /// <see cref="Pacing"/>.
    /// </summary>
    public string? Digest { get; init; }

    public DeliveryState State { get; set; } = DeliveryState.Queued;

    /// <summary>All attempts so far; the number of the newest in the log.</summary>
    public int Attempts { get; set; }

    /// <summary>Attempts since it was queued, or queued again by hand: where it is on the schedule.</summary>
    public int Tries { get; set; }

    /// <summary>
    /// When the next attempt is due; while it is being sent, when the lease ends; null when it is over.
    /// </summary>
    public DateTime? NextAttemptAt { get; set; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? DeliveredAt { get; set; }

    public string? LastReason { get; set; }

    /// <summary>The request that caused it (W3C traceparent); null when no collector records it.</summary>
    public string? Trace { get; init; }

    public List<DeliveryAttempt> Log { get; } = [];

    internal Message Message =>
        NoticeMessages.Worded(JsonSerializer.Deserialize<Message>(Payload, BatonJson.Options)!) with
        {
            DeliveryId = MessageId,
        };

    /// <summary>Takes it for an attempt; whoever took it loses it when the lease ends.</summary>
    internal void Claim(DateTime now, TimeSpan lease)
    {
        if (State == DeliveryState.Sending)
            Note(now, "interrupted", null, 0, Kept("The server stopped during this attempt. It will be repeated."));
        State = DeliveryState.Sending;
        NextAttemptAt = now + lease;
        Attempts = Attempts + 1;
        Tries = Tries + 1;
    }

    /// <summary>What came of the attempt.</summary>
    /// <param name="attempt">The outcome.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="chance">From 0 to 1, for the jitter.</param>
    /// <param name="wasDown">Whether the target did not work before it.</param>
    internal void Settle(Attempt attempt, DateTime now, TimeSpan took, double chance, bool wasDown)
    {
        LastReason = attempt.Reason;
        Note(
            now,
            attempt.Outcome.ToString().ToLowerInvariant(),
            attempt.StatusCode,
            (int)Math.Min(took.TotalMilliseconds, int.MaxValue),
            attempt.Reason
        );
        if (attempt.Outcome == AttemptOutcome.Delivered)
        {
            State = DeliveryState.Delivered;
            NextAttemptAt = null;
            DeliveredAt = now;
        }
        else if (attempt.Outcome == AttemptOutcome.Retry && Again(attempt, now, chance, wasDown) is { } next)
        {
            State = DeliveryState.Failed;
            NextAttemptAt = next;
        }
        else
        {
            State = DeliveryState.Dead;
            NextAttemptAt = null;
        }
    }

    /// <summary>Lost with others, without an attempt of its own.</summary>
    internal void GiveUp(string reason) => (State, NextAttemptAt, LastReason) = (DeliveryState.Dead, null, reason);

    /// <summary>Something else is told in its place.</summary>
    internal void Cancel(string reason) => (State, NextAttemptAt, LastReason) = (DeliveryState.Cancelled, null, reason);

    /// <summary>
    /// When it is tried again. That its target is busy or down says nothing of this delivery, and costs it no attempt
    /// of the schedule.
    /// </summary>
    private DateTime? Again(Attempt attempt, DateTime now, double chance, bool wasDown)
    {
        var isFree = attempt.Target switch
        {
            // What takes others and not this one shows as down each time anew.
            TargetState.Down => wasDown,
            TargetState.Busy => now - CreatedAt < RetrySchedule.Whole,
            _ => false,
        };
        if (!isFree)
            return RetrySchedule.Next(Tries, attempt.RetryAfter, chance) is { } wait ? now + wait : null;
        Tries--;
        return now + (attempt.RetryAfter ?? TimeSpan.Zero);
    }

    /// <summary>From the start of the schedule again, by hand.</summary>
    internal void Replay(DateTime now) => (State, NextAttemptAt, Tries) = (DeliveryState.Queued, now, 0);

    private void Note(DateTime at, string outcome, int? statusCode, int durationMs, string reason) =>
        Log.Add(
            new DeliveryAttempt
            {
                DeliveryId = Id,
                Number = Attempts,
                At = at,
                Outcome = outcome,
                StatusCode = statusCode,
                DurationMs = durationMs,
                Reason = reason,
            }
        );
}

internal sealed class DeliveryAttempt
{
    public required long DeliveryId { get; init; }

    public required int Number { get; init; }

    public required DateTime At { get; init; }

    /// <summary><c>delivered</c>, <c>retry</c>, <c>refused</c> or <c>interrupted</c>.</summary>
    public required string Outcome { get; init; }

    public int? StatusCode { get; init; }

    public required int DurationMs { get; init; }

    /// <summary>In plain words.</summary>
    public required string Reason { get; init; }
}

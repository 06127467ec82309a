using Baton.Features.Organization;
using Baton.Storage;

namespace Baton.Features.Deliveries;

/// <summary>
/// Delivers what was committed: makes deliveries of notices, takes those that are due under a lease, sends them side
/// by side, and keeps what came of it. Nothing that goes wrong ends it; what a killed server had taken is taken again
/// when its lease ends.
/// </summary>
internal sealed partial class OutboxWorker(
    ExpandNotices expand,
    ClaimDeliveries claim,
    SendDelivery send,
    RecordAttempt record,
    HeldTargets held,
    Writer writer,
    NodeClock clock,
    Signals signals,
    WorkerHealth health,
    Draining draining,
    TimeProvider time,
    ILogger<OutboxWorker> logger
) : BackgroundService
{
    internal const string Name = "outbox";

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);

    /// <summary>
    /// From one round to the next: what comes in quick succession is taken together, and leaves the writer to those
    /// who wait for an answer.
    /// </summary>
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan ShutdownGrace = TimeSpan.FromSeconds(5);

    private TaskCompletionSource wake = NewWake();
    private long lastRound;
    private readonly List<InFlight> sending = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abandon = new CancellationTokenSource();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, draining.Token);
        health.Watch(Name);
        writer.Committed += Wake;
        try
        {
            var released = false;
            while (!ending.IsCancellationRequested)
                released = await RoundAsync(released, ending.Token, abandon.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The server stops.
        }
        finally
        {
            writer.Committed -= Wake;
            await Task.WhenAny(
                Task.WhenAll(sending.Select(send => send.Task)),
                Task.Delay(ShutdownGrace, CancellationToken.None)
            );
            await abandon.CancelAsync();
            await GiveBackAsync();
        }
    }

    /// <summary>What got no answer in time: another server takes it now, and not only when its lease ends.</summary>
    private async Task GiveBackAsync()
    {
        if (sending.Where(send => !send.IsRecorded).ToList() is not { Count: > 0 } left)
            return;
        try
        {
            await claim.GiveBackAsync([.. left.SelectMany(send => send.Batch.Deliveries)]);
        }
        catch (Exception exception)
        {
            NotGivenBack(exception, left.Count);
        }
    }

    private async Task<bool> RoundAsync(bool released, CancellationToken stopping, CancellationToken abandon)
    {
        await BreatheAsync(stopping);
        // What happens from here on wakes the rest after this round; what happened before is seen in it.
        Volatile.Write(ref wake, NewWake());
        try
        {
            if (await clock.FaultAsync(stopping) is { } fault)
            {
                health.Stands(Name, fault);
                await RestAsync(stopping);
                return released;
            }

            if (!released)
                await claim.ReleaseAsync(stopping);
            released = true;
            sending.RemoveAll(send => send.IsOver);
            var expanded = await expand.RunAsync(stopping);
            var claimed = await claim.RunAsync(sending, stopping);
            sending.AddRange(claimed.Select(parcel => Start(parcel, abandon)));
            health.Beat(Name);
            if (expanded == 0 && claimed.Count == 0)
                await RestAsync(stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (health.Failed(Name, exception))
                RoundFailed(exception);
            await RestAsync(stopping);
        }

        return released;
    }

    /// <summary>By the machine's own clock: no round may wait for a time that a test or an operator moves.</summary>
    private async Task BreatheAsync(CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetElapsedTime(lastRound);
        if (since < MinInterval)
            await Task.Delay(MinInterval - since, TimeProvider.System, cancellationToken);
        lastRound = TimeProvider.System.GetTimestamp();
    }

    private InFlight Start(DeliveryBatch parcel, CancellationToken abandon)
    {
        var flight = new InFlight(parcel);
        flight.Task = Task.Run(() => SendAsync(flight, abandon), CancellationToken.None);
        return flight;
    }

    private async Task SendAsync(InFlight flight, CancellationToken abandon)
    {
        var parcel = flight.Batch;
        try
        {
            var started = time.GetTimestamp();
            var attempt = await send.RunAsync(parcel, abandon);
            await record.RunAsync(parcel, attempt, time.GetElapsedTime(started), abandon);
            flight.IsRecorded = true;
        }
        catch (OperationCanceledException)
        {
            // The server stops before an answer came: its claim ends, and it is tried again.
        }
        catch (Exception exception)
        {
            AttemptFailed(exception, parcel.First.MessageId);
        }
        finally
        {
            // First over, then awake: whoever looks at the call must find the place of this one free.
            flight.IsOver = true;
            Wake();
        }
    }

    /// <summary>
    /// Until something is committed, a send is over, a target is free again, or a second has passed: another program
    /// may have committed, or a time have come.
    /// </summary>
    private async Task RestAsync(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var free = held.NextFree(time.UtcNow()) - time.UtcNow();
        await Task.WhenAny(
            Volatile.Read(ref wake).Task,
            signals.Work,
            Task.Delay(free > TimeSpan.Zero && free < LongestRest ? free.Value : LongestRest, time, enough.Token)
        );
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Wake() => Volatile.Read(ref wake).TrySetResult();

    private static TaskCompletionSource NewWake() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Error, "A round of deliveries failed")]
    private partial void RoundFailed(Exception exception);

    [LoggerMessage(
        LogLevel.Error,
        "The result of delivery {MessageId} could not be stored; it will be sent again when its lease ends"
    )]
    private partial void AttemptFailed(Exception exception, string messageId);

    [LoggerMessage(
        LogLevel.Error,
        "The claims on {Count} deliveries could not be ended; another server sends them when their lease ends"
    )]
    private partial void NotGivenBack(Exception exception, int count);
}

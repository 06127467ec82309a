using Baton.Features.Archive;
using Baton.Features.Deliveries;
using Baton.Features.Drafts;
using Baton.Features.Escalation;
using Baton.Features.Guests;
using Baton.Features.Organization;
using Baton.Features.People;
using Baton.Features.Quality;
using Baton.Features.SignIn;
using Baton.Storage;

namespace Baton.Hosting;

/// <summary>
/// The scheduler: lets alarms go off, ends what guests held whose links expired, has weekly summaries written, begins
/// months of the history, and forgets kept answers. It lives in the server, so nothing has to be set up for it, and
/// <c>/readyz</c> tells when it stands still.
/// </summary>
internal sealed partial class ClockWorker(
    FireAlarms fire,
    EndGuests guests,
    SendSummaries summaries,
    ForgetAnswers answers,
    ForgetDrafts drafts,
    SeenPeople seen,
    ForgetNotifications notifications,
    Catalogs catalogs,
    SignInLimits limits,
    BeginMonth month,
    NodeClock clock,
    Signals signals,
    WorkerHealth health,
    Draining draining,
    TimeProvider time,
    ILogger<ClockWorker> logger
) : BackgroundService
{
    internal const string Name = "clocks";

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenTidying = TimeSpan.FromSeconds(10);

    private long? tidied;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, draining.Token);
        health.Watch(Name);
        try
        {
            while (true)
            {
                var work = signals.Work;
                await RoundAsync(ending.Token);
                await RestAsync(work, ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task RestAsync(Task work, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(work, Task.Delay(Rest, time, enough.Token));
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await clock.FaultAsync(cancellationToken) is { } fault)
            {
                if (health.Fault(Name) != fault)
                    Stands(fault);
                health.Stands(Name, fault);
                return;
            }

            await catalogs.CurrentAsync(cancellationToken); // what another server set takes effect here too
            while (await fire.RunAsync(cancellationToken) > 0)
                cancellationToken.ThrowIfCancellationRequested();
            await TidyAsync(cancellationToken);
            health.Beat(Name);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (health.Failed(Name, exception))
                RoundFailed(exception);
        }
    }

    /// <summary>What may come some seconds late, and would be most of what an idle server asks its database.</summary>
    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        if (tidied is { } last && time.GetElapsedTime(last) < BetweenTidying)
            return;
        await guests.RunAsync(cancellationToken);
        await summaries.RunAsync(cancellationToken);
        await answers.RunAsync(cancellationToken);
        await drafts.RunAsync(cancellationToken);
        await seen.RunAsync(cancellationToken);
        await notifications.RunAsync(cancellationToken);
        await limits.ForgetAsync(cancellationToken);
        await month.RunAsync(cancellationToken);
        tidied = time.GetTimestamp();
    }

    [LoggerMessage(LogLevel.Error, "{Fault}")]
    private partial void Stands(string fault);

    [LoggerMessage(LogLevel.Error, "A round of checking the clocks failed")]
    private partial void RoundFailed(Exception exception);
}

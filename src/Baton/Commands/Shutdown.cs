using Baton.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace Baton.Commands;

/// <summary>
/// The end of a server, in this order: <c>/readyz</c> turns red and what was claimed is given back, so that another
/// server takes it; then, once load balancers had time to see that, no more connections are taken and the requests that
/// have begun are finished.
/// </summary>
internal static class Shutdown
{
    /// <summary>From here on the server runs until something ends it.</summary>
    internal static async Task<int> RunAsync(
        WebApplication app,
        ShutdownSignals signals,
        Output output,
        CancellationToken ending
    )
    {
        var systemd = new SystemdNotifier(); // says nothing where systemd did not start it
        systemd.Notify(ServiceState.Ready);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending, app.Lifetime.ApplicationStopping);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        systemd.Notify(ServiceState.Stopping);
        app.Services.GetRequiredService<Draining>().Begin();
        if (signals.IsTermination)
            await DelayAsync(app, output);
        await app.StopAsync(CancellationToken.None);
        return ending.IsCancellationRequested ? CommandLine.Done : CommandLine.Refused; // else something in it failed
    }

    private static async Task DelayAsync(WebApplication app, Output output)
    {
        var delay = DrainOptions.Delay(app.Configuration);
        if (delay == TimeSpan.Zero)
            return;
        output.Line($"Stopping in {delay.TotalSeconds:0} s. Another signal ends Baton at once.");
        var time = app.Services.GetRequiredService<TimeProvider>();
        await Task.Delay(delay, time, app.Lifetime.ApplicationStopping)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

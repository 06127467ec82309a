using System.Runtime.InteropServices;

namespace Baton.Commands;

/// <summary>
/// The signals that end a server. The first lets it finish what it has begun; a second one, of whichever kind, ends the
/// process at once. It stands in the place of the host's own handler, which would stop taking connections immediately.
/// </summary>
internal sealed class ShutdownSignals : IHostLifetime, IDisposable
{
    private readonly CancellationTokenSource asked = new();
    private readonly PosixSignalRegistration[] registrations;
    private int signals;

    internal ShutdownSignals() =>
        registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => OnSignal(context, CommandLine.Interrupted)),
            PosixSignalRegistration.Create(
                PosixSignal.SIGQUIT,
                context => OnSignal(context, CommandLine.Interrupted + 1)
            ),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnSignal(context, CommandLine.Terminated)),
        ];

    /// <summary>Canceled by the first signal.</summary>
    internal CancellationToken Asked => asked.Token;

    /// <summary>
    /// Whether the first one was that of a service manager, and not of a person at the keyboard, who would wait for
    /// nothing.
    /// </summary>
    internal bool IsTermination { get; private set; }

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        asked.Dispose();
    }

    private void OnSignal(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref signals) > 1)
            Environment.Exit(exitCode);
        IsTermination = context.Signal == PosixSignal.SIGTERM;
        asked.Cancel();
    }
}

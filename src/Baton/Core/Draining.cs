namespace Baton.Core;

/// <summary>
/// Whether this server is about to stop: load balancers are told to send nothing more, and nothing new is begun in
/// the background, while requests are still answered.
/// </summary>
internal sealed class Draining : IDisposable
{
    private readonly CancellationTokenSource begun = new();
    private readonly CancellationTokenRegistration stopping;

    public Draining(IHostApplicationLifetime lifetime) => stopping = lifetime.ApplicationStopping.Register(Begin);

    internal bool HasBegun => begun.IsCancellationRequested;

    /// <summary>Canceled once it has begun.</summary>
    internal CancellationToken Token => begun.Token;

    internal void Begin() => begun.Cancel();

    public void Dispose()
    {
        stopping.Dispose();
        begun.Dispose();
    }
}

namespace Baton.Storage;

/// <summary>
/// Whether a request or a command has committed anything yet, so that a fault that comes later does not say that
/// nothing was changed. It goes with the flow of the request, and is begun outside of whatever tells of the fault.
/// </summary>
internal sealed class CommitLog
{
    private static readonly AsyncLocal<CommitLog?> Flow = new();

    private volatile bool any;

    internal static bool HasAny => Flow.Value is { any: true };

    internal static void Begin() => Flow.Value = new CommitLog();

    internal static void Add()
    {
        if (Flow.Value is { } log)
            log.any = true;
    }
}

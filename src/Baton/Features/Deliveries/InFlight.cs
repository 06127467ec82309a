namespace Baton.Features.Deliveries;

/// <summary>What is being sent. Its age is told by the machine's own clock, which no test moves.</summary>
internal sealed class InFlight(DeliveryBatch batch)
{
    private readonly long started = TimeProvider.System.GetTimestamp();
    private volatile bool over;
    private volatile bool recorded;

    internal DeliveryBatch Batch => batch;

    internal Task Task { get; set; } = Task.CompletedTask;

    internal TimeSpan Age => TimeProvider.System.GetElapsedTime(started);

    /// <summary>Whether what came of it is stored.</summary>
    internal bool IsRecorded
    {
        get => recorded;
        set => recorded = value;
    }

    internal bool IsOver
    {
        get => over;
        set => over = value;
    }
}

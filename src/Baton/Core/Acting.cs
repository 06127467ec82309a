namespace Baton.Core;

/// <summary>
/// Who is at work here, and by which door they came. It goes with the flow of a request or a command, so that the
/// writer knows it without any verb having to hand it on: no door, old or new, can forget it.
/// </summary>
internal sealed record Acting(string Who, string Door)
{
    private static readonly AsyncLocal<Acting?> Flow = new();

    /// <summary>What the program does by itself.</summary>
    internal static Acting Server { get; } = new("baton", "server");

    internal static Acting Current
    {
        get => Flow.Value ?? Server;
        set => Flow.Value = value;
    }

    /// <summary>When the write is made that is going on.</summary>
    internal DateTime At { get; init; }
}

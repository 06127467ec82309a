using System.Globalization;

namespace Baton.Core;

/// <summary>Says from time to time how far something long has come; what is short says nothing.</summary>
internal sealed class Progress(Action<string> say, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>A few take long only where the machine is busy.</summary>
    private const long Many = 10_000;

    private long last = time.GetTimestamp();

    /// <summary>For those whom nobody watches.</summary>
    internal static Progress None { get; } = new(_ => { }, TimeProvider.System);

    internal void Done(string what, long count)
    {
        if (count < Many || time.GetElapsedTime(last) < Every)
            return;
        last = time.GetTimestamp();
        say(string.Create(CultureInfo.InvariantCulture, $"{what}: {count:N0}"));
    }
}

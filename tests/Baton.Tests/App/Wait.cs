using System.Text.Json;
using Baton.Client;

namespace Baton.Tests.App;

/// <summary>Waits for what the program does by itself.</summary>
public static class Wait
{
    /// <summary>A machine that is busy is no failure.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <summary>Looks until what it sees fits; fails with what it saw last.</summary>
    public static async Task<T> ForAsync<T>(Func<Task<T>> look, Func<T, bool> fits)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (fits(seen))
                return seen;
            Assert.True(
                TimeProvider.System.GetElapsedTime(started) < Patience,
                $"It did not come. Last seen: {JsonSerializer.Serialize(seen, BatonJson.Options)}"
            );
            await Task.Delay(Step);
        }
    }
}

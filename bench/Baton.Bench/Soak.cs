using System.Diagnostics;
using System.Globalization;
using Baton.Client;

namespace Baton.Bench;

/// <summary>
/// Whole loops at a fixed rate for a long time, while people click through pages. Each window has a line of its own,
/// so that what grows is seen.
/// </summary>
internal sealed class Soak(Uri server, string sender, string receiver, int process) : IDisposable
{
    private const int MostLoops = 64;

    /// <summary>Until the just-in-time compiler has had its turn; not counted.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);

    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server };
    private readonly SemaphoreSlim free = new(MostLoops);
    private readonly Lock gate = new();
    private SoakWindow window = new();

    /// <param name="requests">Requests of loops a second.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="length">Seconds of a window.</param>
    /// <param name="clickers">People who click twice a second.</param>
    /// <returns>Whether nothing failed.</returns>
    internal async Task<bool> RunAsync(double requests, int seconds, int length, IReadOnlyList<Clicker> clickers)
    {
        using var ending = new CancellationTokenSource();
        var clicks = clickers.Select(clicker => clicker.RunAsync(Page, ending.Token)).ToList();
        var loops = LoopsAsync(requests / Loop.Requests, ending.Token);
        await Task.Delay(WarmUp);
        Take();
        Console.WriteLine("minute  requests/s  errors   p50 ms   p99 ms  pages/s  p50 ms   p99 ms   memory MB");
        var errors = 0;
        for (var at = length; at <= seconds; at += length)
        {
            await Task.Delay(TimeSpan.FromSeconds(length));
            errors += Tell(Take(), at, length);
        }

        await ending.CancelAsync();
        await Task.WhenAll([loops, .. clicks]);
        return errors == 0;
    }

    public void Dispose()
    {
        http.Dispose();
        free.Dispose();
    }

    /// <summary>Each begins when it is due, whether or not those before are over.</summary>
    private async Task LoopsAsync(double rate, CancellationToken cancellationToken)
    {
        var from = new BatonClient(http, sender);
        var to = new BatonClient(http, receiver);
        var watch = Stopwatch.StartNew();
        for (var number = 0; !cancellationToken.IsCancellationRequested; number++)
        {
            var wait = TimeSpan.FromSeconds(number / rate) - watch.Elapsed;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, CancellationToken.None);
            await free.WaitAsync(CancellationToken.None);
            _ = Task.Run(() => LoopAsync(from, to), CancellationToken.None);
        }

        for (var i = 0; i < MostLoops; i++)
            await free.WaitAsync(CancellationToken.None);
    }

    private async Task LoopAsync(BatonClient from, BatonClient to)
    {
        var took = new List<double>();
        string? fault = null;
        try
        {
            await Loop.OnceAsync(took, from, to);
        }
        catch (Exception exception)
            when (exception is BatonException or HttpRequestException or OperationCanceledException)
        {
            fault = exception.Message;
        }

        lock (gate)
        {
            window.Requests.AddRange(took);
            window.Note(fault);
        }

        free.Release();
    }

    private void Page(double took, string? fault)
    {
        lock (gate)
        {
            window.Pages.Add(took);
            window.Note(fault);
        }
    }

    private SoakWindow Take()
    {
        lock (gate)
        {
            var taken = window;
            window = new SoakWindow();
            return taken;
        }
    }

    private int Tell(SoakWindow of, int at, int length)
    {
        var (p50, p99) = SoakWindow.Percentiles(of.Requests);
        var (pages50, pages99) = SoakWindow.Percentiles(of.Pages);
        var memory = MemoryMegabytes();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{at / 60.0, 6:F1}{of.Requests.Count / (double)length, 12:F0}{of.Faults.Count, 8}"
                    + $"{p50, 9:F1}{p99, 9:F1}"
                    + $"{of.Pages.Count / (double)length, 9:F1}{pages50, 8:F1}{pages99, 9:F1}{memory, 12}"
            )
        );
        foreach (var fault in of.Faults.Distinct().Take(5))
            Console.WriteLine($"  {fault}");
        return of.Faults.Count;
    }

    private int MemoryMegabytes()
    {
        using var running = Process.GetProcessById(process);
        return (int)(running.WorkingSet64 / 1024 / 1024);
    }
}

/// <summary>What came in one stretch of time.</summary>
internal sealed class SoakWindow
{
    internal List<double> Requests { get; } = [];

    internal List<double> Pages { get; } = [];

    internal List<string> Faults { get; } = [];

    internal void Note(string? fault)
    {
        if (fault is not null)
            Faults.Add(fault);
    }

    internal static (double P50, double P99) Percentiles(List<double> times)
    {
        if (times.Count == 0)
            return (0, 0);
        var sorted = times.Order().ToList();
        return (sorted[sorted.Count / 2], sorted[sorted.Count * 99 / 100]);
    }
}

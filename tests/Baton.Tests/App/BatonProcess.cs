using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Baton.Tests.App;

/// <summary>The program as people start it: a process with its own streams and environment.</summary>
public sealed class BatonProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();
    private readonly TaskCompletionSource<string> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource errorEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BatonProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(output, line.Data, outputEnded);
        process.ErrorDataReceived += (_, line) => Take(error, line.Data, errorEnded);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>
    /// The published program where the environment names it, else the one that was built with the tests.
    /// </summary>
    internal static string Program { get; } =
        Environment.GetEnvironmentVariable("BATON_TEST_PROGRAM") ?? Path.Combine(AppContext.BaseDirectory, "baton.dll");

    /// <summary>What it has printed so far.</summary>
    public string Out
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    public static BatonProcess Start(IReadOnlyDictionary<string, string>? environment, params string[] args) =>
        Start("dotnet", environment, [Program, .. args]);

    public static BatonProcess Start(
        string program,
        IReadOnlyDictionary<string, string>? environment,
        params string[] args
    )
    {
        var start = new ProcessStartInfo(program, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (
            var inherited in start
                .Environment.Keys.Where(name => name.StartsWith("BATON_", StringComparison.Ordinal))
                .ToList()
        )
            start.Environment.Remove(inherited);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new BatonProcess(start);
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<Said> RunAsync(
        IReadOnlyDictionary<string, string>? environment,
        byte[]? input,
        params string[] args
    )
    {
        await using var process = Start(environment, args);
        return await process.EndAsync(input);
    }

    public async Task<Said> EndAsync(byte[]? input = null)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input ?? []);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It stopped reading; what it printed says why.
        }

        await process.WaitForExitAsync().WaitAsync(Patience);
        await Task.WhenAll(outputEnded.Task, errorEnded.Task).WaitAsync(Patience);
        return new Said(process.ExitCode, Out, error.ToString());
    }

    /// <summary>The address that a server listens on, once it does.</summary>
    public async Task<Uri> AddressAsync()
    {
        var first = await Task.WhenAny(listening.Task, process.WaitForExitAsync()).WaitAsync(Patience);
        return first == listening.Task
            ? new Uri(await listening.Task)
            : throw new InvalidOperationException($"It ended with {process.ExitCode}: {error}");
    }

    /// <summary>What Ctrl-C sends.</summary>
    public void Interrupt() => Assert.Equal(0, Kill(process.Id, 2));

    /// <summary>What a service manager sends.</summary>
    public void Terminate() => Assert.Equal(0, Kill(process.Id, 15));

    public void KillHard() => process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Take(StringBuilder to, string? line, TaskCompletionSource ended)
    {
        if (line is null)
        {
            ended.TrySetResult();
            return;
        }

        lock (to)
            to.Append(line).Append('\n');
        if (line.StartsWith("Baton is listening on ", StringComparison.Ordinal))
            listening.TrySetResult(line["Baton is listening on ".Length..]);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int id, int signal);
}

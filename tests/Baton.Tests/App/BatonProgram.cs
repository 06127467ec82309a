using System.Diagnostics;
using System.Text;
using Baton.Storage;

namespace Baton.Tests.App;

/// <summary>What a command printed and how it ended.</summary>
public sealed record Ran(int Exit, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The built program, run as a person would, on the store of a test.</summary>
public static class BatonProgram
{
    private static readonly string Executable = Path.Combine(
        AppContext.BaseDirectory,
        OperatingSystem.IsWindows() ? "baton.exe" : "baton"
    );

    internal static Task<Ran> RunAsync(StorageOptions storage, params IReadOnlyList<string> arguments) =>
        RunAsync(storage, null, arguments);

    internal static async Task<Ran> RunAsync(StorageOptions storage, byte[]? input, IReadOnlyList<string> arguments)
    {
        using var process = Start(storage, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input ?? []);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It stopped reading; what it printed says why.
        }

        await process.WaitForExitAsync();
        return new Ran(process.ExitCode, await output, await error);
    }

    internal static Process Start(StorageOptions storage, IReadOnlyList<string> arguments)
    {
        string[] store = storage.Postgres is { } postgres
            ? ["--data", storage.DataDirectory, "--database", postgres]
            : ["--data", storage.DataDirectory];
        return Process.Start(
            new ProcessStartInfo(Executable, [.. arguments, .. store])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
            }
        )!;
    }
}

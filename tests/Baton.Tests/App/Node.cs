using System.Diagnostics;

namespace Baton.Tests.App;

/// <summary>Runs a script of <c>tests/js</c>, where published packages judge what Baton sends.</summary>
internal static class Node
{
    internal static string Folder { get; } = Path.Combine(Repository.Root, "tests", "js");

    /// <summary>What it wrote, and its exit code.</summary>
    internal static async Task<(int ExitCode, string Output)> RunAsync(string input, params string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            Assert.Skip("The packages of tests/js are not installed; ./test installs them.");
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("node", arguments)
            {
                WorkingDirectory = Folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}

using System.Diagnostics;
using System.Net.Http.Json;

namespace Baton.Tests.App;

/// <summary>
/// The published package <c>oidc-provider</c>, run as a company's sign-in on this machine, once for a class.
/// </summary>
public sealed class OidcProvider : IAsyncLifetime
{
    private readonly HttpClient http = new();
    private Process? process;

    public string Issuer { get; private set; } = "";

    public Dictionary<string, string?> Settings =>
        new()
        {
            ["BATON_OIDC_AUTHORITY"] = Issuer,
            ["BATON_OIDC_CLIENT_ID"] = "baton",
            ["BATON_OIDC_CLIENT_SECRET"] = "a secret of the test",
            ["BATON_OIDC_NAME"] = "Acme Login",
        };

    public async ValueTask InitializeAsync()
    {
        if (!Directory.Exists(Path.Combine(Node.Folder, "node_modules", "oidc-provider")))
            Assert.Skip("The packages of tests/js are not installed; ./test installs them.");
        process = Process.Start(
            new ProcessStartInfo("node", ["oidc.mjs"])
            {
                WorkingDirectory = Node.Folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        process.ErrorDataReceived += (_, _) => { }; // what it warns of: its keys are those of a test
        process.BeginErrorReadLine();
        var issuer = await process.StandardOutput.ReadLineAsync();
        Assert.NotNull(issuer);
        Issuer = issuer;
    }

    /// <summary>What it says of this person from now on.</summary>
    public async Task KnowsAsync(string name, object claims) =>
        (await http.PutAsJsonAsync(new Uri($"{Issuer}/test/people/{name}"), claims)).EnsureSuccessStatusCode();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (process is null)
            return;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}

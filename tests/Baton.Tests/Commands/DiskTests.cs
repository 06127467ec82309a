using System.Net;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Commands;

/// <summary>
/// A disk that is full, or that may only be read: a small file system of its own, which binds an administrator too.
/// </summary>
public sealed class DiskTests : IDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("baton-test-");

    /// <summary>What is on the small disk in the end, where this process can see it.</summary>
    private readonly DirectoryInfo kept = Directory.CreateTempSubdirectory("baton-test-");

    [Fact]
    public async Task A_full_disk_is_told_by_commands_and_nothing_is_half_done()
    {
        var prepared = await EmptyStores.CopyAsync(Engine.Sqlite);
        var said = await OnSmallDiskAsync(
            """
            left=$(df --output=avail -B 1 "$DISK" | tail -1)
            head -c $((left - 40960)) /dev/zero > "$DISK/fill"
            baton person add second --name Second --email second@example.org; echo "partly full $?"
            head -c 100m /dev/zero >> "$DISK/fill" 2>/dev/null
            baton person add third --name Third --email third@example.org; echo "full $?"
            rm "$DISK/fill"
            baton person add third --name Now --email now@example.org
            cp -a "$DISK/." "$KEPT"
            """,
            prepared.DataDirectory
        );
        Assert.Equal(["partly full 1", "full 1", "Added third."], said.Lines);
        Assert.Equal(2, said.Reasons.Count);
        Assert.Equal("The disk is full. Nothing was changed.", said.Reasons[0]);
        Assert.StartsWith(
            $"The database {data.FullName}/baton.db cannot be opened: ",
            said.Reasons[1],
            StringComparison.Ordinal
        );
        await using var after = await BatonApp.StartAsync(new StorageOptions(kept.FullName, null));
        var person = await after.ReadAsync(db => db.People.SingleAsync());
        Assert.Equal(("third", "Now"), (person.Key, person.Name));
    }

    [Fact]
    public async Task A_disk_that_may_only_be_read_is_told_by_commands()
    {
        var said = await OnSmallDiskAsync(
            """
            baton team add first --name First || exit 9
            mount -o remount,ro "$DISK" || exit 8
            baton person add p --name P --email p@example.org; echo "add $?"
            baton serve --urls http://127.0.0.1:0; echo "serve $?"
            """
        );
        Assert.Equal(["Added first.", "add 1", "serve 1"], said.Lines);
        Assert.Equal(2, said.Reasons.Count);
        Assert.All(said.Reasons, reason => Assert.Contains(data.FullName, reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_disk_is_told_by_the_server_and_what_it_took_is_there()
    {
        RequireSmallDisk();
        Cast cast;
        await using (var app = await BatonApp.StartAsync(Engine.Sqlite))
            cast = await app.CastAsync();
        await using var server = Start(
            """exec dotnet "$BATON" serve --urls http://127.0.0.1:0""",
            cast.App.Storage.DataDirectory
        );
        using var http = new HttpClient { BaseAddress = await server.AddressAsync() };
        var token = cast.Alice.Token;
        var api = new BatonClient(http, token);
        var draft = cast.NewHandoff() with
        {
            Context = JsonSerializer.SerializeToElement(new { client_name = new string('x', 300_000) }),
            Draft = true,
        };

        var taken = 0;
        var refusal = (Problem?)null;
        while (refusal is null)
        {
            try
            {
                await api.CreateAsync(draft);
                Assert.True(++taken < 100, "The disk did not fill.");
            }
            catch (BatonException exception)
            {
                refusal = exception.Problem;
            }
        }

        Assert.Equal((503, "The disk is full. Nothing was changed."), (refusal.Status, refusal.Detail));
        Assert.Equal(taken, (await api.ListAsync(new HandoffQuery { Limit = 100 })).Items.Count);
        using var ready = await http.GetAsync("readyz", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains(
            "\"database\":\"The disk is full.\"",
            await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        var file = Path.Combine(Path.GetTempPath(), $"baton-test-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, draft.Context.GetRawText());
        var said = await Cli.RunAsync(
            "handoff",
            "initiate",
            "--template",
            cast.Template_,
            "--context",
            file,
            "--draft",
            "--server",
            http.BaseAddress!.AbsoluteUri,
            "--token",
            token
        );
        Assert.StartsWith(
            "The disk is full. Nothing was changed. (503, trace id ",
            Assert.Single(said.Refused().Reasons),
            StringComparison.Ordinal
        );
        File.Delete(file);
    }

    public void Dispose()
    {
        data.Delete(recursive: true);
        kept.Delete(recursive: true);
    }

    private async Task<Said> OnSmallDiskAsync(string script, string? prepared = null)
    {
        RequireSmallDisk();
        await using var shell = Start(script, prepared);
        return await shell.EndAsync();
    }

    /// <summary>
    /// A script on the small disk, which holds what is in the prepared directory. The mount is seen by these processes
    /// alone, and goes with them.
    /// </summary>
    private BatonProcess Start(string script, string? prepared)
    {
        var environment = new Dictionary<string, string>
        {
            ["DISK"] = data.FullName,
            ["BATON"] = BatonProcess.Program,
            ["BATON_DATA"] = data.FullName,
            ["KEPT"] = kept.FullName,
            ["PREPARED"] = prepared ?? kept.FullName,
            ["BATON_RATE_LIMIT"] = "off",
        };
        return BatonProcess.Start(
            "unshare",
            environment,
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o size=3m none \"$DISK\" && cp -a \"$PREPARED/.\" \"$DISK\" || exit 7\n"
                + $"baton() {{ dotnet \"$BATON\" \"$@\"; }}\n{script}"
        );
    }

    private static void RequireSmallDisk()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("A file system of its own for a test is made with Linux's namespaces.");
        using var probe = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(
                "unshare",
                ["--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs none /mnt"]
            )
            {
                RedirectStandardError = true,
            }
        );
        probe!.WaitForExit();
        if (probe.ExitCode != 0)
            Assert.Skip(
                $"This machine does not let a test mount a file system: {probe.StandardError.ReadToEnd().Trim()}"
            );
    }
}

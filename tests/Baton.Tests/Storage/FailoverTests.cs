using System.Diagnostics;
using Baton.Storage;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Baton.Tests.Storage;

/// <summary>Servers of Baton, PostgreSQL and what watches over it fail one after another.</summary>
public sealed class FailoverTests(SharedApps apps)
{
    private static readonly string[] Needed = ["patroni", "etcd", "haproxy", "setpriv", "ip", "curl", "psql"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_lost_doubled_or_left_untold_whatever_fails()
    {
        Assert.SkipUnless(LongRun.IsWanted, "It takes six minutes: set BATON_TEST_LONG=1.");
        string[] missing = [.. Needed.Where(program => !IsInstalled(program))];
        Assert.SkipUnless(
            missing.Length == 0,
            $"There is no {string.Join(", ", missing)}: apt-get install patroni etcd-server haproxy iproute2."
        );
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "bench", "failover"), ["short"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["BENCH_BATON"] = Path.ChangeExtension(BatonProcess.Program, null);
        using var bench = Process.Start(start)!;
        try
        {
            var said = await bench.StandardOutput.ReadToEndAsync(Cancel);
            await bench.WaitForExitAsync(Cancel);
            TestContext.Current.TestOutputHelper?.WriteLine(said);
            Assert.True(bench.ExitCode == 0, said);
        }
        finally
        {
            // It ends all that it started by itself.
            if (!bench.HasExited)
                bench.Kill();
        }
    }

    [Fact]
    public async Task That_none_of_several_hosts_is_there_passes()
    {
        const string several = "Host=127.0.0.1:1,127.0.0.1:2;Target Session Attributes=primary;Timeout=2";
        // The second time the driver remembers, and says something else.
        for (var i = 0; i < 2; i++)
        {
            await using var connection = new NpgsqlConnection(several);
            var failure = await Assert.ThrowsAsync<NpgsqlException>(() => connection.OpenAsync(Cancel));
            Assert.Equal("The database cannot be reached right now.", StoreFault.Of(failure)?.Text);
        }
    }

    [Fact]
    public async Task A_server_that_hangs_within_a_transaction_holds_its_locks_for_seconds()
    {
        const string asked = "SELECT current_setting('idle_in_transaction_session_timeout') AS \"Value\"";
        var app = await apps.On(Engine.Postgres);
        var writer = app.Services.GetRequiredService<Writer>();
        Assert.Equal(
            "10s",
            await writer.WriteAsync((db, token) => db.Database.SqlQueryRaw<string>(asked).SingleAsync(token), Cancel)
        );
        Assert.Equal("10s", await app.ReadAsync(db => db.Database.SqlQueryRaw<string>(asked).SingleAsync(Cancel)));
    }

    [Fact]
    public void A_store_that_stays_away_is_logged_once_and_a_fault_of_the_program_each_time()
    {
        var health = new WorkerHealth(TimeProvider.System);
        health.Watch("clocks");
        Assert.True(health.Failed("clocks", new NpgsqlException("gone")));
        Assert.False(health.Failed("clocks", new NpgsqlException("gone")));
        Assert.True(health.Failed("clocks", new InvalidOperationException("a bug")));
        Assert.True(health.Failed("clocks", new InvalidOperationException("a bug")));
        health.Beat("clocks");
        Assert.True(health.Failed("clocks", new NpgsqlException("gone again")));
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Append("/usr/sbin")
            .Any(directory => File.Exists(Path.Combine(directory, program)));
}

using System.Diagnostics;
using Npgsql;

namespace Baton.Tests.App;

/// <summary>A PostgreSQL of a test's own with a hot standby, made as an operator makes them.</summary>
internal sealed class PostgresPair : IAsyncDisposable
{
    private readonly string home;
    private readonly string programs;
    private readonly int primaryPort = Ports.Free();
    private readonly int standbyPort = Ports.Free();

    private PostgresPair(string home, string programs)
    {
        this.home = home;
        this.programs = programs;
    }

    internal string Primary => For(primaryPort);

    internal string Standby => For(standbyPort);

    internal static async Task<PostgresPair> StartAsync()
    {
        var programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .EnumerateDirectories("/usr/lib/postgresql")
                .OrderByDescending(version => int.Parse(Path.GetFileName(version), null))
                .Select(version => Path.Combine(version, "bin"))
                .FirstOrDefault(bin => File.Exists(Path.Combine(bin, "pg_basebackup")))
            : null;
        if (programs is null)
            Assert.Skip("There is no pg_basebackup below /usr/lib/postgresql.");
        var pair = new PostgresPair(Directory.CreateTempSubdirectory("baton-test-pair-").FullName, programs);
        await pair.PrepareAsync();
        return pair;
    }

    internal Task StopStandbyAsync() => ControlAsync("standby", "-m", "immediate", "stop");

    internal Task StartStandbyAsync() => ControlAsync("standby", "-w", "-o", Options(standbyPort), "start");

    /// <summary>While it is paused, the standby takes what comes and shows none of it.</summary>
    internal Task PauseAsync() => AskAsync(Standby, "SELECT pg_wal_replay_pause()");

    internal Task ResumeAsync() => AskAsync(Standby, "SELECT pg_wal_replay_resume()");

    internal static async Task<object?> AskAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await ControlAsync("primary", "-m", "immediate", "stop");
        if (File.Exists(Path.Combine(home, "standby", "postmaster.pid")))
            await StopStandbyAsync();
        Directory.Delete(home, recursive: true);
    }

    private async Task PrepareAsync()
    {
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "postgres", home);
        await RunAsync(Tool("initdb"), "-D", Data("primary"), "-U", "baton", "-A", "trust", "--no-sync");
        await ControlAsync("primary", "-w", "-o", Options(primaryPort), "start");
        string[] from = ["-h", "127.0.0.1", "-p", $"{primaryPort}", "-U", "baton", "-c", "fast", "--no-sync"];
        await RunAsync(Tool("pg_basebackup"), ["-D", Data("standby"), "-R", .. from]);
        await StartStandbyAsync();
        await AskAsync(Primary, "CREATE DATABASE baton");
    }

    private Task ControlAsync(string which, params string[] arguments) =>
        RunAsync(Tool("pg_ctl"), ["-D", Data(which), "-l", Path.Combine(home, $"{which}.log"), .. arguments]);

    private string[] Tool(string name)
    {
        // PostgreSQL does not run as root.
        string[] become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"];
        return [.. Environment.IsPrivilegedProcess ? become : [], Path.Combine(programs, name)];
    }

    private string Data(string which) => Path.Combine(home, which);

    private string Options(int port) =>
        $"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=100";

    private static string For(int port) => $"Host=127.0.0.1;Port={port};Username=baton;Database=postgres";

    private static Task RunAsync(string program, params string[] arguments) => RunAsync([program], arguments);

    private static async Task RunAsync(string[] program, params string[] arguments)
    {
        // What is started in the background would keep a pipe of ours open, so it says nothing here.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "\"$@\" >/dev/null 2>&1", "sh", .. program, .. arguments])
        {
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', program)} {string.Join(' ', arguments)} failed.");
    }
}

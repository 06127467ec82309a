using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MimeKit;

namespace Baton.Tests.Channels;

/// <summary>
/// A real mail server (aiosmtpd) on 127.0.0.1, as a fixture or started by hand. See <c>smtp_server.py</c> for what it
/// refuses.
/// </summary>
public sealed class SmtpServer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string[] arguments;
    private readonly List<ReceivedMail> received = [];
    private readonly ConcurrentQueue<string> commands = new();
    private readonly SemaphoreSlim understood = new(0);
    private readonly Process process;
    private TaskCompletionSource arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task reading = Task.CompletedTask;

    public SmtpServer()
        : this([]) { }

    private SmtpServer(string[] arguments)
    {
        this.arguments = arguments;
        process = new Process { StartInfo = StartInfo(this.arguments) };
    }

    public int Port { get; private set; }

    /// <summary>For <c>BATON_SMTP_URL</c>.</summary>
    public string Url => $"smtp://127.0.0.1:{Port}";

    public IReadOnlyList<ReceivedMail> Received
    {
        get
        {
            lock (received)
                return [.. received];
        }
    }

    /// <summary>
    /// Starts one with arguments of the script: <c>--user</c>, <c>--password</c>, <c>--certificate</c>,
    /// <c>--smtps</c>, <c>--ascii</c>.
    /// </summary>
    public static async Task<SmtpServer> StartAsync(params string[] arguments)
    {
        var server = new SmtpServer(arguments);
        await server.InitializeAsync();
        return server;
    }

    public async ValueTask InitializeAsync()
    {
        process.Start();
        var port = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (port is null)
            throw new InvalidOperationException("No mail server: " + await process.StandardError.ReadToEndAsync());
        Port = int.Parse(port, CultureInfo.InvariantCulture);
        reading = Task.WhenAll(ReadAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <summary>Each EHLO, AUTH and MAIL that it was given, of all connections.</summary>
    public IReadOnlyList<string> Commands => [.. commands];

    /// <summary>What it answers from now on; see <c>smtp_server.py</c>.</summary>
    public async Task AnswerAsync(string answers)
    {
        await process.StandardInput.WriteLineAsync(answers);
        await process.StandardInput.FlushAsync();
        Assert.True(await understood.WaitAsync(Patience), "The mail server did not understand.");
    }

    /// <summary>Waits for a mail that fits.</summary>
    public async Task<ReceivedMail> WaitForAsync(
        Func<ReceivedMail, bool> fits,
        CancellationToken cancellationToken = default
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            Task next;
            lock (received)
            {
                if (received.Find(mail => fits(mail)) is { } found)
                    return found;
                next = arrival.Task;
            }

            await next.WaitAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await reading;
        process.Dispose();
        understood.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (JsonElement.Parse(line) is var note && note.TryGetProperty("command", out var command))
            {
                commands.Enqueue(command.GetString()!);
                continue;
            }

            if (note.TryGetProperty("told", out _))
            {
                understood.Release();
                continue;
            }

            var mail = JsonSerializer.Deserialize<ReceivedMail>(line, ReceivedMail.Json)!;
            TaskCompletionSource arrived;
            lock (received)
            {
                received.Add(mail);
                arrived = arrival;
                arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            arrived.SetResult();
        }
    }

    private static ProcessStartInfo StartInfo(string[] arguments) =>
        new("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Channels", "smtp_server.py"), .. arguments])
        {
            // The server ends with its input: a test run that is killed leaves none behind.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
}

/// <summary>A mail that the server took.</summary>
public sealed record ReceivedMail(string MailFrom, IReadOnlyList<string> RcptTo, byte[] Data, bool Tls, string? User)
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>The mail as it was sent.</summary>
    public MimeMessage Open() => MimeMessage.Load(new MemoryStream(Data));
}

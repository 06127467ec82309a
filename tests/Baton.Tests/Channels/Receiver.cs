using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Baton.Tests.Channels;

/// <summary>An HTTP server on 127.0.0.1 that keeps what it gets and answers as it is told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ReceivedRequest> requests = new();

    private Receiver(WebApplication app) => this.app = app;

    internal string Url { get; private set; } = "";

    internal int Port => new Uri(Url).Port;

    internal IReadOnlyList<ReceivedRequest> Requests => [.. requests];

    internal ReceivedRequest Single => Assert.Single(requests);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    internal static Task<Receiver> AnswerAsync(
        int status,
        string body = "",
        params (string Name, string Value)[] headers
    ) =>
        StartAsync(context =>
        {
            context.Response.StatusCode = status;
            foreach (var (name, value) in headers)
                context.Response.Headers[name] = value;
            return body.Length == 0 ? Task.CompletedTask : context.Response.WriteAsync(body);
        });

    /// <summary>On a port that somebody had before.</summary>
    internal static Task<Receiver> AnswerAtAsync(int port, int status) =>
        StartAsync(
            context =>
            {
                context.Response.StatusCode = status;
                return Task.CompletedTask;
            },
            port
        );

    internal static async Task<Receiver> StartAsync(RequestDelegate answer, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var receiver = new Receiver(builder.Build());
        receiver.app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var headers = context.Request.Headers.ToDictionary(
                header => header.Key,
                header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase
            );
            // A page of another test may still ask for what had this port before; notices are posted.
            if (HttpMethods.IsPost(context.Request.Method))
                receiver.requests.Enqueue(
                    new ReceivedRequest(context.Request.Method, context.Request.Path, headers, body.ToArray())
                );
            context.Request.Body = body;
            body.Position = 0; // the answer may depend on it
            await answer(context);
        });
        await receiver.app.StartAsync();
        receiver.Url =
            receiver
                .app.Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.Single() + "/hook";
        return receiver;
    }
}

internal sealed record ReceivedRequest(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body
)
{
    internal string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>
/// A listener below HTTP and SMTP: says what it is told once a client has spoken (or connected), then hangs up or
/// stays.
/// </summary>
internal sealed class RawReceiver : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task serving;

    internal RawReceiver(string answer, bool waitForRequest = true, bool hangUp = true)
    {
        listener.Start();
        serving = ServeAsync(answer, waitForRequest, hangUp);
    }

    internal int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    internal string Url => $"http://127.0.0.1:{Port}/hook";

    /// <summary>Ends when a client is there.</summary>
    internal Task Connected => connected.Task;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync(string answer, bool waitForRequest, bool hangUp)
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync(stop.Token);
            var stream = client.GetStream();
            if (waitForRequest)
                await stream.ReadAtLeastAsync(new byte[16], 16, throwOnEndOfStream: false, stop.Token);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), stop.Token);
            connected.SetResult();
            if (!hangUp)
                await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
        }
        catch (Exception ended)
            when (ended is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            connected.TrySetResult();
        }
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Storage;
using Baton.Tests.App;
using Baton.Tests.Channels;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Commands;

/// <summary>How a server ends that is told to, as a process of its own.</summary>
public sealed class ShutdownTests
{
    [Theory, EitherEngine]
    public async Task Readiness_turns_red_first_and_a_second_signal_ends_at_once(Engine engine)
    {
        var storage = await EmptyStores.CopyAsync(engine);
        await using var server = Serve(storage, drainDelay: 300);
        using var http = new HttpClient { BaseAddress = await server.AddressAsync() };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("readyz")).StatusCode);
        server.Terminate();
        using var red = await Wait.ForAsync(
            () => http.GetAsync("readyz"),
            answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable
        );
        Assert.Contains("\"server\":\"This server is stopping.\"", await red.Content.ReadAsStringAsync());
        Assert.NotNull(red.Headers.RetryAfter);
        using var served = await http.GetAsync("api/v1/me");
        Assert.Equal((HttpStatusCode.Unauthorized, true), (served.StatusCode, served.Headers.ConnectionClose));
        server.Terminate();
        var ended = await server.EndAsync();
        Assert.Equal((143, ""), (ended.Code, ended.Error));
    }

    [Theory, EitherEngine]
    public async Task What_has_begun_is_finished_and_pages_are_let_go(Engine engine)
    {
        var (cast, cookies) = await SignedInAsync(engine);
        var storage = cast.App.Storage;
        using var notices = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        var notifySocket = Path.Combine(storage.DataDirectory, "notify");
        notices.Bind(new UnixDomainSocketEndPoint(notifySocket));
        await using var server = Serve(storage, drainDelay: 0, ("NOTIFY_SOCKET", notifySocket));
        using var http = new HttpClient { BaseAddress = await server.AddressAsync() };
        Assert.Equal("READY=1", await NextAsync(notices));
        using var live = new HttpRequestMessage(HttpMethod.Get, "live/work");
        live.Headers.Add("Cookie", cookies);
        using var stream = await http.SendAsync(live, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        using var running = await HalfARequestAsync(http.BaseAddress!, cast);
        server.Terminate();
        Assert.Equal("STOPPING=1", await NextAsync(notices));
        Assert.StartsWith("event: hello", await stream.Content.ReadAsStringAsync());
        await Wait.ForAsync(() => IsRefusedAsync(http.BaseAddress!), refused => refused);
        await running.SendAsync("}"u8.ToArray());
        using var answer = new StreamReader(new NetworkStream(running));
        Assert.Equal("HTTP/1.1 201 Created", await answer.ReadLineAsync());
        var ended = await server.EndAsync();
        Assert.Equal((0, ""), (ended.Code, ended.Error));
    }

    [Theory, BothEngines]
    public async Task Deliveries_that_are_under_way_are_given_back(Engine engine)
    {
        var answers = new TaskCompletionSource();
        await using var hook = await Receiver.StartAsync(_ => answers.Task);
        var cast = await WithWebhookAsync(engine, hook.Url);
        var storage = cast.App.Storage;
        await using var first = Serve(storage, drainDelay: 0);
        using (var http = new HttpClient { BaseAddress = await first.AddressAsync() })
            await new BatonClient(http, cast.Alice.Token).CreateAsync(cast.NewHandoff());
        await Wait.ForAsync(() => Task.FromResult(hook.Requests.Count), count => count == 1);
        first.Terminate();
        Assert.Equal(0, (await first.EndAsync()).Code);
        answers.SetResult();
        await using var second = await BatonApp.StartAsync(storage);
        var delivery = await Wait.ForAsync(
            () => second.ReadAsync(db => db.Deliveries.Include(row => row.Log).AsNoTracking().SingleAsync()),
            row => row.State == DeliveryState.Delivered
        );
        Assert.Equal(["interrupted", "delivered"], delivery.Log.OrderBy(log => log.Number).Select(log => log.Outcome));
        Assert.Equal(hook.Requests[0].Headers["webhook-id"], hook.Requests[1].Headers["webhook-id"]);
        Assert.True(
            delivery.DeliveredAt - delivery.CreatedAt < ClaimDeliveries.Lease,
            "It was sent when the lease had ended."
        );
    }

    private static BatonProcess Serve(
        StorageOptions storage,
        int drainDelay,
        params (string Name, string Value)[] environment
    ) =>
        BatonProcess.Start(
            new Dictionary<string, string>(environment.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)))
            {
                ["BATON_DRAIN_DELAY"] = drainDelay.ToString(CultureInfo.InvariantCulture),
                ["BATON_ALLOW_PRIVATE_TARGETS"] = "true",
            },
            ["serve", "--urls", "http://127.0.0.1:0", .. Cli.On(storage)]
        );

    /// <summary>A store in which somebody is signed in with a browser, and has a token.</summary>
    private static async Task<(Cast Cast, string Cookies)> SignedInAsync(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        using var alice = await app.VisitAsync(cast.Alice);
        return (cast, string.Join("; ", alice.Jar.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    /// <summary>A store in which the receiving team is told at this address.</summary>
    private static async Task<Cast> WithWebhookAsync(Engine engine, string url)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        await cast.Root.Api.PutTeamAsync(cast.Receiver, new TeamRequest { Channels = [new("webhook", Url: url)] });
        return cast;
    }

    private static async Task<bool> IsRefusedAsync(Uri address)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>All but the last character of it.</summary>
    private static async Task<Socket> HalfARequestAsync(Uri address, Cast cast)
    {
        var body = $$"""{"template": "{{cast.Template_}}", "context": {}, "draft": true}""";
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port);
        var head =
            $"POST /api/v1/handoffs HTTP/1.1\r\nHost: {address.Authority}\r\n"
            + $"Authorization: Bearer {cast.Alice.Token}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        await socket.SendAsync(Encoding.UTF8.GetBytes(head + body[..^1]));
        return socket;
    }

    private static async Task<string> NextAsync(Socket notices)
    {
        var buffer = new byte[256];
        var length = await notices
            .ReceiveAsync(buffer, TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(TimeSpan.FromMinutes(2));
        return Encoding.UTF8.GetString(buffer, 0, length).Trim();
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using Baton.Tests.App;

namespace Baton.Tests.Commands;

/// <summary>What stands at an address may be nothing, or anything.</summary>
public sealed class UnreachableTests(SharedApps apps)
{
    [Fact]
    public async Task A_closed_port_is_told_in_a_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://{taken.LocalEndpoint}";
        taken.Stop();
        Assert.Equal(
            $"{url} cannot be reached: Connection refused",
            Assert.Single((await ListAsync(url)).Refused().Reasons)
        );
    }

    [Fact]
    public async Task An_unknown_host_is_told_in_a_line() =>
        Assert.Equal(
            "http://no-such-host.invalid cannot be reached: there is no such host. Check the address.",
            Assert.Single((await ListAsync("http://no-such-host.invalid")).Refused().Reasons)
        );

    [Theory, EitherEngine]
    public async Task No_secure_connection_is_told_in_a_line(Engine engine)
    {
        var url = (await apps.On(engine)).Url.AbsoluteUri.Replace("http:", "https:", StringComparison.Ordinal);
        Assert.StartsWith(
            $"No secure connection to {url}: ",
            Assert.Single((await ListAsync(url)).Refused().Reasons),
            StringComparison.Ordinal
        );
    }

    [Theory, EitherEngine]
    public async Task A_token_that_is_not_known_is_told_in_a_line(Engine engine)
    {
        var url = (await apps.On(engine)).Url.AbsoluteUri;
        Assert.Equal(
            $"{url} did not accept this token (401). It is unknown, expired or revoked; create one with "
                + "`baton token create`.",
            Assert.Single((await ListAsync(url)).Refused().Reasons)
        );
    }

    [Theory, EitherEngine]
    public async Task An_address_inside_the_server_is_told_in_a_line(Engine engine)
    {
        var url = (await apps.On(engine)).Url + "docs";
        Assert.Equal(
            $"There is nothing at this address. (requested from {url}/api/v1)",
            Assert.Single((await ListAsync(url)).Refused().Reasons)
        );
    }

    [Theory]
    [InlineData("", "did not answer with valid HTTP")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "did not answer with valid HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>", "sent an answer that this program cannot read")]
    [InlineData(
        "HTTP/1.1 404 Not Found\r\nContent-Length: 6\r\n\r\n<html>",
        "is not a Baton server: there is nothing at /api/v1 (404)."
    )]
    [InlineData(
        "HTTP/1.1 301 Moved\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\n\r\n",
        "redirects to another address (301)"
    )]
    [InlineData(
        "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\n\r\nbad",
        "The server answered 502 without saying why"
    )]
    public async Task What_is_no_baton_server_is_told_in_a_line(string answer, string reason)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var ending = new CancellationTokenSource();
        var serving = AnswerAsync(listener, answer, ending.Token);
        var said = (await ListAsync($"http://{listener.LocalEndpoint}")).Refused(reason);
        Assert.Single(said.Reasons);
        await ending.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task Ctrl_c_ends_a_waiting_command_quietly()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var process = BatonProcess.Start(
            null,
            "handoff",
            "list",
            "--server",
            $"http://{listener.LocalEndpoint}",
            "--token",
            "t"
        );
        using var silent = await listener.AcceptTcpClientAsync();
        process.Interrupt();
        Assert.Equal(new Said(130, "", ""), await process.EndAsync());
    }

    private static Task<Said> ListAsync(string url) =>
        Cli.RunAsync("handoff", "list", "--server", url, "--token", "baton_nobody");

    /// <summary>To every call, because one that got no answer is tried again.</summary>
    private static async Task AnswerAsync(TcpListener listener, string answer, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(cancellationToken);
                var stream = client.GetStream();
                var head = new StringBuilder();
                var buffer = new byte[4096];
                while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
                    head.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, cancellationToken)));
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}

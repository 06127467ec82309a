using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.Tests.App;

/// <summary>
/// Stands between a server and its database, and breaks the connection on which a given text was sent: before that
/// text arrives, or when a commit has been answered and the answer has not been passed on.
/// </summary>
internal sealed class LossyLink : IAsyncDisposable
{
    private static readonly byte[] Commit = Encoding.ASCII.GetBytes("COMMIT\0");

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly string host;
    private readonly int port;
    private readonly Task accepting;
    private volatile Plan? plan;
    private volatile bool closed;

    internal LossyLink(string host, int port)
    {
        this.host = host;
        this.port = port;
        listener.Start();
        accepting = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Once: the commit of whoever sends this text is done, and they do not hear of it.</summary>
    internal void LoseCommitAfter(string text) => plan = new Plan(Encoding.UTF8.GetBytes(text), AtCommit: true);

    /// <summary>Once: what holds this text does not arrive.</summary>
    internal void BreakAt(string text) => plan = new Plan(Encoding.UTF8.GetBytes(text), AtCommit: false);

    /// <summary>From now on nobody comes through.</summary>
    internal void Close() => closed = true;

    internal bool WasCut => plan is null;

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = PassAsync(await listener.AcceptTcpClientAsync(ending.Token));
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient near)
    {
        using (near)
        using (var far = new TcpClient())
        {
            try
            {
                if (closed)
                    return;
                await far.ConnectAsync(host, port, ending.Token);
                var connection = new Connection(near.GetStream(), far.GetStream());
                await await Task.WhenAny(SendAsync(connection), ReceiveAsync(connection));
            }
            catch (Exception exception)
                when (exception
                        is IOException
                            or SocketException
                            or OperationCanceledException
                            or ObjectDisposedException
                )
            {
                // One side went away, and takes the other with it.
            }
        }
    }

    private async Task SendAsync(Connection connection)
    {
        var buffer = new byte[65536];
        while (await connection.Near.ReadAsync(buffer, ending.Token) is var read and > 0 && !closed)
        {
            var sent = buffer.AsMemory(0, read);
            if (plan is { } now)
            {
                if (sent.Span.IndexOf(now.Text) >= 0)
                    connection.MarkedFor = now;
                var isMarked = connection.MarkedFor == now;
                if (isMarked && !now.AtCommit)
                {
                    plan = null;
                    return;
                }

                connection.Losing = isMarked && sent.Span.IndexOf(Commit) >= 0;
            }

            await connection.Far.WriteAsync(sent, ending.Token);
        }
    }

    private async Task ReceiveAsync(Connection connection)
    {
        var buffer = new byte[65536];
        while (await connection.Far.ReadAsync(buffer, ending.Token) is var read and > 0 && !closed)
        {
            if (connection.Losing)
            {
                plan = null;
                return;
            }

            await connection.Near.WriteAsync(buffer.AsMemory(0, read), ending.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Dispose();
        await accepting;
        ending.Dispose();
    }

    private sealed record Plan(byte[] Text, bool AtCommit);

    private sealed class Connection(NetworkStream near, NetworkStream far)
    {
        internal NetworkStream Near => near;

        internal NetworkStream Far => far;

        /// <summary>A mark that an earlier plan left says nothing of this one.</summary>
        internal Plan? MarkedFor { get; set; }

        internal bool Losing { get; set; }
    }
}

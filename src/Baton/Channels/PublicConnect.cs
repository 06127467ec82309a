using System.Net;
using System.Net.Sockets;

namespace Baton.Channels;

/// <summary>Asks the name servers for the addresses of a host.</summary>
internal delegate Task<IPAddress[]> ResolveAddresses(string host, CancellationToken cancellationToken);

/// <summary>
/// Opens the connections of outgoing requests, to public addresses only unless the operator allows others.
/// </summary>
internal sealed class PublicConnect(ChannelOptions options, ResolveAddresses resolve, TimeProvider time)
{
    // One address that swallows packets must not use up the time of those after it.
    private static readonly TimeSpan Share = TimeSpan.FromSeconds(5);

    /// <summary>Connects to the very address that was checked: a second look-up could give another one.</summary>
    internal async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var target = context.DnsEndPoint;
        var found = await resolve(target.Host, cancellationToken);
        if (found.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        var usable = options.AllowPrivateTargets ? found : Array.FindAll(found, PublicAddresses.Contains);
        if (usable.Length == 0)
            throw new PrivateTargetException();
        return await ConnectAnyAsync(usable, target.Port, cancellationToken);
    }

    private async Task<Stream> ConnectAnyAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        foreach (var address in addresses.AsSpan(..^1).ToArray())
        {
            using var share = new CancellationTokenSource(Share, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(share.Token, cancellationToken);
            try
            {
                return await ConnectOneAsync(address, port, either.Token);
            }
            catch (SocketException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Its share is used up: the next address has its turn.
            }
        }

        return await ConnectOneAsync(addresses[^1], port, cancellationToken);
    }

    private static async Task<Stream> ConnectOneAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        NetworkStream? stream = null;
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
            return stream = new NetworkStream(socket, ownsSocket: true);
        }
        finally
        {
            if (stream is null)
                socket.Dispose();
        }
    }
}

/// <summary>
/// A host has no public address. The only way out of a connect callback is to throw; the sender turns it into an
/// answer.
/// </summary>
internal sealed class PrivateTargetException : IOException
{
    public PrivateTargetException()
        : base("The host has no public address.") { }
}

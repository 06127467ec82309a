using System.Net;
using System.Net.Sockets;

namespace Baton.Tests.App;

/// <summary>
/// Ports for what ends and begins again on the same one. The system gives none of these to whoever asks for any, so
/// that nobody else has it in between.
/// </summary>
internal static class Ports
{
    private const int First = 20_000;
    private const int End = 32_000;

    internal static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another one then.
            }
        }
    }
}

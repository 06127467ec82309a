using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using SmtpServer;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Baton.Commands.Demo;

/// <summary>
/// A mail server that keeps what the demo sends, so that nothing leaves the machine and all can be read.
/// </summary>
internal sealed class DemoMailbox : MessageStore
{
    /// <summary>Older ones go when more arrive.</summary>
    private const int Most = 1000;

    private readonly ConcurrentQueue<MimeMessage> mails = [];
    private int received;

    /// <summary>Where it listens, chosen when it is made.</summary>
    internal int Port { get; } = FreePort();

    /// <summary>The number of each mail and the mail, the newest first.</summary>
    internal IReadOnlyList<(int Number, MimeMessage Mail)> Newest
    {
        get
        {
            var kept = mails.ToArray();
            var first = Volatile.Read(ref received) - kept.Length;
            return [.. kept.Select((mail, i) => (first + i + 1, mail)).Reverse()];
        }
    }

    /// <summary>Takes mail until the token is cancelled.</summary>
    internal Task RunAsync(CancellationToken cancellationToken)
    {
        var options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)))
            .Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add(this);
        return new SmtpServer.SmtpServer(options, services).StartAsync(cancellationToken);
    }

    public override async Task<SmtpResponse> SaveAsync(
        ISessionContext context,
        IMessageTransaction transaction,
        ReadOnlySequence<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        using var stream = new MemoryStream(buffer.ToArray());
        var mail = await MimeMessage.LoadAsync(stream, cancellationToken);
        lock (mails)
        {
            mails.Enqueue(mail);
            received++;
            if (mails.Count > Most)
                mails.TryDequeue(out _);
        }

        return SmtpResponse.Ok;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

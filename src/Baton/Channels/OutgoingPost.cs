using System.Buffers;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;
using System.Text;

namespace Baton.Channels;

/// <summary>
/// What a receiver answered: the status, the first 64 KiB of the body, and how long it wants to be left alone.
/// </summary>
internal sealed record Answer(int Status, string Body, TimeSpan? RetryAfter);

/// <summary>Posts once to an address that is not ours, and says in plain words what came of it.</summary>
internal sealed class OutgoingPost(IHttpClientFactory clients, TimeProvider time)
{
    internal const string ClientName = "channels";
    internal const int LongestBody = 64 * 1024;
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    // The longest step of the schedule: a receiver may slow Baton down but not silence it.
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    private static readonly ProductInfoHeaderValue UserAgent = new("Baton", Version());

    internal async Task<Attempt> SendAsync(
        HttpRequestMessage request,
        Func<Answer, Attempt> judge,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        request.Headers.UserAgent.Add(UserAgent);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                either.Token
            );
            return judge(
                new Answer((int)response.StatusCode, await BodyAsync(response, either.Token), RetryAfter(response))
            );
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Attempt.Retry(Kept("No answer within {0} seconds.", (int)Timeout.TotalSeconds));
        }
        catch (HttpRequestException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Failed(failure);
        }
    }

    // The status decides. A body that breaks off or never ends must not turn a yes into a second delivery.
    private static async Task<string> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LongestBody);
        var length = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            length = await body.ReadAtLeastAsync(
                buffer.AsMemory(0, LongestBody),
                LongestBody,
                throwOnEndOfStream: false,
                cancellationToken
            );
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or OperationCanceledException)
        {
            return "";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        if ((header?.Delta ?? header?.Date - time.GetUtcNow()) is not { } wait)
            return null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero
            : wait > LongestRetryAfter ? LongestRetryAfter
            : wait;
    }

    private static Attempt Failed(HttpRequestException failure) =>
        (failure.InnerException, failure.HttpRequestError) switch
        {
            (PrivateTargetException, _) => Attempt.Refused(
                Kept(
                    "The host has only private addresses. Set {0}=true to allow them.",
                    ChannelOptions.AllowPrivateTargetsKey
                )
            ),
            (_, HttpRequestError.NameResolutionError) => Attempt.Retry(
                Kept("The name of the host could not be resolved.")
            ),
            (_, HttpRequestError.SecureConnectionError) => Attempt.Retry(
                Kept("No secure connection to the host: its certificate or the TLS handshake failed.")
            ),
            (SocketException { SocketErrorCode: SocketError.ConnectionRefused }, _) => Attempt.Retry(
                Kept("The host refused the connection.")
            ),
            (
                SocketException
                {
                    SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData
                },
                _
            ) => Attempt.Retry(Kept("The name of the host could not be resolved.")),
            (_, HttpRequestError.ConnectionError) => Attempt.Retry(Kept("The host could not be reached.")),
            (_, HttpRequestError.ResponseEnded) => Attempt.Retry(
                Kept("The host closed the connection before it answered.")
            ),
            (_, HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError) => Attempt.Retry(
                Kept("The answer of the host was not HTTP.")
            ),
            (_, HttpRequestError.ConfigurationLimitExceeded) => Attempt.Retry(
                Kept("The answer of the host was too large.")
            ),
            _ => Attempt.Retry(Kept("The connection to the host broke.")),
        };

    private static string Version() =>
        typeof(OutgoingPost)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0]
        ?? "0";
}

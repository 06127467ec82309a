using Microsoft.AspNetCore.Http.Features;

namespace Baton.Web;

/// <summary>
/// A browser sends all of a form before it looks for an answer. Were the connection closed before, it would show an
/// error of its own in place of ours, and what was typed would be gone.
/// </summary>
internal static class RefusedBody
{
    /// <summary>Whoever sends more, in bytes, sees the connection close.</summary>
    private const long Most = 64 * 1024 * 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Reads the rest of a body that is too large, and keeps nothing of it.</summary>
    internal static async Task<Refusal> ReadToEndAsync(HttpContext http, Refusal refusal)
    {
        var limit = http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        // A client that asks before it sends is there to hear the answer.
        if (limit is null or { IsReadOnly: true } || http.Request.Headers.Expect.Count > 0)
            return refusal;
        limit.MaxRequestBodySize = Most;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        ended.CancelAfter(Longest);
        try
        {
            await http.Request.Body.CopyToAsync(Stream.Null, ended.Token);
        }
        catch (Exception exception)
            when (exception is BadHttpRequestException or IOException or OperationCanceledException)
        {
            // It is larger still, or nobody sends it any more: the refusal stands either way.
        }

        return refusal;
    }
}

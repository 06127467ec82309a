using System.Buffers;
using Baton.Features.Organization;
using Baton.Hosting;

namespace Baton.Web;

internal static class Requests
{
    internal const int LargestBody = 1024 * 1024;

    internal static RequestContext RequestContext(this HttpContext http)
    {
        var who =
            http.Features.Get<SignedIn>()
            ?? throw new InvalidOperationException("This endpoint does not ask who calls.");
        return new RequestContext(
            who.Caller,
            who.Catalog,
            http.RequestServices.GetRequiredService<TimeProvider>().UtcNow(),
            who.Door
        )
        {
            Trace = Tracing.Current,
        };
    }

    internal static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(this HttpContext http)
    {
        var buffer = new ArrayBufferWriter<byte>((int)Math.Clamp(http.Request.ContentLength ?? 4096, 256, LargestBody));
        while (true)
        {
            var read = await http.Request.BodyReader.ReadAsync(http.RequestAborted);
            foreach (var segment in read.Buffer)
                buffer.Write(segment.Span);
            http.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return buffer.WrittenMemory;
        }
    }

    /// <summary>
    /// The version that <c>If-Match</c> names; null when it names none. What is no version of ours matches nothing.
    /// </summary>
    internal static int? IfMatch(this HttpContext http)
    {
        var header = http.Request.Headers.IfMatch.ToString();
        if (header.Length == 0 || header == "*")
            return null;
        return int.TryParse(header.Trim('"'), out var version) ? version : -1;
    }
}

using System.Text.Json;
using Baton.Client;
using Baton.Hosting;

namespace Baton.Web;

/// <summary>
/// What a request is answered with, before it is written: so that it can be kept for a repeated request.
/// </summary>
internal sealed record Answer(int Status, byte[] Body)
{
    internal string ContentType { get; init; } = "application/json; charset=utf-8";

    internal string? Location { get; init; }

    /// <summary>
    /// What a repeated request is answered, where that is not the whole: a secret is said once and never stored.
    /// </summary>
    internal byte[]? Kept { get; init; }

    internal string? ETag { get; init; }

    internal static Answer Of<T>(T value, int status = 200) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(value, value?.GetType() ?? typeof(T), BatonJson.Options));

    internal static Answer Of(Refusal refusal, string traceId) =>
        new(refusal.Status, Problems.Write(refusal, traceId)) { ContentType = Problems.ContentType };

    internal async Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        http.Response.ContentType = ContentType;
        http.Response.ContentLength = Body.Length;
        if (Location is not null)
            http.Response.Headers.Location = Location;
        if (ETag is not null)
            http.Response.Headers.ETag = ETag;
        await http.Response.Body.WriteAsync(Body, http.RequestAborted);
    }
}

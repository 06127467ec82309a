using System.Collections.Concurrent;
using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Baton.Tests.App;

/// <summary>
/// As much of S3 as Baton asks for, with one bucket. A request must be signed with the right key; the signature itself
/// is for the published client to get right.
/// </summary>
internal sealed class BucketServer : IAsyncDisposable
{
    internal const string AccessKey = "AKIDTEST";

    private readonly WebApplication app;

    private BucketServer(WebApplication app) => this.app = app;

    internal ConcurrentDictionary<string, (byte[] Content, DateTime At)> Objects { get; } = new();

    internal string Setting => $"s3://baton/company?endpoint={app.Urls.First()}";

    internal static async Task<BucketServer> StartAsync(TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new BucketServer(app);
        app.Run(http => server.AnswerAsync(http, time));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    internal Task StopAsync() => app.StopAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http, TimeProvider time)
    {
        var request = http.Request;
        var path = request.Path.Value!.TrimStart('/');
        if (
            !request
                .Headers.Authorization.ToString()
                .StartsWith($"AWS4-HMAC-SHA256 Credential={AccessKey}/", StringComparison.Ordinal)
        )
            http.Response.StatusCode = 403;
        else if (!path.StartsWith("baton", StringComparison.Ordinal))
            http.Response.StatusCode = 404;
        else if (request.Query.ContainsKey("list-type"))
            await ListAsync(http, request.Query["prefix"].ToString());
        else
            await AnswerObjectAsync(http, path["baton/".Length..], time.GetUtcNow().UtcDateTime);
    }

    private async Task AnswerObjectAsync(HttpContext http, string key, DateTime now)
    {
        var request = http.Request;
        if (request.Method == HttpMethods.Delete)
        {
            Objects.TryRemove(key, out _);
            http.Response.StatusCode = 204;
        }
        else if (request.Headers["x-amz-copy-source"].ToString() is { Length: > 0 } source)
        {
            var from = Uri.UnescapeDataString(source).TrimStart('/')["baton/".Length..];
            if (Objects.TryGetValue(from, out var copied))
                Objects[key] = (copied.Content, now);
            else
                http.Response.StatusCode = 404;
            await http.Response.WriteAsync(
                $"<CopyObjectResult><LastModified>{Text(now)}</LastModified><ETag>\"e\"</ETag></CopyObjectResult>"
            );
        }
        else if (request.Method == HttpMethods.Put)
        {
            using var content = new MemoryStream();
            await request.Body.CopyToAsync(content);
            Objects[key] = (content.ToArray(), now);
            http.Response.Headers.ETag = $"\"{Guid.NewGuid():N}-1\"";
        }
        else if (!Objects.TryGetValue(key, out var found))
        {
            http.Response.StatusCode = 404;
        }
        else
        {
            http.Response.Headers.LastModified = found.At.ToString("R", CultureInfo.InvariantCulture);
            http.Response.ContentLength = found.Content.Length;
            if (request.Method == HttpMethods.Get)
                await http.Response.Body.WriteAsync(found.Content);
        }
    }

    private Task ListAsync(HttpContext http, string prefix)
    {
        http.Response.ContentType = "application/xml";
        var contents = Objects
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry =>
                $"<Contents><Key>{SecurityElement.Escape(entry.Key)}</Key><LastModified>{Text(entry.Value.At)}"
                + $"</LastModified><Size>{entry.Value.Content.Length}</Size></Contents>"
            );
        return http.Response.WriteAsync(
            "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>baton</Name>"
                + $"<IsTruncated>false</IsTruncated>{string.Concat(contents)}</ListBucketResult>"
        );
    }

    private static string Text(DateTime at) => at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}

using System.Text;

namespace Baton.Web.Api;

/// <summary>The first answer to a request, given again.</summary>
internal sealed class KeptAnswer(IdempotentAnswer first) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var body = Encoding.UTF8.GetBytes(first.Body);
        response.StatusCode = first.Status;
        response.ContentType = first.ContentType;
        response.ContentLength = body.Length;
        response.Headers.Location = first.Location;
        response.Headers.ETag = first.ETag;
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }

    /// <summary>What the framework would write for <paramref name="result"/>.</summary>
    internal static async Task<IdempotentAnswer> OfAsync(
        IResult result,
        HttpContext http,
        string person,
        string key,
        string hash,
        DateTime now
    )
    {
        using var body = new MemoryStream();
        var written = new DefaultHttpContext { RequestServices = http.RequestServices };
        written.Response.Body = body;
        await result.ExecuteAsync(written);
        return new IdempotentAnswer
        {
            PersonKey = person,
            Key = key,
            RequestHash = hash,
            Status = written.Response.StatusCode,
            ContentType = written.Response.ContentType ?? "",
            Location = written.Response.Headers.Location,
            ETag = Versions.TagOf(result),
            Body = Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length),
            CreatedAt = now,
        };
    }
}

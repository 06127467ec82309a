namespace Baton.Tests.App;

/// <summary>
/// Looks at every answer that a test gets: one that the API description does not know fails the test. So a status or a
/// member that a new handler gives is described the day it is added.
/// </summary>
internal sealed class DescribedAnswers() : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (path.StartsWith("/api/v1/", StringComparison.Ordinal))
            await CheckAsync(request.Method.Method, path, response, cancellationToken);
        return response;
    }

    private static async Task CheckAsync(
        string method,
        string path,
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        var contentType = response.Content.Headers.ContentType?.MediaType;
        var isText = contentType?.EndsWith("json", StringComparison.Ordinal) == true;
        if (isText)
            await response.Content.LoadIntoBufferAsync(cancellationToken);
        var body = isText ? await response.Content.ReadAsStringAsync(cancellationToken) : contentType ?? "";
        if (ApiDocument.Committed.FaultOf(method, path, (int)response.StatusCode, contentType, body) is { } fault)
            Assert.Fail(fault);
    }
}
